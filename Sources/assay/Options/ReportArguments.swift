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

  func validate() throws {
    if json == "-", markdown == "-" {
      throw ValidationError("--json and --markdown cannot both go to the standard output.")
    }
    if let json, json == markdown, json != "-" {
      throw ValidationError("--json and --markdown cannot go to the same file.")
    }
  }

  /// Writes a report everywhere it was asked for: files first, so that a reader of the standard output
  /// finds them.
  ///
  /// - Parameters:
  ///   - report: For people.
  ///   - line: Its first line, said on the standard error where the output is for machines.
  ///   - document: For machines.
  ///   - quiet: Nothing goes to the standard output that was not asked for.
  /// - Throws: `Failure` where not everything could be written.
  func write(_ report: Report, line: String, document: String, quiet: Bool) throws(Failure) {
    try write(document, to: json)
    try write(MarkdownReport().text(report), to: markdown)
    if json == "-" {
      try StandardOutput.write(document)
    } else if markdown == "-" {
      try StandardOutput.write(MarkdownReport().text(report))
    } else if !quiet {
      let writer = TerminalReport(width: TerminalSettings.width, colour: TerminalSettings.colour)
      return try StandardOutput.write(writer.text(report))
    }
    if !quiet { StandardError.write(line + "\n") }
  }

  private func write(_ text: String, to path: String?) throws(Failure) {
    guard let path, path != "-" else { return }
    let file = try OutputFile(path)
    try file.write(text)
    try file.finish()
  }
}
