public import Summaries

/// A drift verdict and every column's numbers.
public struct DriftDecision: Equatable, Codable, Sendable {
  public var schemaVersion: Int = Decision.schemaVersion
  public var plan: PlanIdentity
  public var verdict: DriftVerdict
  /// Why the data may not be judged, or why there was nothing to judge; else the columns say why.
  public var reasons: [Reason]
  public var referenceRows: Int
  public var currentRows: Int
  public var textbook: Bool
  public var significance: Double
  /// Sorted by evidence-adjusted effect, largest first.
  public var columns: [ColumnDrift]
  /// The log by windows, where it was cut.
  public var timeline: DriftTimeline?
  /// All looks of a scheduled report together, where there is a state.
  public var looks: DriftLooks?
  /// What the drift did to the model, where predictions or labels tell.
  public var harm: DriftHarm?
  /// How labels from a file of their own met the rows, where the plan has one.
  public var labels: DriftLabels?
}

/// How labels from a file of their own met the rows of either log.
public struct DriftLabels: Equatable, Codable, Sendable {
  /// Nil where the log has labels of its own, or is a profile.
  public var reference: LabelAccount?
  public var current: LabelAccount?
  /// The share of rows that must have their label before the target is compared and quality is judged.
  public var coverage: Double
}

/// What a drift report answers.
public enum DriftVerdict: String, Codable, Sendable, CaseIterable {
  case stable
  /// Within tolerance, though changed, where the plan asks to be warned of that.
  case changed
  case cannotTell, drift
  /// Drift of as many critical columns as the plan takes for a reason to roll back.
  case criticalDrift
  case invalid

  /// The exit code of the command line's default map.
  public var exitCode: Int32 {
    switch self {
    case .stable: 0
    case .changed, .cannotTell: 10
    case .drift: 20
    case .criticalDrift: 21
    case .invalid: 30
    }
  }

  /// The verdict once it is known what became of quality.
  func joined(to harm: DriftHarm.Status) -> DriftVerdict {
    switch (harm, self) {
    case (_, .invalid): self
    case (.harmful, _): .criticalDrift
    // What was asked for and is not known is no pass.
    case (.unknown, .stable), (.unknown, .changed): .cannotTell
    default: self
    }
  }
}

/// One column, reference against current.
public struct ColumnDrift: Equatable, Codable, Sendable {
  /// How a column is read.
  public enum Kind: String, Codable, Sendable { case numeric, categorical }

  /// What can be said.
  public enum Status: String, Codable, Sendable {
    /// Shown to be within the tolerances, and no different from no change at all.
    case noChangeSeen
    /// Shown to be within the tolerances, though changed.
    case withinTolerance
    /// Shown to be beyond a tolerance.
    case drift
    case cannotTell
  }

  public var column: String
  public var kind: Kind
  public var status: Status
  public var causes: [Cause]
  /// Population Stability Index, from counts with ½ added to each (in textbook mode: with the floor).
  public var psi: Double?
  /// `psi` less what two samples of these sizes show on average without any change.
  public var debiasedPsi: Double?
  /// Each limit holds with confidence 1 − α; not adjusted for the number of columns.
  public var psiInterval: Bounds?
  /// The PSI that two samples of these sizes without any drift stay below at 1 − α.
  public var noiseFloor: Double?
  /// Of current from reference, in nats.
  public var klDivergence: Double?
  /// In nats.
  public var jensenShannon: Double?
  /// The largest distance of the cumulative shares of numbers.
  public var kolmogorovSmirnov: Double?
  /// That the PSI shows no change at all.
  public var pValue: Double?
  /// That no tolerance is exceeded; drift is at most α.
  ///
  /// The smallest of the column's tests, adjusted for all tests of all columns (Holm, 1979).
  public var adjustedPValue: Double?
  public var referenceMissing: Double
  public var currentMissing: Double
  public var newCategories: [String]
  public var vanishedCategories: [String]
  public var bins: [Bin]
  /// The PSI that is tolerated.
  public var psiTolerance: Double?
  /// Of numbers in both logs.
  public var shape: ColumnShape?
  /// What the column is to the model.
  public var role: Role?
  /// Why it is read as numbers or as categories.
  public var typing: Typing?
  public var measures: DriftMeasures?
  /// The smallest PSI that this many rows would show to be beyond nothing at all nine times in ten.
  public var smallestVisible: Double?
  public var designEffects: DriftDesignEffects?
  /// Of numbers, at probabilities 0.01, 0.05, 0.1, … 0.95, 0.99.
  public var quantiles: [QuantileShift]?
  /// Window by window, where the log was cut.
  public var trend: [TrendPoint]?
  /// The first window of the change, where a trend shows one.
  public var changeBegan: Timestamp?
  /// The natural logarithm of the column's detector over all looks, where there is a state.
  public var logEValue: Double?

