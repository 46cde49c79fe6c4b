public import Stats
public import Summaries

/// What was decided before the data were seen: the one input, besides the log, of a verdict.
public struct Plan: Equatable, Codable, Sendable {
  /// The rules a plan is judged by.
  public enum Strategy: String, Codable, Sendable, CaseIterable {
    case ab
    case shadow
    case canary
    case blueGreen = "blue-green"
    case rolling
    case drift
    case validation
    case monitor
  }

  /// What is at stake.
  public enum Criticality: String, Codable, Sendable, CaseIterable {
    case high, medium, low
    /// Nothing yet: the model is to be validated.
    case validation
  }

  public var name: String
  public var strategy: Strategy
  public var log: LogColumns
  public var labels: LabelFile?
  public var prePeriod: PrePeriodFile?
  public var assignment: Assignment
  /// The control's name, or `nil` where `baseline: none` says that there is none.
  public var control: String?
  public var treatments: [String]
  /// Variants the log may hold that are not judged; nil lists none, "all" is spelled out by the reader.
  public var ignoreVariants: IgnoredVariants
  /// Planned traffic weights by variant, in any common unit.
  public var traffic: [String: Double]
  /// How traffic was divided over time, in order; empty where it stayed as `traffic` says, or where a ramp
  /// leaves it to the log to tell.
  public var phases: [TrafficPhase]
  public var metrics: [MetricPlan]
  /// Columns by whose values the results are broken down.
  public var segments: [String]?
  public var inference: InferencePlan
  public var duration: DurationPlan
  public var ramp: RampPlan?
  /// Of strategy `canary`, in their order; the last one is all traffic.
  public var stages: [StagePlan]?
  /// Of strategy `blue-green`.
  public var switched: SwitchPlan?
  /// Of strategy `rolling`.
  public var rolling: RollingPlan?
  /// When a promotion may be acted upon; at any time where nil.
  public var calendar: CalendarPlan?
  public var drift: DriftPlan
  /// Of strategy `shadow`.
  public var shadow: ShadowPlan?
  /// Of strategy `validation`.
  public var validation: ValidationPlan?
  /// Of strategy `monitor`.
  public var monitor: MonitorPlan?
  /// Seconds that a rollback may take until its last row.
  public var rollbackLimit: Double?
  /// What is at stake; it decides nothing, and lint holds the strategy against it.
  public var criticality: Criticality?
  /// The traffic that is expected, for lint.
  public var unitsPerDay: Double?
  /// The largest age of the newest row, in seconds, when a clock is given.
  public var freshness: Double?
  /// The longest stretch of time, in seconds, that may pass without rows of a variant.
  public var toleratedGap: Double?
  /// The share of rows, 0…1, that may fail to parse.
  public var toleratedRowErrors: Double
  /// By how much the share of rows that miss a metric's value may differ between variants.
  public var toleratedMissing: Threshold

  /// Creates a plan with the defaults of every optional part.
  public init(name: String, strategy: Strategy = .ab, control: String?, treatments: [String]) {
    (self.name, self.strategy, self.control) = (name, strategy, control)
    self.treatments = treatments
    log = LogColumns()
    assignment = Assignment()
    ignoreVariants = .none
    traffic = [:]
    phases = []
    metrics = []
    inference = InferencePlan()
    duration = DurationPlan()
    drift = DriftPlan()
    toleratedRowErrors = 0
    toleratedMissing = Threshold(value: 0.005, unit: .absolute, text: "0.5pp")
  }

  /// Control first, then the treatments: the order of a scan's cells.
  public var variants: [String] { (control.map { [$0] } ?? []) + treatments }

  /// Planned shares of traffic in the order of `variants`; equal where the plan is silent.
  public var shares: [Double] { shares(of: phases.last?.traffic ?? traffic) }

  /// Shares in the order of `variants` from weights by variant; equal without any.
  func shares(of traffic: [String: Double]) -> [Double] {
    let weights = variants.map { traffic.isEmpty ? 1 : traffic[$0] ?? 0 }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }
}

/// Which variants outside the plan a log may hold.
public enum IgnoredVariants: Equatable, Codable, Sendable {
  case none
  case named([String])
  case all
}

/// How the columns of a log are named.
public struct LogColumns: Equatable, Codable, Sendable {
  public var time: String?
  /// The unit of randomisation, or `nil` where `unit: none` says that every row is one.
  public var unit: String?
  public var variant: String?
  /// The request a row belongs to, by which labels are joined; named as in the label file where nil.
  public var request: String?
  public var prediction: String?
  public var label: String?
  /// A number whose height speaks for the positive class.
  public var score: String?
  public var latency: String?
  public var error: String?
  public var weight: String?
  public var filter: [Condition] = []
  /// Texts that mean "no value", besides the empty field.
  public var missing: [String] = ["NA", "null", "NULL"]

  /// Creates an empty map.
  public init() {}
}

/// A file of labels that arrive after the predictions they belong to.
public struct LabelFile: Equatable, Codable, Sendable {
  public var file: String
  public var key: String
  public var value: String
  /// When a label became known.
  public var time: String?
  /// The share of rows, 0…1, that must have their label before a metric on labels is judged.
  public var coverage = 0.8
  /// What labels that are missing may hide from a guardrail; `bounds` where nil.
  public var missing: Missing?

