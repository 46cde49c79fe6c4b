internal import Foundation

/// When Brownian motion, looked at from time to time, first lies beyond its bounds.
///
/// The density of the paths that are still between their bounds is carried from look to look by
/// numerical integration, without drift. Girsanov's formula then gives the crossings of any drift.
///
/// Reference: Armitage, McPherson & Rowe (1969), JRSS A 132, 235–244.
struct BoundaryCrossing: Sendable {
  /// What is known after a look of the paths that have not crossed.
  private struct Look {
    var time: Double
    var upper: Double
    /// Positions, and the probability that each stands for without drift.
    var positions: [Double]
    var masses: [Double]
  }

  private let looks: [Look]

  /// Panels of the quadrature, in standard deviations of a step.
  private static let panelWidth = 8.0
  /// Beyond so many standard deviations a normal distribution has no mass worth adding.
  private static let reach = 9.0

  /// Prepares looks at ascending times, each with the bounds between which paths go on.
  init(times: [Double], bounds: [ClosedRange<Double>]) {
    var looks: [Look] = []
    for (time, bound) in zip(times, bounds) {
      let step = time - (looks.last?.time ?? 0)
      let deviation = step.squareRoot()
      let span = Self.reach * time.squareRoot()
      let lower = max(bound.lowerBound, -span)
      let upper = min(bound.upperBound, span)
      let panels = max(1, Int(((upper - lower) / (Self.panelWidth * deviation)).rounded(.up)))
      let width = (upper - lower) / Double(panels)
      let before = looks.last ?? Look(time: 0, upper: 0, positions: [0], masses: [1])
      var (positions, masses): ([Double], [Double]) = ([], [])
      var first = 0
      for panel in 0..<panels {
        let from = lower + Double(panel) * width
        for node in GaussLegendre.nodes(from: from, to: from + width) {
          let x = node.position
          while first < before.positions.count,
            before.positions[first] < x - Self.reach * deviation
          {
            first += 1
          }
          var density = 0.0
          var i = first
          while i < before.positions.count, before.positions[i] <= x + Self.reach * deviation {
            let u = (x - before.positions[i]) / deviation
            density += before.masses[i] * exp(-0.5 * u * u)
            i += 1
          }
          positions.append(x)
          masses.append(node.weight * density / (deviation * (2 * Double.pi).squareRoot()))
        }
      }
      looks.append(
        Look(time: time, upper: bound.upperBound, positions: positions, masses: masses))
    }
    self.looks = looks
  }

  /// The probability of first crossing a bound at each look, above, given a drift by unit of time.
  func upperCrossings(drift: Double) throws(StatsError) -> [Double] {
    var before = Look(time: 0, upper: 0, positions: [0], masses: [1])
    var result: [Double] = []
    for look in looks {
      let step = look.time - before.time
      let deviation = step.squareRoot()
      var sum = 0.0
      for (x, mass) in zip(before.positions, before.masses) where mass > 0 {
        let distance = (look.upper - x - drift * step) / deviation
        guard distance < 38 else { continue }
        let tilt = exp(drift * x - 0.5 * drift * drift * before.time)
        sum += mass * tilt * (try Normal().upperTail(distance))
      }
      result.append(min(1, sum))
      before = look
    }
    return result
  }
}
