public import Summaries

/// One metric of a plan: what is measured, in which direction it is better, and what it decides.
public struct MetricPlan: Equatable, Codable, Sendable {
  /// What is measured.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// The mean of a numeric column.
    case mean
    /// The share of rows whose boolean column is true.
    case proportion
    /// The sum of one column over the sum of another.
    case ratio
    /// The share of labelled rows whose prediction is right.
    case accuracy
    /// The share of positive predictions whose label is positive.
    case precision
    /// The share of positive labels that are predicted.
    case recall
    /// The harmonic mean of precision and recall.
    case f1
    /// The area under the ROC curve.
    case auc
    /// The share of rows, or of units, that hold an event.
    case rate
    /// A quantile of a numeric column.
    case quantile

    /// Whether values lie between 0 and 1, so that changes can be counted in percentage points.
    var isShare: Bool {
      switch self {
      case .accuracy, .precision, .recall, .f1, .auc, .proportion, .rate: true
      case .mean, .ratio, .quantile: false
      }
    }

    /// Whether predictions are held against labels.
    var needsLabel: Bool { self == .accuracy || isOfPositives }

    /// Whether one class of labels is told from all others.
    var isOfPositives: Bool { self == .precision || self == .recall || self == .f1 || self == .auc }

    /// Whether it is no ratio of sums, but takes the distribution of all rows.
    var isOfDistribution: Bool { self == .quantile || self == .auc }
  }

  /// What a metric decides.
  public enum Role: String, Codable, Sendable, CaseIterable {
    /// Promotion needs it better.
    case success
    /// Promotion needs it not worse than its margin; harm stops or rolls back.
    case guardrail
    /// Reported only.
    case monitor
  }

  /// The direction of improvement.
  public enum Direction: String, Codable, Sendable, CaseIterable {
    case higher, lower
  }

  /// What the average is taken over.
  public enum Aggregation: String, Codable, Sendable, CaseIterable {
    /// The sum over all rows divided by their number: a ratio of sums, clustered by unit.
    case row
    /// The mean over units of each unit's sum.
    case unit
    /// The mean over units of each unit's mean.
    case unitMean = "unit-mean"
  }

  /// What promotion compares with the minimum improvement.
  public enum Rule: String, Codable, Sendable, CaseIterable {
    /// The lower confidence bound.
    case lowerBound = "lower bound"
    /// The estimate, once it is shown to be above zero.
    case estimate
  }

  /// How a guardrail is shown to be within its margin.
  public enum NonInferiority: String, Codable, Sendable, CaseIterable {
    /// By an estimate with a normal limit, from fifty effective units on.
    case normal
    /// By counts of units with an event, however few.
    case exact
  }

  /// How rows with an error enter the metric.
  public enum ErrorRows: String, Codable, Sendable, CaseIterable {
    /// Like any other row.
    case counted
    /// Not at all.
    case excluded
    /// As a wrong prediction (accuracy), as one that is not positive (recall), or as not true (proportions,
    /// where a missing value is not true either).
    case failure
  }

  /// What a row without a value says of a rate.
  public enum Blanks: String, Codable, Sendable {
    /// Nothing: such as a label that is not known yet.
    case unknown
  }

  public var name: String
  public var kind: Kind
  public var role: Role
  public var better: Direction
  public var per: Aggregation
  /// The numeric, boolean or prediction column.
  public var column: String
  /// The denominator of a ratio, or the label that predictions are held against.
  public var secondColumn: String?
  /// The texts that mean the positive class or the event; nil where the columns hold booleans.
  public var positive: [String]?
  /// What a row without a value says of a rate; that there was no event where nil.
  public var blanks: Blanks?
  /// For predictions: the score from which on one means true.
  public var scoreThreshold: Double?
  /// For quantiles: the probability.
  public var probability: Double?
  public var minimumImprovement: Threshold
  public var margin: Threshold
  public var harm: Threshold
  public var critical: Bool
  public var rule: Rule
  public var errorRows: ErrorRows
  /// The control value expected before the experiment, to tune the bounds by.
  public var baseline: Double?
  /// The standard deviation between units expected before the experiment, to tune the bounds by.
  public var standardDeviation: Double?
  /// Of a guardrail: how large its part of the budget for harm is beside the others'; 1 where nil.
  public var weight: Double?
  public var conditions: [Condition]
  /// Columns of what each unit was before the experiment, which explain some of the metric's variance.
  public var covariates: [String]?
  /// Limits that values are held within.
  public var winsorization: Winsorization?
  /// What a guardrail's rate is held against in place of the control's.
  public var knownRate: KnownRate?
  /// How a guardrail's margin is judged; `normal` where nil.
  public var nonInferiority: NonInferiority?
  /// Seconds after a unit's first exposure within which its rows count, all of them together once it is
  /// complete; nil where all rows of a unit count, whenever they came.
  public var window: Double?

  /// Creates a metric with the defaults of its optional parts.
  public init(name: String, kind: Kind, role: Role, better: Direction, column: String) {
    (self.name, self.kind, self.role) = (name, kind, role)
    (self.better, self.column) = (better, column)
    per = .row
    (minimumImprovement, margin, harm) = (.zero, .zero, .zero)
    (critical, rule, errorRows) = (false, .lowerBound, .counted)
    conditions = []
  }
}
