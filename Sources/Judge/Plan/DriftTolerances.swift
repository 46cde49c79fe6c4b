/// Tolerances that differ from the plan's general ones; what is nil stays as it is.
public struct DriftTolerances: Equatable, Codable, Sendable {
  public var psi: Double?
  public var kl: Double?
  public var score: Double?
  public var categoryShare: Double?
  public var categoryFactor: Double?
  public var missingShare: Double?

  /// Creates tolerances that change nothing.
  public init() {}

  /// Tolerances of numbers, of categories, and of single columns, which count before both.
  public struct Exceptions: Equatable, Codable, Sendable {
    public var numeric: DriftTolerances?
    public var categorical: DriftTolerances?
    public var columns: [String: DriftTolerances]?

    /// Creates no exceptions.
    public init() {}
  }
}

extension DriftPlan {
  /// The distance that a drift score is.
  public enum ScoreDistance: String, Codable, Sendable, CaseIterable {
    /// The square root of the Jensen–Shannon divergence in bits.
    case jensenShannon = "jensen-shannon"
    case hellinger
  }

  /// What a change that stays within every tolerance means.
  public enum WithinTolerance: String, Codable, Sendable, CaseIterable {
    case pass, warn
  }

  /// Which of the textbook's bins a value on an edge falls into.
  public enum Edges: String, Codable, Sendable, CaseIterable {
    /// The one below, (a, b], as R's `cut` has it.
    case right
    /// The one above, [a, b).
    case left
  }

  /// The Kullback–Leibler divergence of current from reference from which on a change is drift, in nats.
  public var klTolerance: Double { kl ?? 0.1 }
  /// The drift score, from 0 to 1, from which on a change is drift.
  public var scoreTolerance: Double { score ?? 0.3 }
  /// Which distance the score is.
  public var distance: ScoreDistance { scoreDistance ?? .jensenShannon }
  /// By how many standard deviations of the reference the mean of predictions may move.
  public var shiftTolerance: Double { shift ?? 3 }
  /// How many critical columns must drift for critical drift.
  public var criticalCount: Int { criticalFeatures ?? 2 }
  /// False alarms of a scheduled report that are expected a look, at most.
  public var falseAlarms: Double { alarmRate ?? 0.01 }
  /// By how many standard deviations of its norm the traffic of an hour may differ.
  public var trafficTolerance: Double { traffic ?? 3 }

  /// The plan as it is for one column, its exceptions applied.
  func specialized(for column: String, _ kind: ColumnDrift.Kind) -> DriftPlan {
    var plan = self
    let ofKind = kind == .numeric ? tolerances?.numeric : tolerances?.categorical
    for exception in [ofKind, tolerances?.columns?[column]].compactMap(\.self) {
      plan.psi = exception.psi ?? plan.psi
      plan.kl = exception.kl ?? plan.kl
      plan.score = exception.score ?? plan.score
      plan.categoryShare = exception.categoryShare ?? plan.categoryShare
      plan.categoryFactor = exception.categoryFactor ?? plan.categoryFactor
      plan.missingShare = exception.missingShare ?? plan.missingShare
    }
    return plan
  }
}
