internal import ArgumentParser
internal import Reports

/// Where a report goes besides the terminal.
struct ReportArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp("Write the report as JSON; - for the standard output.", valueName: "file"))
  var json: String?

  @Option(
    help: ArgumentHelp(
      "Write the report as Markdown; - for the standard output.", valueName: "file"))
  var markdown: String?

  @Option(
    help: ArgumentHelp(
      "Write the report as one HTML file; - for the standard output.", valueName: "file"))
  var html: String?

  /// Something was said of reports.
  var isGiven: Bool { json != nil || markdown != nil || html != nil }

  func validate() throws {
    let targets = [("--json", json), ("--markdown", markdown), ("--html", html)]
    for (index, first) in targets.enumerated() {
      for second in targets[(index + 1)...] where first.1 != nil && first.1 == second.1 {
        throw ValidationError(
          first.1 == "-"
            ? "\(first.0) and \(second.0) cannot both go to the standard output."
            : "\(first.0) and \(second.0) cannot go to the same file.")
      }
    }
  }

  /// Writes a report everywhere it was asked for: files first, so that a reader of the standard output
  /// finds them.
  ///
  /// - Parameters:
  ///   - report: For people.
  ///   - line: Its first line, said on the standard error where the output is for machines.
  ///   - document: For machines.
  ///   - page: For a browser.
  ///   - quiet: Nothing goes to the standard output that was not asked for.
  /// - Throws: `Failure` where not everything could be written.
  func write(
    _ report: Report, line: String, document: String, page: @autoclosure () -> String,
    quiet: Bool
  ) throws(Failure) {
    try write(document, to: json)
    try write(MarkdownReport().text(report), to: markdown)
    try write(page(), to: html)
    if json == "-" {
      try StandardOutput.write(document)
    } else if markdown == "-" {
      try StandardOutput.write(MarkdownReport().text(report))
    } else if html == "-" {
      try StandardOutput.write(page())
    } else if !quiet {
      let writer = TerminalReport(width: TerminalSettings.width, colour: TerminalSettings.colour)
      return try StandardOutput.write(writer.text(report))
    }
    if !quiet { StandardError.write(line + "\n") }
  }

  private func write(_ text: @autoclosure () -> String, to path: String?) throws(Failure) {
    guard let path, path != "-" else { return }
    let file = try OutputFile(path)
    try file.write(text())
    try file.finish()
  }
}

extension Provenance {
  /// A report of this program, made from these files.
  static func here(_ inputs: [Input] = []) -> Provenance {
    Provenance(version: Assay.configuration.version, inputs: inputs)
  }

  /// A report of this program on a plan and its logs.
  static func here(plan: String?, _ logs: LogArguments) -> Provenance {
    here([
      Input(.plan, [plan].compactMap(\.self)), Input(.log, logs.files.log),
      Input(.labels, logs.files.labels.labels), Input(.shadow, logs.shadow),
    ])
  }
}
