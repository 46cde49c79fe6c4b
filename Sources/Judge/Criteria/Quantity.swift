/// What is measured on one body of rows, without anything to compare it with.
public struct Quantity: Equatable, Codable, Sendable {
  /// The measure.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// The share of labelled rows that are answered rightly.
    case accuracy
    /// The share of true positives among the answers that say positive.
    case precision
    /// The share of positives that are found.
    case recall
    /// The harmonic mean of precision and recall.
    case f1
    /// The share of negatives that are answered positive.
    case falsePositiveRate = "false-positive-rate"
    /// The area under the ROC curve.
    case auc
    /// The mean of a numeric column.
    case mean
    /// A quantile of a numeric column.
    case quantile
    /// The share of rows whose boolean column is true.
    case rate

    /// Whether answers are held against labels.
    public var needsLabels: Bool {
      switch self {
      case .accuracy, .precision, .recall, .f1, .falsePositiveRate, .auc: true
      case .mean, .quantile, .rate: false
      }
    }

    /// Whether values lie between 0 and 1.
    public var isShare: Bool { self != .mean && self != .quantile }

    /// The side on which a model is better, where the kind fixes it.
    public var limit: Criterion.Limit? {
      switch self {
      case .accuracy, .precision, .recall, .f1, .auc: .atLeast
      case .falsePositiveRate: .atMost
      case .mean, .quantile, .rate: nil
      }
    }
  }

  public var kind: Kind
  /// The answer, the score or the numbers.
  public var column: String
  /// Of answers and scores: what was true.
  public var label: String?
  /// The score from which on an answer means true.
  public var threshold: Double?
  /// Of quantiles: the probability.
  public var probability: Double?
  /// Of times: the unit of the column.
  public var timeUnit: Threshold.TimeUnit?

  /// Creates a quantity.
  public init(
    _ kind: Kind, column: String, label: String? = nil, threshold: Double? = nil,
    probability: Double? = nil, timeUnit: Threshold.TimeUnit? = nil
  ) {
    (self.kind, self.column, self.label) = (kind, column, label)
    (self.threshold, self.probability, self.timeUnit) = (threshold, probability, timeUnit)
  }
}
