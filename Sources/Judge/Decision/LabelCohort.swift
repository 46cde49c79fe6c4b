public import Summaries

/// The units that came on one day: how many have their labels behind them, and how many labels there are.
public struct LabelCohort: Equatable, Codable, Sendable {
  /// Where the day begins, UTC; a longer bucket of the plan's time axis where it has no days.
  public var day: Timestamp
  /// Units by variant, control first.
  public var units: [Int]
  /// Those of them whose window and labels' maturity have passed.
  public var mature: [Int]
  /// Rows that are asked for a label, and those that have one.
  public var rows: [Int]
  public var labelled: [Int]
}
