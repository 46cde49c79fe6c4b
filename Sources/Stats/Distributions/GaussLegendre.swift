internal import Foundation

/// Gauss–Legendre quadrature of fixed order on [0, 1].
enum GaussLegendre {
  private static let order = 32

  /// Nodes and weights, by Newton on the Legendre polynomial from Tricomi's first guess.
  private static let rule: [(node: Double, weight: Double)] = (1...order).map { index in
    var z = cos(.pi * (Double(index) - 0.25) / (Double(order) + 0.5))
    var derivative = 1.0
    for _ in 0..<8 {
      var previous = 0.0
      var value = 1.0
      for degree in 1...order {
        let k = Double(degree)
        (previous, value) = (value, ((2 * k - 1) * z * value - (k - 1) * previous) / k)
      }
      derivative = Double(order) * (z * value - previous) / (z * z - 1)
      z -= value / derivative
    }
    return (0.5 * (1 - z), 1 / ((1 - z * z) * derivative * derivative))
  }

  /// Positions and weights of the rule on an interval.
  static func nodes(from start: Double, to end: Double) -> [(position: Double, weight: Double)] {
    let width = end - start
    return rule.map { (start + $0.node * width, $0.weight * width) }
  }

  /// ∫ f over [0, `length`].
  static func integrate<Failure: Error>(
    to length: Double, _ f: (Double) throws(Failure) -> Double
  ) throws(Failure) -> Double {
    var sum = 0.0
    for (node, weight) in rule { sum += weight * (try f(node * length)) }
    return sum * length
  }
}
