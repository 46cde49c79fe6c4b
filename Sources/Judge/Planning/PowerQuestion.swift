/// A test that is planned, and all but one of its size, its effect and its power.
public struct PowerQuestion: Equatable, Sendable {
  /// What is planned.
  public enum Kind: String, Sendable, CaseIterable {
    case tTest = "t-test"
    case paired = "paired-t"
    case proportions
    case nonInferiority = "non-inferiority"
    case equivalence
    case ratio
    case anova
    case chiSquare = "chi-square"
    case mcNemar = "mcnemar"
    case sequential
  }

  /// What is planned.
  public var kind: Kind
  /// The size of control, or of what the kind counts.
  public var sampleSize: Double?
  /// The effect; of equivalence the margin.
  public var effect: Double?
  /// The probability of finding it.
  public var power: Double?
  /// The level of the test.
  public var significance = 0.05
  /// Its sides; margins are always tested on one.
  public var sides = TestSides.two
  /// The standard deviation of an observation, or of what a unit adds to a ratio.
  public var standardDeviation: Double?
  /// That of treatment, where it differs.
  public var treatmentStandardDeviation: Double?
  /// Control's proportion.
  public var baseline: Double?
  /// The margin of non-inferiority; a negative one is one of superiority.
  public var margin: Double?
  /// Of equivalence the true difference.
  public var trueDifference = 0.0
  /// Of the analysis of variance the number of groups.
  public var groups: Int?
  /// Of a chi-square test.
  public var degreesOfFreedom: Double?
  /// Of McNemar's test the share of pairs that are discordant.
  public var discordant: Double?
  /// Of a sequential test how often it is looked at.
  public var looks = 50
  /// Treatment's share of the traffic.
  public var treatmentShare = 0.5
  /// What enters each day over all arms.
  public var perDay: Double?
  /// For how many days, instead of a sample size.
  public var days: Double?
  /// The correlation of two rows of a unit.
  public var intraclassCorrelation: Double?
  /// The mean number of rows of a unit.
  public var rowsPerUnit: Double?
  /// The coefficient of variation of that number.
  public var sizeVariation = 0.0

  /// Creates a question of a kind.
  public init(_ kind: Kind) { self.kind = kind }
}

/// What of a planned test follows from the rest.
public struct PowerAnswer: Equatable, Sendable {
  /// Which of the three numbers was found.
  public enum Unknown: String, Sendable {
    case sampleSize
    case effect
    case power
  }

  /// The question that is answered.
  public var question: PowerQuestion
  /// Which of the three numbers was found.
  public var found: Unknown
  /// The size of each arm, control first; one number where there are no arms.
  public var sizes: [Int]
  /// The effect.
  public var effect: Double
  /// The power at these sizes.
  public var power: Double
  /// The days that the sizes take, where the traffic is known.
  public var days: Double?
  /// By how much clusters multiply the rows.
  public var designEffect: Double?
  /// Of a sequential test its planned sample over that of a single look.
  public var fixedSampleRatio: Double?
  /// Of a sequential test the mean number of all observations at its end.
  public var expectedTotal: Double?

  /// All arms together.
  public var total: Int { sizes.reduce(0, +) }
}

/// Why a planned test has no answer.
public enum PowerProblem: Error, Equatable, Sendable {
  /// The kind needs this option.
  case missing(PowerQuestion.Kind, option: String)
  /// The kind does not look at this option.
  case notTaken(PowerQuestion.Kind, option: String)
  /// Neither size, effect nor power is left to find, or more than one is.
  case unclear
  /// The numbers contradict each other or a domain.
  case impossible(String)

  /// What is wrong, and how to mend it.
  public var message: String {
    switch self {
    case .missing(let kind, let option): "\(kind.rawValue) needs \(option)."
    case .notTaken(let kind, let option): "\(kind.rawValue) takes no \(option); leave it out."
    case .unclear:
      "Give two of size, effect and power, and the third is found; without a power it is 0.8. "
        + "Days at a traffic per day are a size."
    case .impossible(let cause): "There is no such plan: \(cause)"
    }
  }
}
