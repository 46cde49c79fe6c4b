public import Summaries

/// A verdict, why, and every number it rests on.
public struct Decision: Equatable, Codable, Sendable {
  /// The version of this value's JSON form.
  public static let schemaVersion = 1

  public var schemaVersion: Int = Decision.schemaVersion
  public var plan: PlanIdentity
  public var verdict: Verdict
  /// The treatment to promote, where the verdict is `promote`.
  public var promoted: String?
  /// In the order of the rules; the first ones carry the verdict.
  public var reasons: [Reason]
  public var rules: [Rule]
  public var budgets: Budgets
  /// What promotion asks for, where the plan says so; proof of a benefit where nil.
  public var policy: InferencePlan.Policy?
  public var sample: SampleAccount
  public var sampleRatio: SampleRatio?
  public var treatments: [TreatmentAnalysis]
  public var ramp: RampStep?
  /// What the plan's looks cost, where it declares them and an end.
  public var price: InferencePrice?
  /// Of strategy `shadow`: how the answers to the same requests compare.
  public var shadow: ShadowComparison?
  /// Of strategy `canary`: the stage it stands at, and what is to be done.
  public var stage: StageAccount?
  /// Named checks, where the strategy asks them.
  public var checks: [Check]?
  /// Of strategy `validation`.
  public var validation: ValidationRecord?
  /// Of strategies `blue-green` and `rolling`: the clusters that were compared.
  public var clusters: ClusterAccount?
}

/// Which plan was judged.
public struct PlanIdentity: Equatable, Codable, Sendable {
  public var name: String
  public var strategy: Plan.Strategy
  /// SHA-256 of the plan's canonical form, in hexadecimal.
  public var hash: String

  /// Creates an identity.
  public init(name: String, strategy: Plan.Strategy, hash: String) {
    (self.name, self.strategy, self.hash) = (name, strategy, hash)
  }
}

/// The rules, in the order they are applied.
public enum Rule: String, Codable, Sendable, CaseIterable {
  case harm, validity, deterioration, stage, minimumSample, success, futility, checks, undecided
}

/// The error rates a verdict keeps, over any number of looks.
public struct Budgets: Equatable, Codable, Sendable {
  public var falsePromotion: Double
  public var falseRollback: Double
  public var falseStop: Double
  public var falseInvalid: Double
  /// What the four sum to, where the plan joins them.
  public var joint: Double?
}

/// What the verdict saw of the log.
public struct SampleAccount: Equatable, Codable, Sendable {
  /// One variant's share.
  public struct Arm: Equatable, Codable, Sendable {
    public var variant: String
    public var rows: Int
    public var units: Int
    /// The planned share of units, 0…1.
    public var plannedShare: Double
  }

  public var arms: [Arm]
  public var rows: LogSummary.Rows
  public var rowErrors: RowErrors
  public var unknownVariants: [String: Int]
  public var unitsInSeveralVariants: Int
  /// Rows whose request an earlier one has, where the log names it and no labels are joined by it.
  public var repeatedRequests: Int?
  /// How units agree with the assignment of the plan, where it can be checked.
  public var assignment: AssignmentCounts?
  public var damage: [LogSummary.Damage]
  /// How many values predictions and scores take, where the log's columns are known.
  public var predictions: [PredictionValues]?
  /// Rows that were not read for NaN or an infinity, by column and variant.
  public var nonFinite: [NonFiniteShare]?
  /// Labels from a file of their own.
  public var labels: LabelAccount?
  /// What was known of units before the experiment, from a file of its own.
  public var prePeriod: LabelAccount?
  public var firstTime: Timestamp?
  public var lastTime: Timestamp?
  /// The column of the unit of analysis, or `nil` where every row is one.
  public var unitColumn: String?
}

/// Whether the variants received units as planned.
public struct SampleRatio: Equatable, Codable, Sendable {
  /// By variant, control first.
  public var observed: [Int]
  public var expected: [Double]
  /// Anytime-valid p-value of the Dirichlet mixture (Lindon & Malek, 2022); this one decides.
  public var sequentialPValue: Double
  public var logBayesFactor: Double
  /// Chi-square goodness of fit, valid for a single look.
  public var fixedPValue: Double
  public var significance: Double
}

/// The next weight of a ramp.
public struct RampStep: Equatable, Codable, Sendable {
  /// Per cent of traffic now and next.
  public var current: Double
  public var next: Double
  /// No earlier than this.
  public var earliest: Timestamp?
}
