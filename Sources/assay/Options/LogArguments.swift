internal import ArgumentParser
internal import Experiment
internal import Foundation

/// How logs are read.
struct ScanArguments: ParsableArguments {
  @Option(
    help: "How many threads parse; the result is the same for any. (default: one a processor)")
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      """
      The most memory that tables of units may take; what is more goes to a temporary file in $TMPDIR. \
      (default: a quarter of the machine's)
      """, valueName: "size"))
  var memory: MemoryArgument?

  @Flag(name: .shortAndLong, help: "No report on the standard output, and no progress.")
  var quiet = false

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads is at least 1.") }
  }

  /// Options of a scan that tells its progress where someone may see it.
  func options(_ bar: ProgressBar) -> ScanOptions {
    var options = ScanOptions(
      threads: threads, memoryBudget: memory?.bytes ?? MemoryArgument.standard,
      temporaryDirectory: FileManager.default.temporaryDirectory.path)
    if !quiet, TerminalSettings.errorIsTerminal {
      options.progress = { done, total in bar.update(done, of: total) }
    }
    return options
  }

  static func inputs(_ paths: [String]) -> [LogInput] {
    paths.map { $0 == "-" ? .standardInput : .path($0) }
  }
}

/// The labels that belong to a log.
struct LabelFiles: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "The files of the plan's labels. (default: the file it names, from the folder of the plan)",
      valueName: "file"))
  var labels: [String] = []

  /// The files of a plan's labels, or nil where it has none.
  func inputs(of plan: Plan, at path: String) throws(Failure) -> [LogInput]? {
    try PlanFile.labels(of: plan, at: path, else: labels)
  }

  /// The same where there may be no plan.
  func inputs(of plan: Plan, at path: String?) throws(Failure) -> [LogInput]? {
    if let path { return try inputs(of: plan, at: path) }
    guard labels.isEmpty else {
      throw Failure(
        .usage,
        "--labels needs a plan that says how they are found: labels: {file: …, key: …, value: …}")
    }
    return nil
  }

  /// Checks that only one of the inputs is the standard input.
  func validateStreams(with inputs: [String], plan: String?) throws {
    if (inputs + labels + [plan].compactMap(\.self)).count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Only one input can be the standard input.")
    }
  }
}

/// The log, and the labels that belong to it.
struct LogFiles: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "The log: files, quoted patterns such as 'log-*.csv.gz', or - for the standard input.",
      valueName: "file"))
  var log: [String] = []

  @OptionGroup var labels: LabelFiles

  var inputs: [LogInput] { ScanArguments.inputs(log) }

  /// Checks what every command that judges a log needs.
  func validate(plan: String) throws {
    if log.isEmpty { throw ValidationError(Self.missing) }
    try validateStreams(plan: plan)
  }

  /// What is said where a log is needed and none is named.
  static let missing = "Name the log: --log FILE, or --log - for stdin."

  /// Checks that the standard input is not asked for twice.
  func validateStreams(plan: String) throws { try Self.validateStreams(plan: plan, log: log) }

  /// Checks that the standard input is not asked for twice.
  static func validateStreams(plan: String, log: [String]) throws {
    if log.contains("-"), plan == "-" {
      throw ValidationError("The plan and the log cannot both be the standard input.")
    }
  }
}

/// Which rows of which logs are judged.
struct LogArguments: ParsableArguments {
  @OptionGroup var files: LogFiles

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "The files of a shadow's answers. (default: the file the plan names, from the folder of the plan)",
      valueName: "file"))
  var shadow: [String] = []

  @Option(help: ArgumentHelp("Leave out rows before this time.", valueName: "time"))
  var since: TimeArgument?

  @Option(help: ArgumentHelp("Leave out rows from this time on.", valueName: "time"))
  var until: TimeArgument?

  @Option(
    help: ArgumentHelp(
      """
      The present, against which the plan's freshness is held; the log is then taken to be whole up to it. \
      (default: now, and the log is whole up to its last row)
      """, valueName: "time"))
  var asOf: TimeArgument?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      """
      When the stages of a canary began that have, in order. (default: as its plan says, else the first \
      stage with the first row)
      """, valueName: "time"))
  var stageStarted: [TimeArgument] = []

  @OptionGroup var scan: ScanArguments

  /// Reads the plan, and only once, as it may be a pipe.
  ///
  /// Without a log only one that asks for documents alone will do.
  func plan(at path: String, for strategies: Plan.Strategy...) throws(Failure) -> Plan {
    guard files.log.isEmpty else { return try PlanFile.read(path, for: strategies) }
    guard let plan = try? PlanFile.read(path), plan.strategy == .validation else {
      throw Failure(.usage, LogFiles.missing)
    }
    return plan
  }

  /// Judges the log.
  ///
  /// - Parameters:
  ///   - plan: What was decided before the data were seen.
  ///   - path: Where it stands.
  ///   - former: A rollback that was told before, and is final.
  /// - Returns: The decision.
  /// - Throws: `Failure` where there is none to give.
  func decide(
    _ plan: Plan, at path: String, former: FormerRollback? = nil
  ) async throws(Failure) -> Decision {
    try requireStages(plan, at: path)
    let bar = ProgressBar()
    defer { bar.clear() }
    let gate = Gate(
      plan, options: scan.options(bar), asOf: asOf?.timestamp ?? TimeArgument.now,
      completeUntil: asOf?.timestamp,
      since: since?.timestamp, until: until?.timestamp,
      labels: try files.labels.inputs(of: plan, at: path), former: former,
      shadow: try PlanFile.shadow(of: plan, at: path, else: shadow),
      stageStarts: stageStarted.map(\.timestamp), folder: PlanFile.folder(of: path))
    do throws(ExperimentError) {
      return try await gate.decide(files.inputs)
    } catch {
      throw Failure(error)
    }
  }

  private func requireStages(_ plan: Plan, at path: String) throws(Failure) {
    guard stageStarted.isEmpty || plan.strategy == .canary else {
      throw Failure(
        .configuration,
        "\(path): --stage-started dates stages, but the plan's strategy is no canary")
    }
  }
}
