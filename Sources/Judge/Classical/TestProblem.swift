public import Stats
public import Summaries

/// Why a classical test was not computed.
public enum TestProblem: Error, Equatable, Sendable {
  /// The test needs something that was not said.
  case missing(String, option: String)
  /// The test takes no such option.
  case notTaken(String, option: String)
  /// Rows of a test of counts cannot be summed by unit.
  case noUnits(String)
  /// The test takes another form of input.
  case wrongInput(String, takes: TestShape)
  case noSides(String)
  case nullIsFixed(String)
  case noMargin(String)
  case badLevel(Double)
  case badReplicates(Int)
  case unknownControl(String, present: [String])
  /// The column holds more or fewer groups than the test compares.
  case groups([String], needed: Int)
  case unitsInSeveralGroups(unit: String, count: Int)
  case repeatedPair(pair: String, group: String)
  case rowErrors(RowErrors)
  case damage(LogSummary.Damage)
  /// The statistic does not exist for these data.
  case statistic(StatsError)

  /// The exit code of the command line, one of sysexits.
  public var exitCode: Int32 {
    switch self {
    case .missing, .notTaken, .noUnits, .wrongInput, .noSides, .nullIsFixed, .noMargin, .badLevel,
      .badReplicates, .unknownControl:
      64
    case .statistic(.invalidParameter(let name, _, _)) where name.hasPrefix("null"): 64
    case .groups, .unitsInSeveralGroups, .repeatedPair, .rowErrors, .damage, .statistic: 65
    }
  }
}
