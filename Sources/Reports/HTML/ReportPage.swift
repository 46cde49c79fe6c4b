/// Any report as one HTML file, with tables alone where there is nothing to draw.
public struct ReportPage: Sendable {
  private let report: Report
  private let kind: String
  private let provenance: Provenance

  /// Creates the page of a report.
  ///
  /// - Parameters:
  ///   - report: What it says.
  ///   - kind: What kind of report it is, in a word or two.
  ///   - provenance: What it was made from.
  public init(_ report: Report, kind: String, provenance: Provenance) {
    (self.report, self.kind, self.provenance) = (report, kind, provenance)
  }

  /// The file's text.
  public var html: String {
    HTMLPage(
      kind: kind, verdict: report.verdict ?? (Phrase(kind, .strong), ""),
      sections: HTMLBlocks().sections(report.withoutHeadline), provenance: provenance
    ).text
  }
}

extension Report {
  /// What the first block says, where it is a headline.
  var verdict: (label: Phrase, sentence: String)? {
    guard case .headline(let label, let sentence)? = blocks.first else { return nil }
    return (label, sentence)
  }

  /// The blocks after the headline.
  var withoutHeadline: [Block] { verdict == nil ? blocks : Array(blocks.dropFirst()) }
}
