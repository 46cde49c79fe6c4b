internal import Foundation

/// Averages over S, where S² is χ²_ν/ν: the form of every studentised statistic.
///
/// In log s the integrand is analytic and falls doubly exponentially at both ends, where the
/// trapezoidal rule converges exponentially (Trefethen and Weideman 2014).
struct ScaleMixture {
  let degreesOfFreedom: Double

  private static let negligible = 1e-17
  /// Integrand evaluations before giving up; a few hundred are usual.
  private static let maximumNodes = 1_000_000

  /// log ∫ e^component(s) dF(s), for a component that changes over 1/slope in s.
  ///
  /// `shift` is where it turns, as in the normal tail at slope·s − shift.
  func logIntegral(
    slope: Double, shift: Double = 0,
    component: (Double) throws(StatsError) -> Double
  ) throws(StatsError) -> Double {
    func logTerm(_ u: Double) throws(StatsError) -> Double {
      logWeight(u) + (try component(exp(u)))
    }
    let narrow = degreesOfFreedom.squareRoot() + abs(shift)
    let peak = try maximum(of: logTerm, within: 0.1 / (1 + narrow))
    let top = try logTerm(peak)
    guard top > -.infinity else { return -.infinity }
    // A normal factor of width σ is integrated to the last bit by steps of 0.7σ.
    let sharpness = max(abs(slope) * exp(peak), abs(shift))
    let bend = 2 * degreesOfFreedom * max(exp(2 * peak), 1)
    let narrowest = 1 / (bend + sharpness * sharpness).squareRoot()
    let step = min(0.5 * narrowest, 0.12)
    var sum = 1.0
    var nodes = 0
    for direction in [-step, step] {
      var u = peak + direction
      while true {
        let change = try component(exp(u))
        let term = exp(logWeight(u) + change - top)
        if direction < 0, abs(change) < 1e-17, step * (1 + degreesOfFreedom) < 1e-3 {
          sum += try remainder(below: u, step: step, first: term)
          break
        }
        sum += term
        if term < Self.negligible { break }
        u += direction
        nodes += 1
        guard nodes < Self.maximumNodes else {
          throw .noConvergence(what: "scale mixture", iterations: Self.maximumNodes)
        }
      }
    }
    return top + log(sum * step)
  }

  /// The terms at u, u − step, … where the component is one: a chi-square tail over the step, by
  /// the Euler–Maclaurin formula.
  private func remainder(
    below u: Double, step: Double, first: Double
  ) throws(StatsError) -> Double {
    let tail = try ChiSquared(degreesOfFreedom: degreesOfFreedom)
      .logLowerTail(degreesOfFreedom * exp(2 * u))
    let integral = first * exp(tail - logWeight(u))
    let slope = -degreesOfFreedom * expm1(2 * u)
    return integral / step + first / 2 + step * slope * first / 12
  }

  /// The log density of log S: exact at large ν, where it is a difference of large terms.
  private func logWeight(_ u: Double) -> Double {
    let half = degreesOfFreedom / 2
    let excess = expm1(2 * u)
    let deviance = excess.isInfinite ? -Double.infinity : half * (2 * u - excess)
    let exact = abs(u) < 0.2 ? half * SaddlePoint.logOnePlusMinus(excess) : deviance
    return exact - SaddlePoint.stirlingError(half) + 0.5 * log(half / (2 * .pi)) + log(2)
  }

  /// The peak of a log-concave function of log s, as a rule not far from zero.
  private func maximum(
    of f: (Double) throws(StatsError) -> Double, within tolerance: Double
  ) throws(StatsError) -> Double {
    let near = -1.5...0.75
    let peak = try maximum(of: f, in: near, within: tolerance)
    let isInside =
      peak > near.lowerBound + 2 * tolerance && peak < near.upperBound - 2 * tolerance
    if isInside { return peak }
    let high = degreesOfFreedom < 1 ? 5 + 2 / degreesOfFreedom : 5
    return try maximum(of: f, in: (-30 - 40 / degreesOfFreedom)...high, within: tolerance)
  }

  /// The peak within a range, by golden sections.
  private func maximum(
    of f: (Double) throws(StatsError) -> Double, in range: ClosedRange<Double>,
    within tolerance: Double
  ) throws(StatsError) -> Double {
    let golden = 0.618_033_988_749_894_8
    var (low, high) = (range.lowerBound, range.upperBound)
    var left = high - golden * (high - low)
    var right = low + golden * (high - low)
    var atLeft = try f(left)
    var atRight = try f(right)
    while high - low > tolerance {
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
