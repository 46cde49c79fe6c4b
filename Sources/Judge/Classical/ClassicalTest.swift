internal import Stats

/// A classical test as a menu offers it: what it asks, when to use it, and how it is computed.
public struct ClassicalTest: Sendable {
  /// What a test asks, in the order of the menu.
  public enum Question: String, Sendable, CaseIterable {
    case means
    case margins
    case proportions
    case ranks
    case variances
    case distributions
    case tables
    case association
    case classifiers
    case resampling
  }

  /// The test's null hypothesis and what may be set of it.
  public enum Hypothesis: Sendable, Equatable {
    /// The estimate equals a value of one's choice, by default this one; either side may be tested.
    case value(Double)
    /// The estimate equals this value; either side may be tested.
    case fixedValue(Double)
    /// A statement that has no sides, and what holds where it does not.
    case statement(null: String, alternative: String)
    /// The difference lies within ±margin, which must be given, against lying beyond.
    case equivalence
    /// The difference is above −margin, which must be given, against lying at or below.
    case nonInferiority
  }

  /// What a test rests on, and a reader is warned of where the data are too few for it.
  enum Caution: Sendable {
    /// Values close to normal, where there are few.
    case normality
    /// At least five expected in each cell.
    case expectedCounts
    /// No two equal values, for its interval.
    case ties
  }

  /// What a test found.
  public struct Numbers: Sendable {
    var method: String
    var estimate: Double
    var standardError: Double?
    var nullValue: Double
    var interval: ConfidenceInterval?
    /// The statistic and its p-value; nil where the interval is all there is.
    var test: TestResult?
    /// The standard error of a p-value that random numbers gave.
    var monteCarloError: Double?

    init(_ result: TestResult, _ interval: ConfidenceInterval? = nil) {
      (method, estimate) = (result.method, result.estimate)
      (standardError, nullValue) = (result.standardError, result.nullValue)
      (self.interval, test) = (interval, result)
    }

    /// What an interval alone says of a null.
    init(_ method: String, _ estimate: Estimate, null: Double, _ interval: ConfidenceInterval) {
      (self.method, self.estimate) = (method, estimate.value)
      (standardError, nullValue, self.interval) = (estimate.standardError, null, interval)
    }
  }

  /// What the test is called on the command line.
  public let name: String
  /// The part of the menu it belongs to.
  public let question: Question
  /// When to use it, in one line.
  public let use: String
  /// The call of R that gives the same, or nil where base R has none.
  public let equivalentInR: String?
  /// What is estimated.
  public let estimate: String
  /// What is tested.
  public let hypothesis: Hypothesis
  let caution: Caution?
  let evaluation: Evaluation

  init(
    _ name: String, _ question: Question, use: String, inR: String?, estimate: String,
    _ hypothesis: Hypothesis, caution: Caution? = nil, _ evaluation: Evaluation
  ) {
    (self.name, self.question, self.use) = (name, question, use)
    (equivalentInR, self.estimate) = (inR, estimate)
    (self.hypothesis, self.caution, self.evaluation) = (hypothesis, caution, evaluation)
  }

  /// Every test, in the order of the menu.
  public static let all: [ClassicalTest] =
    meanTests + marginTests + proportionTests + rankTests + varianceTests + distributionTests
    + tableTests + associationTests + classifierTests + resamplingTests

  /// The test of a name.
  public static func named(_ name: String) -> ClassicalTest? { all.first { $0.name == name } }

  /// What the test takes.
  public var shape: TestShape { evaluation.shape }
}