  /// What labels that are missing may hide from a guardrail.
  public enum Missing: String, Codable, Sendable, CaseIterable {
    /// All that they could: the worst for the treatment, the best for the control.
    case bounds
    /// Nothing: those that are there are like those that are not.
    case ignorable
  }
  /// Seconds after a row within which its label must have become known to count; whenever, if nil.
  public var maturity: Double?

  /// Creates a reference to a file whose rows hold `key` and `value`.
  public init(file: String, key: String, value: String, time: String?) {
    (self.file, self.key, self.value, self.time) = (file, key, value, time)
  }
}

/// How units came to their variants.
public struct Assignment: Equatable, Codable, Sendable {
  /// The mechanism.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// By a hash of the unit: one variant a unit.
    case stickyHash = "sticky-hash"
    /// By a hash that is drawn anew in each phase.
    case perPhase = "per-phase"
    /// Each request by itself: the request is the unit.
    case perRequest = "per-request"
  }

  public var kind: Kind = .stickyHash
  public var salt: String?
  /// The share of units, 0…1, that may be seen in several variants.
  public var toleratedCrossovers: Double = 0
  /// The hash, where the variants of the log are to be held against it.
  public var hash: ScanPlan.AssignmentHash.Kind?
  /// Into how many buckets the hash falls; 10,000 where nil.
  public var buckets: Int?
  /// What units seen in several variants mean; `fail` where nil.
  public var crossovers: Crossovers?

  /// What units seen in several variants mean.
  public enum Crossovers: String, Codable, Sendable, CaseIterable {
    /// More than are tolerated are `invalid`, except where the split moved them.
    case fail
    /// They count, with all their rows, in the variant they were seen in first.
    case firstSeen = "first-seen"
    /// All units whose hash falls where the split changed are left out.
    case drop
  }

  /// Creates the default: sticky by hash, no unit in two variants.
  public init() {}
}

/// How evidence is weighed.
public struct InferencePlan: Equatable, Codable, Sendable {
  /// The kind of error control over repeated looks.
  public enum Method: String, Codable, Sendable, CaseIterable {
    /// Holds at every look, whenever one looks.
    case alwaysValid = "always-valid"
    /// Holds over the plan's looks, each at a bound of its own; for success alone.
    case groupSequential = "group-sequential"
    /// Holds at one look, when the maximum duration has passed.
    case fixed
  }

  public var success: Method = .alwaysValid
  public var harm: Method = .alwaysValid
  /// α_P: the chance that anything is promoted wrongly.
  public var significance: Double = 0.05
  /// α_R: the chance that a harmless rollout is rolled back.
  public var rollbackSignificance: Double = 0.05
  /// α_D: the chance that a harmless rollout is stopped for deterioration.
  public var deteriorationSignificance: Double = 0.05
  /// α_V: the chance that an integrity test rejects a valid log.
  public var invalidSignificance: Double = 0.001
  public var power: Double = 0.8
  /// Units each variant needs before success or futility is judged.
  public var minimumSample: Int = 1000
  /// The units in all variants at which the sequential bounds are tightest; from `minimumSample` if nil.
  public var plannedSample: Int?
  /// Seconds between two looks, as planned; always-valid bounds hold whatever it is.
  public var looks: Double?
  /// How a test in groups spends its significance over its looks; as O'Brien and Fleming where nil.
  public var spending: SpendingFunction?
  /// How a test in groups spends the chance to miss the effect it is planned for.
  ///
  /// It never calls one futile where nil; the bound does not bind.
  public var futilitySpending: SpendingFunction?
  /// How several success metrics combine.
  public var successPolicy: SuccessPolicy = .any
  /// What promotion asks for; `prove` where nil.
  public var policy: Policy?
  /// The chance of a promotion by the end below which an experiment is stopped as futile.
  public var futilityPower: Double?
  /// All four error rates together, where the plan joins them: they sum to it.
  public var joint: Double?

  /// Which success metrics must be proven.
  public enum SuccessPolicy: String, Codable, Sendable, CaseIterable {
    case any, all
  }

  /// What promotion asks for.
  public enum Policy: String, Codable, Sendable, CaseIterable {
    /// Proof that the treatment is better, and not worse than any margin.
    case prove
    /// Proof that it is not worse than any margin, and none of a benefit.
    case doNoHarm = "catch"
  }

  /// Whether promotion needs a benefit to be proven.
  var asksForBenefit: Bool { policy != .doNoHarm }

  /// Creates the defaults.
  public init() {}
}

/// How long an experiment runs, in seconds.
public struct DurationPlan: Equatable, Codable, Sendable {
  public var minimum: Double?
  public var maximum: Double?
  /// Whether the minimum is rounded up to whole weeks; where nil, it is from a week on.
  public var wholeWeeks: Bool?

  /// How the maximum may be extended, where it may.
  public var extend: ExtensionPlan?

  /// Creates a plan without bounds.
  public init() {}
}

/// When an experiment that has reached its maximum may go on, in seconds.
public struct ExtensionPlan: Equatable, Codable, Sendable {
  /// How long each extension is.
  public var by: Double
  /// When the last one ends.
  public var to: Double
  /// The chance of a promotion by the end of the extension that justifies it, at the present trend.
  public var conditionalPower: Double

  /// Creates a rule of extension.
  public init(by: Double, to: Double, conditionalPower: Double) {
    (self.by, self.to, self.conditionalPower) = (by, to, conditionalPower)
  }
}
