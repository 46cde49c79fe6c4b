internal import Foundation

/// A probability distribution on the integers, with 64-bit counts.
///
/// Counts enter the formulas without rounding, also beyond 2⁵³. Functions throw
/// ``StatsError/invalidParameter(name:value:expected:)`` for a parameter outside its domain.
public protocol DiscreteDistribution: Sendable, Equatable {
  /// The smallest interval that can hold probability.
  var support: ClosedRange<Int> { get }
  /// The mean, from which a quantile search starts.
  var mean: Double { get }
  /// The standard deviation.
  var standardDeviation: Double { get }

  /// P(X = k).
  func mass(_ k: Int) throws(StatsError) -> Double
  /// The natural logarithm of P(X = k), also where the mass underflows.
  func logMass(_ k: Int) throws(StatsError) -> Double
  /// P(X ≤ k) and P(X > k), from one evaluation.
  func tails(at k: Int) throws(StatsError) -> TailPair
}

/// Relative tolerance at a step of the distribution function, the bound on that function's error;
/// without it the quantile of a tail just computed could come out one too high.
private let quantileTolerance = 1e-12

extension DiscreteDistribution {
  /// P(X ≤ k).
  public func lowerTail(_ k: Int) throws(StatsError) -> Double { try tails(at: k).lower }

  /// P(X > k).
  public func upperTail(_ k: Int) throws(StatsError) -> Double { try tails(at: k).upper }

  /// The natural logarithm of P(X ≤ k).
  public func logLowerTail(_ k: Int) throws(StatsError) -> Double { try tails(at: k).logLower }

  /// The natural logarithm of P(X > k).
  public func logUpperTail(_ k: Int) throws(StatsError) -> Double { try tails(at: k).logUpper }

  /// The smallest k with P(X ≤ k) ≥ `p`; a step within 1e-12 of `p` counts.
  public func quantile(lowerTail p: Double) throws(StatsError) -> Int {
    try Domain.probability(p)
    return p > 0.5 ? try smallest(upperTailAtMost: 1 - p) : try smallest(lowerTailAtLeast: p)
  }

  /// The smallest k with P(X > k) ≤ `q`; a step within 1e-12 of `q` counts.
  public func quantile(upperTail q: Double) throws(StatsError) -> Int {
    try Domain.probability(q)
    return q > 0.5 ? try smallest(lowerTailAtLeast: 1 - q) : try smallest(upperTailAtMost: q)
  }

  private func smallest(lowerTailAtLeast p: Double) throws(StatsError) -> Int {
    if p == 0 { return support.lowerBound }
    return try smallest(near: QuantileGuess.normal(.lower, p)) { (k) throws(StatsError) -> Bool in
      try tails(at: k).lower >= p * (1 - quantileTolerance)
    }
  }

  private func smallest(upperTailAtMost q: Double) throws(StatsError) -> Int {
    if q == 0 { return support.upperBound }
    return try smallest(near: QuantileGuess.normal(.upper, q)) { (k) throws(StatsError) -> Bool in
      try tails(at: k).upper <= q * (1 + quantileTolerance)
    }
  }

  /// The smallest k of the support that satisfies a monotone condition.
  ///
  /// Strides grow away from where a normal quantile `z` puts it until they bracket it, then halve:
  /// at most about 100 evaluations for 64-bit counts, in practice a handful.
  private func smallest(
    near z: Double, where isReached: (Int) throws(StatsError) -> Bool
  ) throws(StatsError) -> Int {
    // Cornish and Fisher's second term; this is the skewness times the standard deviation of the
    // binomial, Poisson and negative binomial, and near that of the hypergeometric.
    let skew = mean > 0 ? 2 * standardDeviation * (standardDeviation / mean) - 1 : 0
    let expansion = mean + z * standardDeviation + skew * (z * z - 1) / 6
    let guess = Int(clamping: expansion.rounded(.down))
    let start = min(max(guess, support.lowerBound), support.upperBound)
    var stride = 1
    var reached = start
    var missed = start
    if try isReached(start) {
      while true {
        guard missed > support.lowerBound else { return support.lowerBound }
        missed = max(missed.subtractingClamped(stride), support.lowerBound)
        guard try isReached(missed) else { break }
        reached = missed
        stride = stride.quadrupledClamped
      }
    } else {
      while true {
        guard reached < support.upperBound else { return support.upperBound }
        reached = min(reached.addingClamped(stride), support.upperBound)
        if try isReached(reached) { break }
        missed = reached
        stride = stride.quadrupledClamped
      }
    }
    while reached - missed > 1 {
      let middle = missed + (reached - missed) / 2
      if try isReached(middle) { reached = middle } else { missed = middle }
    }
    return reached
  }
}

extension Int {
  fileprivate var quadrupledClamped: Int { self < .max / 4 ? self * 4 : .max }

  fileprivate init(clamping value: Double) {
    self = value < 9.2e18 ? (value > -9.2e18 ? Int(value) : .min) : .max
  }

  fileprivate func addingClamped(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }

  fileprivate func subtractingClamped(_ other: Int) -> Int {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? .min : difference
  }
}

extension Domain {
  static func count(_ name: String, _ value: Int) throws(StatsError) {
    guard value >= 0 else {
      throw .invalidParameter(name: name, value: Double(value), expected: "not negative")
    }
  }
}
