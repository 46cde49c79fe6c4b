internal import CGSL
internal import Foundation

/// The sequential test that units arrive in the arms at the planned ratio.
///
/// H0: each new unit is in arm i with probability θ_i, whatever came before. The alternative is a
/// Dirichlet(kθ) prior on the true weights; each phase has its own weights and its own factor.
/// The Bayes factor is an e-value: it may be looked at after every unit.
///
/// Reference: Lindon & Malek (2022), NeurIPS 35 (arXiv 2011.03567), equation 6.
public struct SequentialSampleRatio: Sendable, Equatable, Codable {
  /// The units first seen while the weights stood still.
  public struct Phase: Sendable, Equatable, Codable {
    /// The units of each arm.
    public var counts: [Int]
    /// The planned weights, one an arm; only their proportions matter.
    public var weights: [Double]

    /// Creates a phase from one count and one planned weight an arm.
    public init(counts: [Int], weights: [Double]) {
      (self.counts, self.weights) = (counts, weights)
    }
  }

  /// k, the prior's weight in units: larger looks for smaller imbalances.
  public let concentration: Double

  /// Creates a test whose prior weighs as much as `concentration` units, positive.
  public init(concentration: Double = 100) {
    self.concentration = concentration
  }

  /// The log Bayes factor against the planned ratio, summed over phases.
  ///
  /// An arm without weight is left out where it has no units.
  ///
  /// - Throws: `StatsError.invalidParameter` for a negative count or weight, unequal lengths,
  ///   or units in an arm without weight.
  public func logBayesFactor(_ phases: [Phase]) throws(StatsError) -> Double {
    guard concentration > 0, concentration.isFinite else {
      throw .invalidParameter(
        name: "concentration", value: concentration, expected: "positive and finite")
    }
    var sum = 0.0
    for phase in phases { sum += try logBayesFactor(of: phase) }
    return sum
  }

  /// The p-value min(1, 1/BF), valid at any stopping time.
  ///
  /// - Throws: as `logBayesFactor`.
  public func pValue(_ phases: [Phase]) throws(StatsError) -> Double {
    min(1, exp(-(try logBayesFactor(phases))))
  }

  /// ln B(kθ + n)/B(kθ) − Σ n ln θ.
  ///
  /// Stirling's formula is applied by hand, because the log-gamma functions of millions of units
  /// are large and cancel; what remains is a deviance, which is accurate, and small corrections.
  private func logBayesFactor(of phase: Phase) throws(StatsError) -> Double {
    let arms = try validArms(of: phase)
    let totalWeight = arms.reduce(0) { $0 + $1.weight }
    let units = arms.reduce(0) { $0 + $1.count }
    let posteriorTotal = concentration + units
    var sum =
      0.5 * log1p(units / concentration)
      - (try stirlingCorrection(posteriorTotal)) + (try stirlingCorrection(concentration))
    for arm in arms {
      let share = arm.weight / totalWeight
      let prior = concentration * share
      let posterior = prior + arm.count
      sum +=
        (try deviance(posterior, expected: posteriorTotal * share))
        - 0.5 * log1p(arm.count / prior)
        + (try stirlingCorrection(posterior)) - (try stirlingCorrection(prior))
    }
    return sum
  }

  private func validArms(
    of phase: Phase
  ) throws(StatsError) -> [(count: Double, weight: Double)] {
    guard phase.counts.count == phase.weights.count, phase.counts.count > 1 else {
      throw .invalidParameter(
        name: "weights", value: Double(phase.weights.count),
        expected: "one an arm, for at least two arms")
    }
    var arms: [(count: Double, weight: Double)] = []
    for (count, weight) in zip(phase.counts, phase.weights) {
      guard count >= 0 else {
        throw .invalidParameter(name: "counts", value: Double(count), expected: "not negative")
      }
      guard weight >= 0, weight.isFinite, weight > 0 || count == 0 else {
        throw .invalidParameter(
          name: "weights", value: weight, expected: "positive for an arm with units")
      }
      if weight > 0 { arms.append((Double(count), weight)) }
    }
    return arms
  }

  /// x ln(x/m) + m − x; the terms m − x sum to zero over the arms.
  private func deviance(_ x: Double, expected m: Double) throws(StatsError) -> Double {
    let residual = try unsafe GSL.value("gsl_sf_log_1plusx_mx_e") {
      unsafe gsl_sf_log_1plusx_mx_e((m - x) / x, $0)
    }
    return -x * residual
  }

  /// ln Γ(x) − (x − ½) ln x + x − ½ ln 2π.
  private func stirlingCorrection(_ x: Double) throws(StatsError) -> Double {
    log(try unsafe GSL.value("gsl_sf_gammastar_e") { unsafe gsl_sf_gammastar_e(x, $0) })
  }
}
