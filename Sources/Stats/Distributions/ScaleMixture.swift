internal import Foundation

/// Averages over S, where S² is χ²_ν/ν: the form of every studentised statistic.
///
/// In log s the integrand is analytic and falls doubly exponentially at both ends, where the
/// trapezoidal rule converges exponentially (Trefethen and Weideman 2014).
struct ScaleMixture {
  let degreesOfFreedom: Double

  private static let negligible = 38.0
  /// Integrand evaluations before giving up; a few hundred occur.
  private static let maximumNodes = 100_000

  /// log ∫ e^component(s) dF(s).
  func logIntegral(
    _ component: (Double) throws(StatsError) -> Double
  ) throws(StatsError) -> Double {
    func logTerm(_ u: Double) throws(StatsError) -> Double {
      logWeight(u) + (try component(exp(u)))
    }
    let peak = try maximum(of: logTerm)
    let top = try logTerm(peak)
    guard top > -.infinity else { return -.infinity }
    // The curvature at the peak sets the scale; eight steps to a standard deviation are ample.
    let probe = 1e-3 / (1 + (2 * degreesOfFreedom).squareRoot())
    let bend = (2 * top - (try logTerm(peak + probe)) - (try logTerm(peak - probe)))
    let curvature = max(bend / (probe * probe), 2 * min(degreesOfFreedom, 1))
    let step = min(0.3 / curvature.squareRoot(), 0.12)
    var sum = 1.0
    var nodes = 0
    for direction in [-step, step] {
      var u = peak + direction
      while true {
        let term = try logTerm(u)
        sum += exp(term - top)
        if term - top < -Self.negligible { break }
        u += direction
        nodes += 1
        guard nodes < Self.maximumNodes else {
          throw .noConvergence(what: "scale mixture", iterations: Self.maximumNodes)
        }
      }
    }
    return top + log(sum * step)
  }

  /// The log density of log S: exact at large ν, where it is a difference of large terms.
  private func logWeight(_ u: Double) -> Double {
    let half = degreesOfFreedom / 2
    let excess = expm1(2 * u)
    let deviance = excess.isInfinite ? -Double.infinity : half * (2 * u - excess)
    let exact = abs(u) < 0.2 ? half * SaddlePoint.logOnePlusMinus(excess) : deviance
    return exact - SaddlePoint.stirlingError(half) + 0.5 * log(half / (2 * .pi)) + log(2)
  }

  /// The peak of a log-concave function of log s, by golden sections.
  private func maximum(
    of f: (Double) throws(StatsError) -> Double
  ) throws(StatsError) -> Double {
    let golden = 0.618_033_988_749_894_8
    var low = -30.0 - 40 / degreesOfFreedom
    var high = 5.0
    if degreesOfFreedom < 1 { high += 2 / degreesOfFreedom }
    var left = high - golden * (high - low)
    var right = low + golden * (high - low)
    var atLeft = try f(left)
    var atRight = try f(right)
    while high - low > 1e-3 / (1 + degreesOfFreedom.squareRoot()) {
      if atLeft > atRight || atRight == -.infinity {
        (high, right, atRight) = (right, left, atLeft)
        left = high - golden * (high - low)
        atLeft = try f(left)
      } else {
        (low, left, atLeft) = (left, right, atRight)
        right = low + golden * (high - low)
        atRight = try f(right)
      }
    }
    return (low + high) / 2
  }
}
