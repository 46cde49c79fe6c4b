internal import Stats
internal import Summaries

/// What is known from the earlier looks at one rollout, so that no look is worked out a second time.
///
/// It changes no answer: what is remembered of a look is given again only for the very same numbers, cell by
/// cell. One memory is for one judge and one rollout.
public final class LookMemory {
  /// A question whose answer rests on frozen looks.
  struct Question: Hashable {
    var metric: Int
    var treatment: Int
    var missing: MissingLabels
  }

  /// The cells that looks rest on, and how the arms compared at each.
  private struct History {
    var cells: [Place: BivariateMoments] = [:]
    var phases: [Phase]
    /// By the last bucket that counts.
    var contrasts: [Int: StratifiedContrast?] = [:]
    /// Which decision has compared the cells.
    var decision = 0
  }

  /// Where one cell has something of a question.
  private struct Place: Hashable {
    var variant: Int
    var bucket: Int
    var pair: Int
  }

  private struct Spending: Hashable {
    var fraction: Double
    var significance: Double
  }

  private struct Futility: Hashable {
    var fractions: [Double]
    var significance: Double
  }

  private var decision = 0
  private var histories: [Question: History] = [:]
  private var bounds = GroupSequentialMemory()
  /// Of p-values that are not rounded.
  private var exact = GroupSequentialMemory()
  private var spent: [Spending: Double] = [:]
  private var futility: (decision: Int, bounds: [Futility: Double?]) = (0, [:])

  /// Creates the memory of a rollout that nobody has looked at.
  public init() {}

  /// Tells that what the scan found may have changed.
  func begin() {
    decision += 1
    exact.forgetUnasked()
  }

  /// How the arms compare at a look: as it was remembered, or worked out.
  ///
  /// - Parameters:
  ///   - question: What is asked.
  ///   - pairs: The scan's pairs by variant that the contrast is made of.
  ///   - last: The last bucket that counts.
  ///   - arms: What the scan found.
  ///   - workedOut: The contrast, from all of that.
  /// - Returns: The contrast; nil where there is none.
  func contrast(
    _ question: Question, pairs: [(variant: Int, pair: Int)], through last: Int,
    _ arms: ArmEstimator, workedOut: () -> StratifiedContrast?
  ) -> StratifiedContrast? {
    var history =
      histories.removeValue(forKey: question) ?? History(phases: arms.phases)
    defer { histories[question] = history }
    if history.decision != decision { Self.compare(&history, pairs, arms) }
    history.decision = decision
    if let known = history.contrasts[last] { return known }
    let found = workedOut()
    history.contrasts.updateValue(found, forKey: last)
    return found
  }

  /// Forgets the looks that rest on a cell that is no longer what it was.
  private static func compare(
    _ history: inout History, _ pairs: [(variant: Int, pair: Int)], _ arms: ArmEstimator
  ) {
    var cells: [Place: BivariateMoments] = [:]
    var firstChange = history.phases == arms.phases ? Int.max : .min
    for (variant, pair) in pairs {
      for cell in arms.first.cells where cell.variant == variant {
        let place = Place(variant: variant, bucket: cell.bucket, pair: pair)
        cells[place] = cell.pairs[pair]
        if history.cells.removeValue(forKey: place) != cell.pairs[pair] {
          firstChange = min(firstChange, cell.bucket)
        }
      }
    }
    // What is left is there no more.
    firstChange = history.cells.keys.map(\.bucket).reduce(firstChange, min)
    history.contrasts = history.contrasts.filter { $0.key < firstChange }
    (history.cells, history.phases) = (cells, arms.phases)
  }

  /// The p-value of a test in groups.
  func pValue(
    of observations: [GroupSequentialTest.Observation], spending: SpendingFunction,
    maximumInformation: Double, upTo largest: Double
  ) throws(StatsError) -> Double {
    try exact.pValue(
      of: observations, spending: spending, maximumInformation: maximumInformation, upTo: largest)
  }

  /// The bound at each look of a test in groups; nil where one was none.
  func criticalValues(
    of observations: [GroupSequentialTest.Observation], spending: SpendingFunction,
    significance: Double, maximumInformation: Double
  ) throws(StatsError) -> [Double?] {
    try exact.criticalValues(
      of: observations, spending: spending, significance: significance,
      maximumInformation: maximumInformation)
  }

  /// The p-value of a test in groups, rounded up to what it is compared with.
  func pValue(
    of observations: [GroupSequentialTest.Observation], spending: SpendingFunction,
    maximumInformation: Double, roundedUpTo significances: [Double]
  ) throws(StatsError) -> Double {
    try bounds.pValue(
      of: observations, spending: spending, maximumInformation: maximumInformation,
      roundedUpTo: significances)
  }

  /// The bound of futility at the last of some looks, which metrics on the same units share.
  ///
  /// It is of a plan of all looks so far and one to come: the next decision asks for another.
  func futilityBound(
    _ fractions: [Double], level: Double, workedOut: () -> Double?
  ) -> Double? {
    if futility.decision != decision { futility = (decision, [:]) }
    let key = Futility(fractions: fractions, significance: level)
    if let known = futility.bounds[key] { return known }
    let found = workedOut()
    futility.bounds.updateValue(found, forKey: key)
    return found
  }

  /// What a spending function, the plan's, has spent by a fraction.
  func spent(
    _ spending: SpendingFunction, at fraction: Double, of significance: Double
  ) throws(StatsError) -> Double {
    let key = Spending(fraction: fraction, significance: significance)
    if let known = spent[key] { return known }
    let value = try spending.spent(at: fraction, of: significance)
    spent[key] = value
    return value
  }
}
