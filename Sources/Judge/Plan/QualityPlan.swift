/// By how much each measure of the quality of predictions may become worse, and in which groups of rows.
public struct QualityPlan: Equatable, Codable, Sendable {
  /// A measure that is held.
  public struct Limit: Equatable, Codable, Sendable {
    public var measure: Measure
    /// How much worse it may become: points of a share, units of the label, or a part of the reference's value.
    public var tolerance: Threshold

    /// Creates a limit.
    public init(_ measure: Measure, _ tolerance: Threshold) {
      (self.measure, self.tolerance) = (measure, tolerance)
    }
  }

  /// What is measured of predictions and labels.
  public enum Measure: String, Codable, Sendable, CaseIterable {
    /// The share of labelled rows whose prediction equals the label.
    case accuracy
    /// The share of positives among the rows that are predicted positive.
    case precision
    /// The share of positives that are predicted positive.
    case recall
    /// The harmonic mean of precision and recall.
    case f1
    /// The mean absolute error.
    case mae
    /// The root of the mean squared error.
    case rmse
    /// The mean absolute error as a part of the label.
    case mape
    /// 1 − squared errors over squared deviations of labels from their own log's mean.
    case r2

    /// Whether predictions and labels are numbers whose distance counts.
    public var isRegression: Bool {
      switch self {
      case .accuracy, .precision, .recall, .f1: false
      case .mae, .rmse, .mape, .r2: true
      }
    }

    /// Whether only rows count that are positive, or said to be.
    var isOfPositives: Bool { !isRegression && self != .accuracy }

    /// Whether values are amounts, and no shares.
    var isAmount: Bool { self == .mae || self == .rmse }

    /// 1 where more is better, −1 where less is.
    public var sign: Double {
      switch self {
      case .accuracy, .precision, .recall, .f1, .r2: 1
      case .mae, .rmse, .mape: -1
      }
    }
  }

  /// In the order of ``Measure``.
  public var limits: [Limit]
  /// Columns by whose values quality is held, too.
  public var groups: [String]?
  /// Labelled rows that a group needs in either log; 50 where nil.
  public var minimumGroup: Int?

  /// Creates the quality of all rows alone.
  public init(_ limits: [Limit]) { self.limits = limits }
}

extension DriftPlan {
  /// Fewer labelled rows than this say nothing of quality.
  static let fewestLabels = 50

  /// The measures that are held; empty where quality is not judged.
  public var heldQualities: [QualityPlan.Limit] {
    let accuracy = quality.map {
      QualityPlan.Limit(.accuracy, Threshold(value: $0, unit: .absolute, text: ""))
    }
    return (accuracy.map { [$0] } ?? []) + (qualities?.limits ?? [])
  }

  /// Whether quality is judged.
  public var holdsQuality: Bool { !heldQualities.isEmpty }

  /// Labelled rows that a group needs.
  public var fewestGroupLabels: Int {
    max(Self.fewestLabels, qualities?.minimumGroup ?? Self.fewestLabels)
  }
}
