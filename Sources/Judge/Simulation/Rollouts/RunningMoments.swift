internal import Summaries

/// Power sums of unit pairs that can be taken out again, so that a returning unit costs no second scan.
struct RunningMoments: Sendable {
  private var counts: [Int]
  /// For each pair Σ (x − shiftX)^p (y − shiftY)^q at `BivariateMoments.index(p, q)`.
  private var sums: [Double]
  private static let orders = 15

  /// What deviations are taken from: the first unit's pair, in all cells alike.
  struct Origin: Sendable {
    var x = 0.0
    var y = 0.0
  }

  init(pairs: Int) {
    counts = Array(repeating: 0, count: pairs)
    sums = Array(repeating: 0, count: pairs * Self.orders)
  }

  /// Adds a unit's pair, or takes it out with weight −1.
  mutating func add(_ x: Double, _ y: Double, weight: Double, pair: Int, origin: Origin) {
    counts[pair] += Int(weight)
    let (u, v) = (x - origin.x, y - origin.y)
    sums.withUnsafeMutableBufferPointer { sums in
      let at = pair * Self.orders
      let (u2, v2) = (u * u, v * v)
      sums[at + 1] += weight * u
      sums[at + 3] += weight * u2
      sums[at + 6] += weight * u2 * u
      sums[at + 10] += weight * u2 * u2
      guard v != 0 else { return }
      sums[at + 2] += weight * v
      sums[at + 4] += weight * u * v
      sums[at + 5] += weight * v2
      sums[at + 7] += weight * u2 * v
      sums[at + 8] += weight * u * v2
      sums[at + 9] += weight * v2 * v
      sums[at + 11] += weight * u2 * u * v
      sums[at + 12] += weight * u2 * v2
      sums[at + 13] += weight * u * v2 * v
      sums[at + 14] += weight * v2 * v2
    }
  }

  func moments(pair: Int, origin: Origin) -> BivariateMoments {
    BivariateMoments(count: counts[pair], shiftX: origin.x, shiftY: origin.y) { p, q in
      sums[pair * Self.orders + BivariateMoments.index(p, q)]
    }
  }
}
