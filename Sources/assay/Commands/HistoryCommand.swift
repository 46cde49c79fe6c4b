internal import ArgumentParser
internal import Experiment
internal import Reports

/// Shows kept records, once every one of them was found to be as it was written.
struct HistoryCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Verify and show the records that gate --record and record kept.",
    discussion: """
      Each line holds a digest of itself and of the line before it. The code is 65 where a line was \
      changed, taken out or put in, and the message names the first one. Lines taken off the end \
      show only where the digest of the last line is known: note it, and give it with --head.

      EXAMPLES
        assay history records.jsonl
        assay history records.jsonl --kind DeploymentRecord --json -
        assay history records.jsonl --head 5f6b…
      """)

  @Argument(help: "The records.")
  var records: String

  @Option(help: "Only records of this kind.")
  var kind: Record.Kind?

  @Option(help: ArgumentHelp("The SHA-256 that the last line must have.", valueName: "digest"))
  var head: String?

  @OptionGroup var reports: ReportArguments

  func answer() async throws(Failure) -> Int32 {
    let chain: RecordChain
    do throws(LedgerError) {
      chain = try RecordLedger(records).read(expecting: head?.lowercased())
    } catch {
      throw Failure(error)
    }
    let text = RecordReport(chain, name: records, kind: kind)
    try reports.write(
      text.report, line: text.line, document: text.document,
      page: ReportPage(text.report, kind: "records", provenance: .here()).html, quiet: false)
    return 0
  }
}
