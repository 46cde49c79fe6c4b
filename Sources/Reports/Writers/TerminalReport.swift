/// A report for a terminal: aligned, wrapped to a width, in colour where asked.
///
/// Whatever comes from data is shown, never obeyed: control and format characters appear as their code
/// points.
public struct TerminalReport: Sendable {
  private let width: Int
  private let colour: Bool

  /// Creates a writer for lines of at most `width` columns, where words and tables allow it.
  public init(width: Int = 110, colour: Bool = false) {
    (self.width, self.colour) = (max(40, width), colour)
  }

  /// The report as lines of text.
  public func text(_ report: Report) -> String {
    var lines: [String] = []
    for block in report.blocks {
      if startsSection(block), !lines.isEmpty { lines.append("") }
      lines += self.lines(block)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func startsSection(_ block: Report.Block) -> Bool {
    switch block {
    case .headline, .heading, .facts: true
    case .paragraph, .list, .table: false
    }
  }

  private func lines(_ block: Report.Block) -> [String] {
    switch block {
    case .headline(let label, let text):
      let head = InertText.line(label.text) + ":"
      var lines = wrap(head + " " + InertText.line(text), indent: 0, hanging: 2)
      if lines[0].hasPrefix(head) {
        lines[0] = painted(head, label.tone) + lines[0].dropFirst(head.count)
      }
      return lines
    case .heading(let text): return [painted(InertText.line(text), .strong)]
    case .paragraph(let phrase):
      return wrap(InertText.line(phrase.text), indent: 2, hanging: 2)
        .map { painted($0, phrase.tone) }
    case .facts(let facts):
      let column = facts.map { DisplayWidth.of($0.name) }.max() ?? 0
      return facts.flatMap { fact in
        wrap(
          padded(InertText.line(fact.name), column, .left) + "  " + InertText.line(fact.text),
          indent: 2, hanging: column + 4)
      }
    case .list(let phrases):
      return phrases.flatMap { phrase in
        wrap("- " + InertText.line(phrase.text), indent: 2, hanging: 4)
          .map { painted($0, phrase.tone) }
      }
    case .table(let table): return lines(table)
    }
  }

  private func lines(_ table: Table) -> [String] {
    let titles = table.columns.map { InertText.line($0.title) }
    let rows = table.rows.map { $0.map { Phrase(InertText.line($0.text), $0.tone) } }
    let widths = titles.indices.map { column in
      ([titles[column]] + rows.map { $0[column].text }).map(DisplayWidth.of).max() ?? 0
    }
    guard 2 + widths.reduce(0, +) + 2 * (widths.count - 1) <= width else {
      return records(titles, rows)
    }
    let head = line(titles.map { Phrase($0, .quiet) }, table.columns, widths)
    return [head] + rows.map { line($0, table.columns, widths) }
  }

  private func line(_ cells: [Phrase], _ columns: [Table.Column], _ widths: [Int]) -> String {
    var line = " "
    for (index, cell) in cells.enumerated() {
      let isLast = index == cells.count - 1
      let gap = widths[index] - DisplayWidth.of(cell.text)
      let spaces = String(repeating: " ", count: max(0, gap))
      let text = painted(cell.text, cell.tone)
      line += index == 0 ? " " : "  "
      switch columns[index].alignment {
      case .right: line += spaces + text
      case .left: line += isLast ? text : text + spaces
      }
    }
    return trimmed(line)
  }

  /// One small list a row, for a table that is wider than the terminal.
  private func records(_ titles: [String], _ rows: [[Phrase]]) -> [String] {
    let column = titles.dropFirst().map(DisplayWidth.of).max() ?? 0
    return rows.flatMap { row in
      ["  " + painted(row[0].text, .strong)]
        + zip(titles, row).dropFirst().filter { !$0.1.text.isEmpty }.map { title, cell in
          "    " + painted(padded(title, column, .left), .quiet) + "  "
            + painted(cell.text, cell.tone)
        }
    }
  }

  private func padded(_ text: String, _ width: Int, _ side: Table.Column.Alignment) -> String {
    let spaces = String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
    return side == .left ? text + spaces : spaces + text
  }

  private func wrap(_ text: String, indent: Int, hanging: Int) -> [String] {
    var lines: [String] = []
    var line = String(repeating: " ", count: indent)
    var used = indent
    var isEmpty = true
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let length = DisplayWidth.of(String(word))
      if !isEmpty, used + 1 + length > width {
        lines.append(trimmed(line))
        line = String(repeating: " ", count: hanging)
        (used, isEmpty) = (hanging, true)
      }
      if !isEmpty {
        line += " "
        used += 1
      }
      line += word
      used += length
      isEmpty = false
    }
    return lines + [trimmed(line)]
  }

  private func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }

  private func painted(_ text: String, _ tone: Phrase.Tone) -> String {
    guard colour, !text.isEmpty, let code = code(of: tone) else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }

  private func code(of tone: Phrase.Tone) -> String? {
    switch tone {
    case .plain: nil
    case .strong: "1"
    case .good: "1;32"
    case .caution: "1;33"
    case .bad: "1;31"
    case .quiet: "2"
    }
  }
}
