public import Judge

/// Kept records as a table, with what vouches for them.
public struct RecordReport: Sendable {
  private let chain: RecordChain
  private let links: [RecordChain.Link]
  private let name: String

  /// Creates the report of a chain that was found whole.
  ///
  /// - Parameters:
  ///   - chain: All records.
  ///   - name: What they are called, such as the file's name.
  ///   - kind: Only these are listed, where not nil.
  public init(_ chain: RecordChain, name: String, kind: Record.Kind? = nil) {
    (self.chain, self.name) = (chain, name)
    links = chain.links.filter { kind == nil || $0.record.recordType == kind?.rawValue }
  }

  /// The whole report.
  public var report: Report {
    let facts = [
      Fact("records", InertText.name(name)),
      Fact("listed", "\(NumberText.count(links.count)) of \(NumberText.count(chain.links.count))"),
      Fact("last line", chain.head.map { "SHA-256 \($0)" } ?? "none"),
    ]
    return Report(
      blocks: [.headline(label, outcome), .facts(facts), .table(table)])
  }

  /// One line: that the chain is whole, or that there is none.
  public var line: String { InertText.line("\(label.text): \(outcome)") }

  /// Nothing vouches for a file without records: they may never have been kept, or all have been taken out.
  private var label: Phrase {
    chain.links.isEmpty ? Phrase("EMPTY", .caution) : Phrase("WHOLE", .good)
  }

  /// The records as they are kept, in one JSON document.
  public var document: String {
    let lines = links.map { "    " + $0.line }.joined(separator: ",\n")
    let head = chain.head.map { "\"\($0)\"" } ?? "null"
    return """
      {
        "kind": "records",
        "head": \(head),
        "records": [
      \(lines)
        ]
      }

      """
  }

  private var outcome: String {
    chain.links.isEmpty
      ? "it holds no record."
      : chain.links.count == 1
        ? "its one record is as it was written."
        : "each of \(NumberText.count(chain.links.count)) records is as it was written."
  }

  private var table: Table {
    Table(
      columns: [
        .init("#", .right), .init("time"), .init("record"), .init("model"), .init("what"),
        .init("by"),
      ],
      rows: links.map(\.record).map { record in
        [
          Phrase("\(record.sequence)"), Phrase(InertText.name(record.timestamp)),
          Phrase(InertText.name(record.recordType)),
          Phrase(record.modelName.map { InertText.name($0) } ?? ""), Phrase(record.words),
          Phrase(record.triggeredBy.map { InertText.name($0) } ?? ""),
        ]
      }
    ).withoutEmptyColumns
  }
}

extension StoredRecord {
  /// The gist of a record.
  fileprivate var words: String {
    func name(_ text: String?) -> String { text.map { InertText.name($0) } ?? "?" }
    if let action {
      let outcome = success.map { $0 ? ", done" : ", failed" } ?? ""
      let former = previousVersion.map { " in place of \(InertText.name($0))" } ?? ""
      return "\(InertText.name(action)) \(name(modelVersion))\(former)\(outcome)"
    }
    if let from, let to { return "\(from.words) → \(to.words)" }
    return verdict.map { InertText.name($0) } ?? ""
  }
}

extension StoredRecord.Scalar {
  fileprivate var words: String {
    switch self {
    case .text(let text): InertText.name(text)
    case .number(let number): NumberText.significant(number, digits: 4) + "%"
    }
  }
}
