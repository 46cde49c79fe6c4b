internal import ArgumentParser
internal import Experiment

/// What a classical test is run on: the columns of a log, or aggregates.
struct TestArguments: ParsableArguments {
  @Argument(help: "The log: files, quoted patterns, or - for the standard input.")
  var log: [String] = []

  @Option(help: ArgumentHelp("The values.", valueName: "column"))
  var value: String?

  @Option(help: ArgumentHelp("The groups.", valueName: "column"))
  var by: String?

  @Option(
    help: ArgumentHelp(
      "The second value of each row: control's of a pair, or x of an association.",
      valueName: "column"))
  var with: String?

  @Option(
    help: ArgumentHelp("What happened to each scored row: true or false.", valueName: "column"))
  var label: String?

  @Option(
    help: ArgumentHelp("What the rows of a pair or block have in common.", valueName: "column"))
  var pair: String?

  @Option(
    help: ArgumentHelp(
      "What was randomised, such as the user: its rows become one value.", valueName: "column"))
  var unit: String?

  @Option(help: "What a unit's rows become.")
  var unitValue = TestColumns.UnitValue.mean

  @Option(help: ArgumentHelp("The strata, such as days.", valueName: "column"))
  var strata: String?

  @Option(
    help: ArgumentHelp(
      "The group that is control. (default: the first by name)", valueName: "name"))
  var control: String?

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "Only rows with column=text, column!=text, or a number after <, <=, > or >=.",
      valueName: "condition"))
  var conditions: [ConditionArgument] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Successes of trials, control first.", valueName: "x/n"))
  var counts: [CountArgument] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Size, mean and standard deviation of each group, control first.", valueName: "n,mean,sd"))
  var summary: [SummaryArgument] = []

  @Option(help: ArgumentHelp("Counts, the groups separated by /.", valueName: "a,b/c,d"))
  var table: TableArgument?

  /// Checks that there is one body of data.
  func validate(_ test: String) throws {
    let bodies = [!log.isEmpty, !counts.isEmpty, !summary.isEmpty, table != nil]
    guard bodies.count(where: { $0 }) == 1 else {
      throw ValidationError(
        "Name a log or give one of --counts, --summary and --table: assay test \(test) LOG "
          + "--value COLUMN")
    }
    let columns: [(String, String?)] = [
      ("--value", value), ("--by", by), ("--with", with), ("--label", label), ("--pair", pair),
      ("--unit", unit),
      ("--strata", strata), ("--control", control),
    ]
    guard log.isEmpty else {
      if value == nil { throw ValidationError("Name the column of values: --value COLUMN") }
      return
    }
    if let first = columns.first(where: { $0.1 != nil }) {
      throw ValidationError("\(first.0) is a column of a log; there is none.")
    }
    if !conditions.isEmpty { throw ValidationError("--where filters a log; there is none.") }
  }

  /// Which columns are read.
  var columns: TestColumns {
    TestColumns(
      value: value ?? "", with: with, label: label, group: by, unit: unit, unitValue: unitValue,
      pair: pair,
      stratum: strata, control: control)
  }

  /// The data, where they were given without a log.
  var aggregates: TestData? {
    if !counts.isEmpty {
      return .counts(zip(names(counts.count), counts).map { TestData.Named($0, $1.count) })
    }
    if !summary.isEmpty {
      return .summaries(zip(names(summary.count), summary).map { TestData.Named($0, $1.moments) })
    }
    return table.map { table in
      .table(
        groups: names(table.counts.count),
        categories: (1...(table.counts.first?.count ?? 1)).map { "\($0)" }, counts: table.counts)
    }
  }

  private func names(_ count: Int) -> [String] {
    switch count {
    case 1: ["sample"]
    case 2: ["control", "treatment"]
    default: (1...count).map { "group \($0)" }
    }
  }
}
