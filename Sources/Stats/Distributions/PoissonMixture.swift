internal import Foundation
internal import Summaries

/// A Poisson mixture, the form of the noncentral chi-square and F distributions.
struct PoissonMixture {
  /// The mean of the mixing distribution, half the noncentrality.
  let rate: Double

  /// The components beyond which a term no longer counts, in units of log.
  private static let negligible = 40.0
  /// Components summed before giving up; at noncentrality 1e4 about two thousand count.
  static let maximumTerms = 1_000_000

  /// log Σ Poisson(j)·e^component(j), summed outwards from `peak`, near the largest term.
  ///
  /// The terms are log-concave, so on each side they may be cut once they fall and are negligible.
  func logSum(
    peak: Double, component: (Double) throws(StatsError) -> Double
  ) throws(StatsError) -> Double {
    if rate == 0 { return try component(0) }
    func logTerm(_ j: Double) throws(StatsError) -> Double { logWeight(j) + (try component(j)) }
    let start = max(peak.rounded(.down), 0)
    let reference = try logTerm(start)
    guard reference > -.infinity else { return -.infinity }
    var largest = reference
    var sum = 1.0
    for step in [-1.0, 1.0] {
      var previous = reference
      var j = start + step
      var terms = 0
      while j >= 0 {
        let term = try logTerm(j)
        if term > largest {
          sum *= exp(largest - term)
          largest = term
        }
        sum += exp(term - largest)
        if term < previous, term - largest < -Self.negligible { break }
        previous = term
        j += step
        terms += 1
        guard terms < Self.maximumTerms else {
          throw .noConvergence(what: "Poisson mixture", iterations: Self.maximumTerms)
        }
      }
    }
    return largest + log(sum)
  }

  private func logWeight(_ j: Double) -> Double {
    if j == 0 { return -rate }
    let excess = DoubleDouble.sum(rate, -j) / j
    return IncompleteGamma.prefactor(shape: j, x: rate, excess: excess).logValue
  }
}
