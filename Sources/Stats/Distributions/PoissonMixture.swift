internal import Foundation
internal import Summaries

/// The distributions that a Poisson mixture mixes: component j has the shape `shape` + j.
///
/// Their lower tails fall by a known step from each component to the next, and steps have simple
/// ratios, so one evaluation serves a whole mixture.
protocol MixtureComponents {
  /// The first shape of component zero.
  var shape: Double { get }
  /// Both tails of component j.
  func tails(_ j: Double) throws(StatsError) -> TailPair
  /// What the lower tail of component j has over that of component j + 1.
  func step(_ j: Double) -> ScaledValue
  /// step(j + 1)/step(j), which is monotone in j.
  func growth(_ j: Double) -> Double
  /// The limit of the growth.
  var finalGrowth: Double { get }
}

/// A Poisson mixture, the form of the noncentral chi-square and F distributions.
///
/// The terms of a tail are recurred from the end of the window in which they count, in the
/// direction in which every operation adds (after Benton and Krishnamoorthy 2003).
struct PoissonMixture<Components: MixtureComponents> {
  /// The mean of the mixing distribution, half the noncentrality.
  let rate: Double
  let components: Components
  /// A component near the largest term.
  let peak: Double

  init(rate: Double, components: Components, peak: Double) {
    self.rate = rate
    self.components = components
    self.peak = peak > 0 ? peak.rounded(.down) : 0
  }

  /// The logarithm of x times the density, Σ Poisson(j)·step(j)·(shape + j).
  func logScaledDensity() throws(StatsError) -> Double {
    let first = logWeight(peak) + components.step(peak).logValue
    guard rate > 0, first > -.infinity else { return first + log(components.shape) }
    var sum = components.shape + peak
    var term = 1.0
    var j = peak
    var budget = MixtureBudget()
    while true {
      term *= rate / (j + 1) * components.growth(j)
      j += 1
      let next = sum + term * (components.shape + j)
      if next == sum, rate * components.growth(j) < j + 1 { break }
      sum = next
      try budget.spend()
    }
    (j, term) = (peak, 1)
    while j > 0 {
      j -= 1
      term *= (j + 1) / (rate * components.growth(j))
      let next = sum + term * (components.shape + j)
      if next == sum { break }
      sum = next
      try budget.spend()
    }
    return first + log(sum)
  }

  /// The mixture's tail on one side.
  func tail(_ side: Tail) throws(StatsError) -> TailPair {
    if rate == 0 {
      let only = try components.tails(0)
      return TailPair(side, factor: 1, exponent: only.log(side))
    }
    return side == .lower ? try lowerTail() : try upperTail()
  }

  /// Down from where the terms end: P_j = P_(j+1) + step(j).
  private func lowerTail() throws(StatsError) -> TailPair {
    var j = peak
    var bound = 1.0
    var budget = MixtureBudget()
    while bound > MixtureBudget.negligible {
      let fall = min(max(components.growth(j), components.finalGrowth), 1)
      bound *= min(rate / (j + 1) * fall, 1)
      j += 1
      try budget.spend()
    }
    let scale = logWeight(j) + (try components.tails(j).log(.lower))
    guard scale > -.infinity else { return TailPair(.lower, factor: 0) }
    var term = 1.0
    var step = exp(logWeight(j) + components.step(j).logValue - scale)
    var sum = term
    while j > 0 {
      let weight = j / rate
      j -= 1
      step *= weight / components.growth(j)
      let next = weight * term + step
      if next < term, next < sum * .ulpOfOne / 64 { break }
      term = next
      sum += term
      try budget.spend()
    }
    return TailPair(.lower, factor: sum, exponent: scale)
  }

  /// Up from where the terms begin: Q_(j+1) = Q_j + step(j).
  private func upperTail() throws(StatsError) -> TailPair {
    var j = peak
    var bound = 1.0
    var budget = MixtureBudget()
    while j > 0, bound > MixtureBudget.negligible {
      bound *= min(j / rate * min(1 / components.growth(j - 1), 1), 1)
      j -= 1
      try budget.spend()
    }
    let scale = logWeight(j) + (try components.tails(j).log(.upper))
    guard scale > -.infinity else { return TailPair(.upper, factor: 0) }
    var term = 1.0
    var step = exp(logWeight(j) + components.step(j).logValue - scale)
    var sum = term
    while true {
      let weight = rate / (j + 1)
      let next = weight * (term + step)
      step *= weight * components.growth(j)
      j += 1
      if next < term, next < sum * .ulpOfOne / 64 { break }
      term = next
      sum += term
      try budget.spend()
    }
    return TailPair(.upper, factor: sum, exponent: scale)
  }

  private func logWeight(_ j: Double) -> Double {
    if j == 0 { return -rate }
    let excess = DoubleDouble.sum(rate, -j) / j
    return IncompleteGamma.prefactor(shape: j, x: rate, excess: excess).logValue
  }
}

/// How long the terms of a mixture are followed.
private struct MixtureBudget {
  /// Terms this much smaller than the largest do not count.
  static let negligible = 1e-18
  /// Steps before giving up; at noncentrality 1e4 about two thousand are taken.
  private static let maximum = 1_000_000

  private var left = maximum

  mutating func spend() throws(StatsError) {
    left -= 1
    guard left > 0 else {
      throw .noConvergence(what: "Poisson mixture", iterations: Self.maximum)
    }
  }
}
