internal import Foundation
internal import Summaries

/// The number of successes in draws without replacement.
///
/// Matches R's `dhyper(x, m, n, k)` and its kin, with m successes, n failures and k draws.
public struct Hypergeometric: DiscreteDistribution {
  /// The successes in the population.
  public let successes: Int
  /// The failures in the population.
  public let failures: Int
  /// How many are drawn, at most successes + failures.
  public let draws: Int

  /// A hypergeometric distribution.
  public init(successes: Int, failures: Int, draws: Int) {
    self.successes = successes
    self.failures = failures
    self.draws = draws
  }

  /// From the successes that must be drawn to those that can be.
  public var support: ClosedRange<Int> {
    let least = max(draws.subtractingReportingOverflow(failures).partialValue, 0)
    return least...max(min(draws, successes), least)
  }
  /// draws·successes/population.
  public var mean: Double { Double(draws) * (Double(successes) / population) }
  /// The standard deviation, with the finite population correction.
  public var standardDeviation: Double {
    let left = population - Double(draws)
    let variance = mean * (Double(failures) / population) * left / max(population - 1, 1)
    return max(variance, 0).squareRoot()
  }

  /// P(X = k).
  public func mass(_ k: Int) throws(StatsError) -> Double { try scaledMass(k).value }

  /// The natural logarithm of P(X = k).
  public func logMass(_ k: Int) throws(StatsError) -> Double { try scaledMass(k).logValue }

  /// P(X ≤ k) and P(X > k), summed on the side away from the mean.
  public func tails(at k: Int) throws(StatsError) -> TailPair {
    try check()
    if k < support.lowerBound { return .allAbove }
    if k >= support.upperBound { return .allBelow }
    guard Double(k) >= mean else {
      // Counting failures instead turns the lower tail into an upper one.
      let mirror = Hypergeometric(successes: failures, failures: successes, draws: draws)
      return try mirror.upperTail(above: draws - k - 1).reflected
    }
    return try upperTail(above: k)
  }

  private var population: Double { Double(successes) + Double(failures) }

  private func check() throws(StatsError) {
    try Domain.count("successes", successes)
    try Domain.count("failures", failures)
    try Domain.count("draws", draws)
    let (total, overflow) = successes.addingReportingOverflow(failures)
    guard !overflow, draws <= total else {
      throw .invalidParameter(
        name: "draws", value: Double(draws), expected: "at most successes + failures")
    }
  }

  private func scaledMass(_ k: Int) throws(StatsError) -> ScaledValue {
    try check()
    guard support.contains(k) else { return .zero }
    return HypergeometricTable(self, at: k).mass(shift: 0)
  }

  /// More terms than this are integrated instead of summed.
  private static let maximumTerms = 4096.0

  private func upperTail(above k: Int) throws(StatsError) -> TailPair {
    let first = HypergeometricTable(self, at: k + 1)
    let slope = -log(first.ratio(step: 0))
    let curvature = 1 / max(standardDeviation * standardDeviation, 1)
    let length = IncompleteGamma.reach(slope: slope, curvature: curvature)
    guard length > Self.maximumTerms else {
      let front = first.mass(shift: 0)
      return TailPair(
        .upper, factor: front.factor * sum(from: first), exponent: front.exponent)
    }
    // The sum from k + 1 on, by the Euler–Maclaurin formula with midpoints.
    let middle = first.mass(shift: -0.5)
    let integral = GaussLegendre.integrate(to: 1.2 * length) { t in
      exp(first.mass(shift: t - 0.5).logValue - middle.logValue)
    }
    let step = first.mass(shift: 0).logValue - first.mass(shift: -1).logValue
    let bend = log(first.ratio(step: 1)) - log(first.ratio(step: 0))
    let correction = step / 24 - 7 * (step * step * step + 3 * step * bend) / 5760
    return TailPair(
      .upper, factor: middle.factor * (integral + correction), exponent: middle.exponent)
  }

