internal import Summaries

/// The moments of units' pairs, by cell.
///
/// Power sums keep their digits about a shift near the mean, and over few pairs; a partition's first unit
/// may be far from it. So the sums are put away in twice the digits in blocks, a short one first, and each
/// block is about the mean of all before.
final class UnitMoments {
  private static let firstBlock = 32.0
  private static let block = 1024.0
  private let pairs: Int
  private let open = Storage<Double>(0, zero: 0)
  private var settled: [BivariateMoments] = []

  init(pairs: Int) { self.pairs = pairs }

  /// Makes room for so many cells.
  func makeRoom(for cells: Int) {
    guard cells * pairs > settled.count else { return }
    open.grow(cells * pairs * PowerSums.width)
    while settled.count < cells * pairs { settled.append(BivariateMoments()) }
  }

  /// Adds a unit's values of a pair to a cell.
  func add(_ cell: Int, _ pair: Int, x: Double, y: Double) {
    let position = cell &* pairs &+ pair
    let sums = open.lane.from(position &* PowerSums.width)
    let isFirst = settled[position].count == 0
    if isFirst {
      PowerSums.add(sums, x: x, y: y, times: 1)
    } else {
      PowerSums.add(aboutShift: sums, x: x, y: y, times: 1)
    }
    if sums[0] >= (isFirst ? Self.firstBlock : Self.block) { settle(position, sums) }
  }

  /// The moments of a cell, by pair.
  func moments(_ cell: Int) -> [BivariateMoments] {
    for position in cell * pairs..<(cell + 1) * pairs {
      settle(position, open.lane.from(position * PowerSums.width))
    }
    return Array(settled[cell * pairs..<(cell + 1) * pairs])
  }

  /// Puts a block away and begins the next about the mean of all so far.
  private func settle(_ position: Int, _ sums: Lane<Double>) {
    settled[position].merge(PowerSums.moments(sums))
    sums.fill(0..<PowerSums.width, 0)
    let all = settled[position]
    (sums[1], sums[2]) = (Self.shift(all.momentsX), Self.shift(all.momentsY))
  }

  /// The mean to a power of two below the spread: near enough, and whole numbers stay whole.
  private static func shift(_ moments: Moments) -> Double {
    guard let variance = moments.variance, variance > 0, variance.isFinite else {
      return moments.mean
    }
    let step = variance.squareRoot().binade
    let shift = (moments.mean / step).rounded() * step
    return shift.isFinite ? shift : moments.mean
  }
}
