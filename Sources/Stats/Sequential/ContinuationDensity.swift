internal import Foundation

/// How the score is distributed over the paths that have not stopped yet.
///
/// The score, √I times the standardised statistic, is a Brownian motion in the information I with some
/// drift. Its density is known at the nodes of Jennison and Turnbull's grid and integrated by Simpson's rule.
///
/// Reference: Armitage, McPherson & Rowe (1969), JRSS A 132; Jennison & Turnbull (2000), Group Sequential
/// Methods with Applications to Clinical Trials, chapter 19.
struct ContinuationDensity: Sendable {
  private let drift: Double
  private let resolution: Int
  private var information = 0.0
  /// Where the density is known, ascending; before the first look all paths are at zero.
  private var nodes: [Double] = [0]
  /// The density times the width that the node stands for.
  private var masses: [Double] = [1]

  /// The distribution before the first look.
  ///
  /// - Parameters:
  ///   - drift: The mean of the score per unit of information.
  ///   - smallestStep: The least growth of information from one look to the next, as a share of the new one.
  init(drift: Double, smallestStep: Double) {
    self.drift = drift
    // Nodes are 0.75/resolution standard deviations of the score apart, and a step's density is
    // √smallestStep of them wide: five nodes a width leave 1e-6 in a bound, the most where looks are close.
    resolution = max(32, Int((4 / smallestStep.squareRoot()).rounded(.up)))
  }

  /// P(no stop so far, then a statistic above `bound` at `next`).
  func probability(above bound: Double, at next: Double) -> Double {
    probability(next) { $0 - bound * next.squareRoot() }
  }

  /// P(no stop so far, then a statistic below `bound` at `next`).
  func probability(below bound: Double, at next: Double) -> Double {
    probability(next) { bound * next.squareRoot() - $0 }
  }

  /// P(no stop so far, then a statistic above `bound` at `next`), had the drift been another.
  ///
  /// Girsanov's formula weighs the paths, so that one pass over the looks serves every drift.
  func probability(above bound: Double, at next: Double, drift other: Double) -> Double {
    let step = next - information
    let (change, squares) = (other - drift, (other * other - drift * drift) / 2)
    let scale = -1 / (2 * step).squareRoot()
    var sum = 0.0
    for (node, mass) in zip(nodes, masses) {
      let distance = node + other * step - bound * next.squareRoot()
      sum += mass * exp(change * node - squares * information) * 0.5 * erfc(scale * distance)
    }
    return sum
  }

  /// The density of the statistic at `next`, at one of its values, among paths that have not stopped.
  func density(_ statistic: Double, at next: Double) -> Double {
    scoreDensity(statistic * next.squareRoot(), at: next) * next.squareRoot()
  }

  /// The paths that have not stopped after a look that stops outside of `lower`...`upper`.
  func continued(at next: Double, lower: Double, upper: Double) -> ContinuationDensity {
    var result = self
    result.information = next
    (result.nodes, result.masses) = ([], [])
    let root = next.squareRoot()
    let places = Self.grid(
      center: drift * root, lower: lower, upper: upper, resolution: resolution)
    guard places.count > 2 else { return result }
    // Simpson's weights for intervals of unequal width: every second node is a midpoint.
    for index in places.indices {
      let width =
        index % 2 == 1
        ? 4 * (places[index + 1] - places[index - 1])
        : (index + 2 < places.count ? places[index + 2] - places[index] : 0)
          + (index > 1 ? places[index] - places[index - 2] : 0)
      let score = places[index] * root
      result.nodes.append(score)
      result.masses.append(width * root / 6 * scoreDensity(score, at: next))
    }
    return result
  }

  /// Σ mass · Φ(distance/σ), `distance` taken from where the next score is expected.
  private func probability(_ next: Double, _ distance: (Double) -> Double) -> Double {
    let step = next - information
    let scale = -1 / (2 * step).squareRoot()
    var sum = 0.0
    for (node, mass) in zip(nodes, masses) {
      sum += mass * 0.5 * erfc(scale * distance(node + drift * step))
    }
    return sum
  }

  private func scoreDensity(_ score: Double, at next: Double) -> Double {
    let step = next - information
    let center = score - drift * step
    // Beyond nine standard deviations a node adds less than 1e-17.
    let reach = 9 * step.squareRoot()
    var index = Self.firstIndex(of: nodes, atLeast: center - reach)
    var sum = 0.0
    while index < nodes.count, nodes[index] <= center + reach {
      let distance = center - nodes[index]
      sum += masses[index] * exp(-distance * distance / (2 * step))
      index += 1
    }
    return sum / (2 * Double.pi * step).squareRoot()
  }

  private static func firstIndex(of nodes: [Double], atLeast value: Double) -> Int {
    var (low, high) = (0, nodes.count)
    while low < high {
      let middle = (low + high) / 2
      if nodes[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Nodes and the midpoints between them: even within three standard deviations of the center, then
  /// wider and wider.
  private static func grid(
    center: Double, lower: Double, upper: Double, resolution r: Int
  ) -> [Double] {
    let tail = (1..<r).map { 3 + 4 * log(Double(r) / Double($0)) }
    let body = (r...(5 * r)).map { -3 + 1.5 * Double($0 - r) / Double(r) }
    let inside = (tail.map { -$0 } + body + tail.reversed())
      .map { center + $0 }.filter { $0 > lower && $0 < upper }
    let far = 3 + 4 * log(Double(r))
    let ends = (max(lower, center - far - 1), min(upper, center + far + 1))
    guard ends.0 < ends.1 else { return [] }
    let nodes = [ends.0] + inside + [ends.1]
    var places = [nodes[0]]
    for (left, right) in zip(nodes, nodes.dropFirst()) where right > left {
      places.append((left + right) / 2)
      places.append(right)
    }
    return places
  }
}
