/// A report as GitHub-flavoured Markdown, for a pull request or a job summary.
///
/// Every text is escaped: a name from the data cannot become a link, a tag or a table cell.
public struct MarkdownReport: Sendable {
  /// Creates a writer.
  public init() {}

  /// The report as Markdown.
  public func text(_ report: Report) -> String {
    report.blocks.map(text).joined(separator: "\n\n") + "\n"
  }

  private func text(_ block: Report.Block) -> String {
    switch block {
    case .headline(let label, let text): "## \(escaped(label.text))\n\n\(escaped(text))"
    case .heading(let text): "### \(escaped(text))"
    case .paragraph(let phrase): escaped(phrase.text)
    case .facts(let facts):
      facts.map { "- **\(escaped($0.name))**: \(escaped($0.text))" }.joined(separator: "\n")
    case .list(let phrases): phrases.map { "- \(escaped($0.text))" }.joined(separator: "\n")
    case .table(let table): text(table)
    }
  }

  private func text(_ table: Table) -> String {
    let titles = table.columns.map { escaped($0.title) }
    let rules = table.columns.map { $0.alignment == .right ? "---:" : "---" }
    let rows = table.rows.map { $0.map { emphasised($0) } }
    return ([titles, rules] + rows).map { "| \($0.joined(separator: " | ")) |" }
      .joined(separator: "\n")
  }

  private func emphasised(_ phrase: Phrase) -> String {
    let text = escaped(phrase.text)
    guard !text.isEmpty else { return text }
    return switch phrase.tone {
    case .plain, .quiet: text
    case .strong, .good, .caution, .bad: "**\(text)**"
    }
  }

  private func escaped(_ text: String) -> String {
    var result = ""
    for character in InertText.line(text) {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      // A mention would notify people.
      case "@": result += "&#64;"
      case "\\", "`", "*", "_", "[", "]", "|", "#", "~", "$": result += "\\\(character)"
      default: result.append(character)
      }
    }
    return result
  }
}
