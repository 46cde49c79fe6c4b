/// What a report says, before it is known where it will be read.
public struct Report: Equatable, Sendable {
  /// One part of a report.
  public enum Block: Equatable, Sendable {
    /// The verdict, and the sentence that goes with it.
    case headline(Phrase, String)
    case heading(String)
    case paragraph(Phrase)
    /// Names and what they stand for.
    case facts([Fact])
    case list([Phrase])
    case table(Table)
  }

  public var blocks: [Block]

  /// Creates a report from its parts, in reading order.
  public init(blocks: [Block]) { self.blocks = blocks }
}

/// A piece of text and how it is meant.
public struct Phrase: Equatable, Sendable {
  /// What a colour may stress.
  public enum Tone: Sendable {
    case plain, strong, good, caution, bad, quiet
  }

  public var text: String
  public var tone: Tone

  /// Creates a phrase.
  public init(_ text: String, _ tone: Tone = .plain) { (self.text, self.tone) = (text, tone) }
}

/// A named fact.
public struct Fact: Equatable, Sendable {
  public var name: String
  public var text: String

  /// Creates a fact.
  public init(_ name: String, _ text: String) { (self.name, self.text) = (name, text) }
}

/// Rows under column titles.
public struct Table: Equatable, Sendable {
  /// A column's title and the side its cells keep to.
  public struct Column: Equatable, Sendable {
    /// Which side.
    public enum Alignment: Sendable { case left, right }

    public var title: String
    public var alignment: Alignment

    /// Creates a column.
    public init(_ title: String, _ alignment: Alignment = .left) {
      (self.title, self.alignment) = (title, alignment)
    }
  }

  public var columns: [Column]
  /// Each as long as `columns`.
  public var rows: [[Phrase]]

  /// Creates a table.
  public init(columns: [Column], rows: [[Phrase]]) {
    (self.columns, self.rows) = (columns, rows)
  }

  /// The same table without the columns that say nothing in any row.
  var withoutEmptyColumns: Table {
    let kept = columns.indices.filter { column in rows.contains { !$0[column].text.isEmpty } }
    return Table(columns: kept.map { columns[$0] }, rows: rows.map { row in kept.map { row[$0] } })
  }
}
