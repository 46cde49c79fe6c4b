/// A drift verdict and every column's numbers.
public struct DriftDecision: Equatable, Codable, Sendable {
  public var schemaVersion: Int = Decision.schemaVersion
  public var plan: PlanIdentity
  public var verdict: DriftVerdict
  public var referenceRows: Int
  public var currentRows: Int
  public var textbook: Bool
  public var significance: Double
  /// Sorted by evidence-adjusted effect, largest first.
  public var columns: [ColumnDrift]
}

/// What a drift report answers.
public enum DriftVerdict: String, Codable, Sendable, CaseIterable {
  case stable, cannotTell, drift, invalid

  /// The exit code of the command line's default map.
  public var exitCode: Int32 {
    switch self {
    case .stable: 0
    case .cannotTell: 10
    case .drift: 20
    case .invalid: 30
    }
  }
}

/// One column, reference against current.
public struct ColumnDrift: Equatable, Codable, Sendable {
  /// How a column is read.
  public enum Kind: String, Codable, Sendable { case numeric, categorical }

  /// What can be said.
  public enum Status: String, Codable, Sendable {
    case noChangeSeen, withinTolerance, drift, cannotTell
  }

  public var column: String
  public var kind: Kind
  public var status: Status
  public var causes: [Cause]
  public var psi: Double?
  public var debiasedPsi: Double?
  public var psiInterval: Bounds?
  /// The PSI that two samples of these sizes without any drift stay below at 1 − α.
  public var noiseFloor: Double?
  public var klDivergence: Double?
  public var jensenShannon: Double?
  public var kolmogorovSmirnov: Double?
  public var pValue: Double?
  public var referenceMissing: Double
  public var currentMissing: Double
  public var newCategories: [String]
  public var vanishedCategories: [String]
  public var bins: [Bin]

  /// One bin or category.
  public struct Bin: Equatable, Codable, Sendable {
    public var label: String
    public var referenceCount: Int
    public var currentCount: Int
  }

  /// Why a column has its status.
  public enum Cause: Equatable, Codable, Sendable {
    case psiAboveTolerance(psi: Double, lower: Double, tolerance: Double)
    case categoryShare(category: String, reference: Double, current: Double, factor: Double)
    case missingShare(reference: Double, current: Double, tolerance: Double)
    case typeChanged(reference: String, current: String)
    case columnVanished
    case columnAppeared
    case tooFewRows(smallestExpected: Double)
    case tooManyCategories
    case intervalCoversTolerance(lower: Double, upper: Double, tolerance: Double)
  }
}