  /// What a column is to the model.
  public enum Role: String, Codable, Sendable { case feature, prediction, target }

  /// Why a column is read as it is.
  public enum Typing: String, Codable, Sendable {
    /// The plan says so.
    case declared
    /// Its name begins with `num_` or `cat_`.
    case prefix
    /// Nearly all values are numbers, and they are many.
    case manyNumbers
    /// All values are numbers, but few different ones: codes, levels or flags.
    case fewNumbers
    /// Too many values are no numbers.
    case texts
    case noValues
  }

  /// One bin or category.
  public struct Bin: Equatable, Codable, Sendable {
    public var label: String
    public var referenceCount: Int
    public var currentCount: Int
    /// What the bin adds to the PSI.
    public var contribution: Double?
  }

  /// Why a column has its status.
  public enum Cause: Equatable, Codable, Sendable {
    // Drift
    case psiAboveTolerance(psi: Double, lower: Double, tolerance: Double)
    case klAboveTolerance(divergence: Double, tolerance: Double)
    /// The score is the named distance, from 0 to 1.
    case scoreAboveTolerance(distance: DriftPlan.ScoreDistance, score: Double, tolerance: Double)
    /// The mean of predictions moved by more than so many standard deviations of the reference.
    case shiftAboveTolerance(shift: Double, tolerance: Double)
    /// So many windows drifted, the first of them beginning then.
    case windowsDrifted(windows: Int, first: Timestamp)
    /// The looks together raise an alarm, of which this column is part.
    case alarmRaised(logEValue: Double)
    case categoryShare(category: String, reference: Double, current: Double, factor: Double)
    case missingShare(reference: Double, current: Double, tolerance: Double)
    case typeChanged(reference: String, current: String)
    case columnVanished
    case columnAppeared

    // Cannot tell
    case tooFewRows(smallestExpected: Double)
    case tooManyCategories
    /// Only so many rows have their label yet, and those that have one need not be like the others.
    case labelsIncomplete(share: Double, required: Double)
    case intervalCoversTolerance(lower: Double, upper: Double, tolerance: Double)
    /// The divergence of current from reference may be as large as `upper`.
    case klUnclear(upper: Double, tolerance: Double)
    case scoreUnclear(distance: DriftPlan.ScoreDistance, upper: Double, tolerance: Double)
    /// This look alone would be drift, but all looks together raise no alarm yet.
    case noAlarmYet
    /// The change of the missing share may be as large as `upper`.
    case missingShareUnclear(
      reference: Double, current: Double, upper: Double, tolerance: Double)
    /// The category looks changed by more than the factor, but that is not shown.
    case categoryShareUnclear(
      category: String, reference: Double, current: Double, factor: Double)
    /// This share of the reference lies in categories too rare to be compared one by one.
    case rareCategories(share: Double)
    /// A column the plan names is in neither log.
    case columnUnknown
    /// A statistic could not be computed.
    case statistics(String)

    // Said beside any status
    /// Every value, or nearly every one, is different: a name, not a measurement. Only whether a value is
    /// there was compared.
    case onlyPresenceCompared
    /// Every value of the reference is the same one.
    case constantInReference
    case constantInCurrent
  }
}
