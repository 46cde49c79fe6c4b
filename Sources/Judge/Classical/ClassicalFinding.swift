public import Summaries

/// What a classical test found, with all that a report says of it.
public struct ClassicalFinding: Equatable, Sendable {
  /// One group as the test saw it.
  public struct Group: Equatable, Sendable {
    /// Its name.
    public var name: String
    /// Observations, pairs, units or trials.
    public var count: Int
    /// The mean of its numbers.
    public var mean: Double?
    /// Their standard deviation.
    public var standardDeviation: Double?
    /// Its successes.
    public var successes: Int?
    /// Its counts by category, in the order of `categories`.
    public var categoryCounts: [Int]?
  }

  /// A statistic and the distribution it has under the null.
  public struct Statistic: Equatable, Sendable {
    /// Its value.
    public var value: Double
    /// Its distribution.
    public var reference: Reference
  }

  /// The distribution of a statistic under the null.
  public enum Reference: Equatable, Sendable {
    case normal
    case studentT(degreesOfFreedom: Double)
    case chiSquared(degreesOfFreedom: Double)
    case fisherF(numerator: Double, denominator: Double)
    case kolmogorov
    case cramerVonMises
    case andersonDarling(degreesOfFreedom: Double)
    case exact
    /// A random choice of what would be exact, and the standard error that it leaves in the p-value.
    case sampled(standardError: Double)
  }

  /// What a reader should know before believing it.
  public enum Warning: Equatable, Sendable {
    /// Cells in which the null expects fewer than five.
    case smallExpectations(cells: Int, least: Double)
    /// Few enough observations that the values' own distribution matters.
    case fewObservations(group: String, count: Int)
    /// Equal values, which the interval does not regard.
    case ties
    /// Rows without a value, a group, a unit or a partner.
    case leftOut(rows: Int)
  }

  /// The test's name on the command line.
  public var test: String
  /// The test's name, as a textbook gives it.
  public var method: String
  /// What is estimated.
  public var estimateName: String
  /// Its value; of two groups treatment's against control's.
  public var estimate: Double
  /// Its standard error, where the test has one.
  public var standardError: Double?
  /// Its interval, where there is one.
  public var interval: Bounds?
  /// The coverage of the interval.
  public var level: Double
  /// What was tested.
  public var hypothesis: ClassicalTest.Hypothesis
  /// The value under the null that was tested.
  public var nullValue: Double
  /// The margin, where there is one.
  public var margin: Double?
  /// Which departures counted.
  public var alternative: TestSides
  /// The statistic; nil where the interval alone judges the null.
  public var statistic: Statistic?
  /// The probability under the null of such a statistic.
  public var pValue: Double?
  /// The groups, control first.
  public var groups: [Group]
  /// The categories of a table.
  public var categories: [String]
  /// The test's equivalent in R.
  public var equivalentInR: String?
  /// What a reader should know before believing it.
  public var warnings: [Warning]
  /// What was read, where a log was.
  public var source: TestSource?
}

/// Where the data of a test came from.
public struct TestSource: Equatable, Sendable {
  /// Which columns were read.
  public var columns: TestColumns
  /// What became of the rows.
  public var rows: LogSummary.Rows
}
