/// How many of a number of independent trials succeeded.
public struct BinomialCount: Equatable, Codable, Sendable {
  /// The successes, from 0 to `trials`.
  public let successes: Int
  /// The trials, at least one.
  public let trials: Int

  /// Creates a count.
  ///
  /// - Throws: `StatsError` unless 0 ≤ successes ≤ trials and trials ≥ 1.
  public init(successes: Int, trials: Int) throws(StatsError) {
    guard trials > 0 else { throw .tooFewObservations(arm: "trials", needed: 1, found: trials) }
    guard successes >= 0, successes <= trials else {
      throw .invalidParameter(
        name: "successes", value: Double(successes), expected: "between 0 and \(trials)")
    }
    (self.successes, self.trials) = (successes, trials)
  }

  /// Counts the trials that succeeded.
  ///
  /// - Throws: `StatsError.tooFewObservations` without trials.
  public init(_ outcomes: some Sequence<Bool>) throws(StatsError) {
    var (successes, trials) = (0, 0)
    for outcome in outcomes {
      successes += outcome ? 1 : 0
      trials += 1
    }
    try self.init(successes: successes, trials: trials)
  }

  /// The share of successes.
  public var proportion: Double { Double(successes) / Double(trials) }

  /// The trials that did not succeed.
  public var failures: Int { trials - successes }

  /// p(1 − p)/n.
  var squaredError: Double { proportion * (Double(failures) / Double(trials)) / Double(trials) }
}
