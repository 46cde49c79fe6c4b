/// One thing that is watched: what is measured, over which windows, and what is too much.
public struct TriggerPlan: Equatable, Codable, Sendable {
  /// What is measured in each window.
  public enum Measurement: Equatable, Codable, Sendable {
    /// A mean, a share, a ratio or a quantile.
    case metric(MetricPlan)
    /// The share of values that are NaN or infinite.
    case notFinite(column: String)
    /// Whether so many of some columns drifted from the baseline by more than a stability index.
    case drift(columns: [String], atLeast: Int)
    /// The same by their Kullback–Leibler divergence from the baseline, in nats, and by nothing else.
    case divergence(columns: [String], atLeast: Int)
    /// How far the shares of rows by variant are from the planned ones.
    case split(TrafficSplit)
    /// How many rows there are, against the same time of other days.
    case traffic
    /// Failures without a success between them.
    case consecutiveFailures(FailureRun)
    /// Whether someone asked for it, in a file of requests.
    case request(file: String)
  }

  /// How traffic was to be divided over the values of a column.
  public struct TrafficSplit: Equatable, Codable, Sendable {
    public var column: String
    /// Weights by variant, in any common unit.
    public var weights: [String: Double]

    /// The planned shares of all rows, in the order of names.
    var shares: [(name: String, share: Double)] {
      let sum = weights.values.reduce(0, +)
      return weights.sorted { $0.key < $1.key }.map { ($0.key, sum > 0 ? $0.value / sum : 0) }
    }
  }

  /// So many failures in a row, each row of them within so many seconds of the first.
  public struct FailureRun: Equatable, Codable, Sendable {
    public var column: String
    public var count: Int
    public var seconds: Double
  }

  /// How bad it is.
  public enum Severity: String, Codable, Sendable, CaseIterable {
    case critical, high, medium
  }

  /// What is to be done.
  public enum Action: String, Codable, Sendable, CaseIterable {
    case rollback, alert, retrain
  }

  public var name: String
  public var measurement: Measurement
  /// The length of a window, in seconds; windows lie end to end since 1970.
  public var window: Double
  public var limit: TriggerLimit
  public var severity: Severity
  public var action: Action
  /// In seconds, by when someone must have answered; zero is at once.
  public var response: Double
  /// What is usual, where the plan gives the number.
  public var baseline: Double?

  /// Whether it is judged from windows, and may be raised by chance: requests are made, not estimated.
  var isEstimated: Bool { if case .request = measurement { false } else { true } }
}

/// Where a value becomes too much or too little, with its unit.
public struct TriggerLimit: Equatable, Codable, Sendable {
  /// On which side of the limit a value is too much.
  public enum Side: String, Codable, Sendable, CaseIterable {
    case above, below
    /// Farther from the baseline than this, in either direction.
    case beyond
  }

  /// What the number counts.
  public enum Unit: String, Codable, Sendable, CaseIterable {
    /// The metric's own unit, without regard to a baseline.
    case level
    /// A change from the baseline, as a share of it.
    case relative
    /// A change from the baseline, in the metric's own unit.
    case change
    /// A change from the baseline, in standard deviations of the baseline's rows.
    case deviations
  }

  public var side: Side
  public var unit: Unit
  /// Of a change from the baseline, the signed change; of `beyond`, its size.
  public var value: Double
  /// As the plan wrote it.
  public var text: String

  var needsBaseline: Bool { unit != .level }

  /// The values from which on it is too little and too much, given what is usual.
  func bounds(baseline: Double, standardDeviation: Double) -> (lower: Double?, upper: Double?) {
    let change =
      switch unit {
      case .level: value - baseline
      case .relative: value * abs(baseline)
      case .change: value
      case .deviations: value * standardDeviation
      }
    return switch side {
    case .above: (nil, unit == .level ? value : baseline + change)
    case .below: (unit == .level ? value : baseline + change, nil)
    case .beyond: (baseline - change, baseline + change)
    }
  }
}
