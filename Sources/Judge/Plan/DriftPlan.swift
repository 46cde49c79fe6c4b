/// How much a column's distribution may change.
public struct DriftPlan: Equatable, Codable, Sendable {
  /// The columns to compare; all of them if empty.
  public var columns: [String] = []
  public var ignore: [String] = []
  /// Columns to be read as numbers, whatever they look like.
  public var numeric: [String] = []
  /// Columns to be read as categories, whatever they look like.
  public var categorical: [String] = []
  /// The Population Stability Index from which on a change is drift.
  public var psi: Double = 0.2
  /// The smallest share of a category that is watched by itself.
  public var categoryShare: Double = 0.01
  /// The factor by which the share of such a category may change.
  public var categoryFactor: Double = 1.5
  /// The share of missing values may change by at most this, in points (0.02 = 2pp).
  public var missingShare: Double = 0.02
  public var bins: Int = 10
  public var significance: Double = 0.05
  /// The textbook index: right-closed type-7 quantile bins of the reference, a floor under each share, and
  /// a fixed threshold without regard to sample size.
  public var textbook: Bool = false
  /// The textbook mode's floor under each share.
  public var shareFloor: Double = 1e-4

  // What is nil has the default of the property named for it, and plans without it keep their hash.
  public var kl: Double?
  public var score: Double?
  public var scoreDistance: ScoreDistance?
  public var shift: Double?
  public var tolerances: DriftTolerances.Exceptions?
  public var withinTolerance: WithinTolerance?
  /// The columns whose drift is critical.
  public var critical: [String]?
  public var criticalFeatures: Int?
  public var alarmRate: Double?
  /// The windows that a current log is cut into.
  public var window: DriftWindow?
  public var traffic: Double?
  public var edges: Edges?
  /// By how many points the accuracy of predictions may fall; not judged where nil.
  public var quality: Double?
  /// What else of quality is held, and in which groups.
  public var qualities: QualityPlan?

  /// Creates the defaults.
  public init() {}
}
