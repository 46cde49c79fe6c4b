internal import Foundation

/// The limit distribution of √n·D, the scaled Kolmogorov–Smirnov statistic.
public struct Kolmogorov: ContinuousDistribution {
  /// The limit distribution; it has no parameters.
  public init() {}

  /// From zero up.
  public var support: ClosedRange<Double> { 0...Double.infinity }

  /// The natural logarithm of the density.
  public func logDensity(_ x: Double) throws(StatsError) -> Double {
    try Domain.argument(x)
    guard x > 0, x < .infinity else { return -.infinity }
    if x < Self.crossover {
      // d/dx of √(2π)/x · Σ e^(−(2k−1)²π²/(8x²)).
      let unit = .pi * .pi / (8 * x * x)
      guard unit < .infinity else { return -.infinity }
      var sum = 0.0
      for k in stride(from: 1.0, through: 7, by: 2) {
        sum += exp(-(k * k - 1) * unit) * (2 * k * k * unit - 1)
      }
      return -unit + log(sum * (2 * .pi).squareRoot()) - 2 * log(x)
    }
    var sum = 0.0
    for k in stride(from: 1.0, through: 6, by: 1) {
      let sign = k.truncatingRemainder(dividingBy: 2) == 1 ? 1.0 : -1
      sum += sign * k * k * exp(-2 * (k * k - 1) * x * x)
    }
    return -2 * x * x + log(8 * sum) + log(x)
  }

  /// Both tail probabilities at `x`: the theta series below, the alternating one above.
  public func tails(at x: Double) throws(StatsError) -> TailPair {
    try Domain.argument(x)
    if x <= 0 { return .allAbove }
    if x == .infinity { return .allBelow }
    var sum = 0.0
    if x < Self.crossover {
      let unit = .pi * .pi / (8 * x * x)
      guard unit < .infinity else { return .allAbove }
      for k in stride(from: 7.0, through: 1, by: -2) { sum += exp(-(k * k - 1) * unit) }
      return TailPair(.lower, factor: sum * (2 * .pi).squareRoot() / x, exponent: -unit)
    }
    for k in stride(from: 6.0, through: 1, by: -1) {
      let sign = k.truncatingRemainder(dividingBy: 2) == 1 ? 1.0 : -1
      sum += sign * exp(-2 * (k * k - 1) * x * x)
    }
    return TailPair(.upper, factor: 2 * sum, exponent: -2 * x * x)
  }

  /// The x with P(X ≤ x) = `p`.
  public func quantile(lowerTail p: Double) throws(StatsError) -> Double {
    try quantile(.lower, p, start: Self.guess)
  }

  /// The x with P(X > x) = `q`.
  public func quantile(upperTail q: Double) throws(StatsError) -> Double {
    try quantile(.upper, q, start: Self.guess)
  }

  /// From the leading terms of the two series.
  private static func guess(_ tail: Tail, _ probability: Double) -> Double {
    switch tail {
    case .lower: .pi / (8 * (1 - log(probability))).squareRoot()
    case .upper: (-0.5 * log(probability / 2)).squareRoot()
    }
  }

  /// Near the median the first of these needs three terms and the second five.
  private static let crossover = 0.83
}
