public import Summaries

/// What a classical test is run on; control is the first of two groups.
public enum TestData: Equatable, Sendable {
  /// A group and what is known of it.
  public struct Named<Value: Equatable & Sendable>: Equatable, Sendable {
    /// The group's name.
    public var name: String
    /// What is known of it.
    public var value: Value

    /// Creates a named value.
    public init(_ name: String, _ value: Value) { (self.name, self.value) = (name, value) }
  }

  /// Successes of trials.
  public struct Count: Equatable, Sendable {
    /// The successes, from 0 to `trials`.
    public var successes: Int
    /// The trials.
    public var trials: Int

    /// Creates a count.
    public init(_ successes: Int, of trials: Int) {
      (self.successes, self.trials) = (successes, trials)
    }
  }

  /// Scores of rows with what happened.
  public struct Scores: Equatable, Sendable {
    /// The scores.
    public var values: [Double]
    /// Whether each row is a positive.
    public var labels: [Bool]
    /// The unit of each row; rows of one unit may depend on each other.
    public var units: [Int]

    /// Creates scores, one unit a row unless told otherwise.
    public init(_ values: [Double], labels: [Bool], units: [Int]? = nil) {
      (self.values, self.labels) = (values, labels)
      self.units = units ?? Array(values.indices)
    }
  }

  case samples([Named<[Double]>])
  case summaries([Named<Moments>])
  /// Sums and numbers of rows by unit.
  case ratios([Named<BivariateMoments>])
  /// Two values a row or pair; control's, or x, is the first.
  case pairs(Named<[Double]>, Named<[Double]>)
  /// Of each group its scores; two scores of the same rows have the same labels and units.
  case scores([Named<Scores>])
  /// Of each block one value a group.
  case blocks(groups: [String], [[Double]])
  case counts([Named<Count>])
  /// Of each stratum the counts of control and treatment.
  case strata(groups: [String], [Named<[Count]>])
  /// Counts by group and category.
  case table(groups: [String], categories: [String], counts: [[Int]])
}