  /// Σ mass(j)/mass(first), by the ratios of neighbours.
  private func sum(from first: HypergeometricTable) -> Double {
    var term = 1.0
    var sum = 1.0
    var step = 0.0
    while true {
      term *= first.ratio(step: step)
      let next = sum + term
      if next == sum { return sum }
      sum = next
      step += 1
    }
  }
}

/// The two-by-two table of drawn and left successes and failures.
struct HypergeometricTable {
  private let drawnSuccesses: Double
  private let leftSuccesses: Double
  private let drawnFailures: Double
  private let leftFailures: Double
  /// How far the drawn successes are above their expectation, from exact 128-bit products.
  private let gap: DoubleDouble

  init(_ distribution: Hypergeometric, at k: Int) {
    drawnSuccesses = Double(k)
    leftSuccesses = Double(distribution.successes - k)
    drawnFailures = Double(distribution.draws - k)
    leftFailures = Double(distribution.failures - (distribution.draws - k))
    let population = distribution.successes + distribution.failures
    let product = Int128(k) * Int128(population)
    let expected = Int128(distribution.successes) * Int128(distribution.draws)
    let high = Double(product - expected)
    let low = Double(product - expected - Int128(high))
    gap = DoubleDouble.sum(high, low) / Double(population)
  }

  /// mass(k + step + 1)/mass(k + step).
  func ratio(step: Double) -> Double {
    let successes = (leftSuccesses - step) / (drawnSuccesses + step + 1)
    return successes * ((drawnFailures - step) / (leftFailures + step + 1))
  }

  /// The mass `shift` away from k, in Loader's form, where shift need not be whole.
  ///
  /// It is the quotient of three binomial masses at p = draws/population; at that p the deviances
  /// of the third vanish, and those of the others depend on the gap alone.
  func mass(shift: Double) -> ScaledValue {
    let gap = gap + shift
    let cells = (
      drawnSuccesses + shift, leftSuccesses - shift, drawnFailures - shift, leftFailures + shift
    )
    guard min(cells.0, cells.1, cells.2, cells.3) >= 0 else { return .zero }
    let drawn = drawnSuccesses + drawnFailures
    let left = leftSuccesses + leftFailures
    let whole = binomialMass(
      drawn, left, gap: DoubleDouble(0), share: drawn / (drawn + left), rest: left)
    let successes = binomialMass(
      cells.0, cells.1, gap: gap, share: drawn / (drawn + left), rest: left)
    let failures = binomialMass(
      cells.2, cells.3, gap: -gap, share: drawn / (drawn + left), rest: left)
    return ScaledValue(
      factor: successes.factor * failures.factor / whole.factor,
      exponent: successes.exponent + failures.exponent - whole.exponent)
  }

  /// The binomial mass of `hits` and `misses`, `gap` above the expected hits.
  private func binomialMass(
    _ hits: Double, _ misses: Double, gap: DoubleDouble, share: Double, rest: Double
  ) -> ScaledValue {
    let n = hits + misses
    if n == 0 { return ScaledValue(factor: 1, exponent: 0) }
    if hits == 0 { return ScaledValue(factor: 1, exponent: n * logComplement(share, rest)) }
    if misses == 0 { return ScaledValue(factor: 1, exponent: n * log(share)) }
    let exponent =
      SaddlePoint.deviance(excess: -gap / hits, ratio: share * n / hits) * hits
      + SaddlePoint.deviance(excess: gap / misses, ratio: (1 - share) * n / misses) * misses
      + (SaddlePoint.stirlingError(n) - SaddlePoint.stirlingError(hits)
        - SaddlePoint.stirlingError(misses))
    return ScaledValue(factor: (n / (2 * .pi * hits) / misses).squareRoot(), exponent: exponent)
  }

  private func logComplement(_ share: Double, _ rest: Double) -> Double {
    share < 0.5
      ? log1p(-share)
      : log(rest / (drawnSuccesses + leftSuccesses + drawnFailures + leftFailures))
  }
}
