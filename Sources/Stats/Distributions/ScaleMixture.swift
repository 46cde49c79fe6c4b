internal import Foundation

/// Averages over S, where S² is χ²_ν/ν: the form of every studentised statistic.
///
/// In log s the integrand is analytic and falls doubly exponentially at both ends, where the
/// trapezoidal rule converges exponentially (Trefethen and Weideman 2014).
struct ScaleMixture {
  let degreesOfFreedom: Double
  /// The logarithm of the constant in the density of log S.
  private let logConstant: Double

  private static let negligible = 1e-17
  /// Integrand evaluations before giving up; thirty are usual.
  private static let maximumNodes = 1_000_000

  init(degreesOfFreedom: Double) {
    self.degreesOfFreedom = degreesOfFreedom
    let half = degreesOfFreedom / 2
    logConstant = 0.5 * log(half / (2 * .pi)) + log(2) - SaddlePoint.stirlingError(half)
  }

  /// What is averaged, at one s.
  struct Part {
    let value: ScaledValue
    /// How fast the value changes in the argument of the distribution, over the value.
    let hazard: Double
  }

  /// An average over S.
  struct Average {
    let logValue: Double
    /// How fast the average changes, over the average.
    let hazard: Double
  }

  /// log ∫ e^component(s) dF(s), for a component that changes over 1/slope in s.
  func logIntegral(
    slope: Double, component: (Double) throws(StatsError) -> Double
  ) throws(StatsError) -> Double {
    let peak = try maximum(within: 0.1 / (1 + degreesOfFreedom.squareRoot())) {
      (u) throws(StatsError) -> Double in
      let node = node(u)
      return node.logWeight + (try component(node.s))
    }
    return try average(slope: slope, shift: 0, from: peak) { (s) throws(StatsError) -> Part in
      Part(value: ScaledValue(factor: 1, exponent: try component(s)), hazard: 0)
    }.logValue
  }

  /// The average of a part that turns at slope·s = shift, as the normal tail at slope·s − shift does.
  ///
  /// `peak` is a log s where the integrand is near its largest.
  func average(
    slope: Double, shift: Double, from peak: Double,
    part: (Double) throws(StatsError) -> Part
  ) throws(StatsError) -> Average {
    let middle = node(peak)
    let first = try part(middle.s)
    let top = middle.logWeight + first.value.logValue
    guard top > -.infinity else { return Average(logValue: -.infinity, hazard: 0) }
    // A normal factor of width σ is integrated to the last bit by steps of 0.7σ.
    let sharpness = max(abs(slope) * middle.s, abs(shift))
    let bend = 2 * degreesOfFreedom * max(middle.s * middle.s, 1)
    let narrowest = 1 / (bend + sharpness * sharpness).squareRoot()
    let step = min(0.5 * narrowest, 0.12)
    var sum = 1.0
    var slopes = first.hazard
    var nodes = 0
    for direction in [-step, step] {
      var u = peak + direction
      while true {
        let node = node(u)
        let part = try part(node.s)
        let term = part.value.factor * exp(node.logWeight + part.value.exponent - top)
        let isOne = part.value.factor == 1 && part.value.exponent == 0
        if direction < 0, isOne, step * (1 + degreesOfFreedom) < 1e-3 {
          sum += try remainder(below: u, step: step, first: term)
          break
        }
        sum += term
        if term > 0 { slopes += term * part.hazard }
        if term < Self.negligible { break }
        u += direction
        nodes += 1
        guard nodes < Self.maximumNodes else {
          throw .noConvergence(what: "scale mixture", iterations: Self.maximumNodes)
        }
      }
    }
    return Average(logValue: top + log(sum * step), hazard: slopes / sum)
  }

  /// The terms at u, u − step, … where the component is one: a chi-square tail over the step, by
  /// the Euler–Maclaurin formula.
  private func remainder(
    below u: Double, step: Double, first: Double
  ) throws(StatsError) -> Double {
    let tail = try ChiSquared(degreesOfFreedom: degreesOfFreedom)
      .logLowerTail(degreesOfFreedom * exp(2 * u))
    let integral = first * exp(tail - node(u).logWeight)
    let slope = -degreesOfFreedom * expm1(2 * u)
    return integral / step + first / 2 + step * slope * first / 12
  }

  private struct Node {
    let s: Double
    /// The log density of log S.
    let logWeight: Double
  }

  private func node(_ u: Double) -> Node {
    let beyondOne = expm1(u)
    let excess = beyondOne * (2 + beyondOne)
    let half = degreesOfFreedom / 2
    let deviance: Double
    if half * abs(u) > 10, abs(u) < 0.2 {
      // A difference of large terms.
      deviance = half * SaddlePoint.logOnePlusMinus(excess)
    } else {
      deviance = excess.isInfinite ? -.infinity : half * (2 * u - excess)
    }
    return Node(s: 1 + beyondOne, logWeight: deviance + logConstant)
  }

  /// The peak of a log-concave function of log s, as a rule not far from zero.
  private func maximum(
    within tolerance: Double, of f: (Double) throws(StatsError) -> Double
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
