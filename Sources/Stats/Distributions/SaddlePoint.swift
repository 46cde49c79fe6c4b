internal import Foundation
internal import Summaries

/// The pieces of Loader's saddle-point form of the gamma, beta, binomial and Poisson densities.
///
/// Those densities are quotients of huge gamma functions and powers. Formed from differences of
/// `lgamma` they lose as many digits as their logarithms have before the point: at shape 1e8 half
/// of them. In Loader's form (C. Loader, *Fast and accurate computation of binomial probabilities*,
/// 2000) what is left is a sum of terms of one sign, each exact to the last bits.
enum SaddlePoint {
  /// log(1 + u) − u, exact for small `u` too.
  static func logOnePlusMinus(_ u: Double) -> Double {
    guard u > -0.4, u < 0.6 else { return log1p(u) - u }
    // With r = u/(2 + u), log(1 + u) = 2·atanh(r) and 2r − u = −u·r.
    let r = u / (2 + u)
    return atanhCubic(r) - u * r
  }

  /// log(1 + u) − u in twice the precision where it matters, for `ratio` = 1 + u > 0.
  static func deviance(excess u: DoubleDouble, ratio: Double) -> DoubleDouble {
    guard u.high > -0.75, u.high < 3 else {
      let onePlus = DoubleDouble(1) + u
      let exact = onePlus.high > 1e-10 ? log(onePlus.high) + onePlus.low / onePlus.high : log(ratio)
      return DoubleDouble(exact) - u
    }
    // As above; the cubic part is small enough for one double.
    let r = u / (u + 2)
    return DoubleDouble(atanhCubic(r.high)) - u * r
  }

  /// 2·atanh(r) − 2r.
  private static func atanhCubic(_ r: Double) -> Double {
    let square = r * r
    guard square > 0.01 else {
      let tail = 1.0 / 13 + square * (1.0 / 15 + square * (1.0 / 17 + square / 19))
      let middle = 1.0 / 7 + square * (1.0 / 9 + square * (1.0 / 11 + square * tail))
      return 2 * r * square * (1.0 / 3 + square * (1.0 / 5 + square * middle))
    }
    var sum = 1.0 / 3
    var power = square
    var divisor = 5.0
    while true {
      let next = sum + power / divisor
      if next == sum { return 2 * r * square * sum }
      sum = next
      power *= square
      divisor += 2
    }
  }

  /// The error of Stirling's formula: log Γ(n + 1) − (½·log(2πn) + n·log n − n).
  static func stirlingError(_ n: Double) -> Double {
    if n >= StirlingTable.domain.upperBound { return stirlingSeries(n) }
    if n >= StirlingTable.domain.lowerBound { return StirlingTable.value(n) }
    return log(tgamma(1 + n)) - 0.5 * log(2 * .pi * n) - n * log(n) + n
  }

  /// The asymptotic series, for n of at least 10.
  static func stirlingSeries(_ n: Double) -> Double {
    let t = 1 / (n * n)
    // Bernoulli numbers over 2k(2k − 1).
    let inner = 1.0 / 1680 - t * (1.0 / 1188 - t * (691.0 / 360_360 - t * (1.0 / 156)))
    return (1.0 / 12 - t * (1.0 / 360 - t * (1.0 / 1260 - t * inner))) / n
  }
}
