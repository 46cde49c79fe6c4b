internal import Summaries

/// The moments of units' pairs, by cell.
///
/// Power sums keep their digits about a shift near the mean, and over few pairs; a partition's first unit
/// may be far from it. So the sums are put away in twice the digits in blocks, a short one first, and each
/// block is about the mean of all before.
struct UnitMoments {
  private static let firstBlock = 32.0
  private static let block = 1024.0
  /// Behind the sums stands how many units their block takes; zero before the first one.
  private static let width = PowerSums.width + 1
  private let pairs: Int
  private let memory = Storage<Double>(0, zero: 0)
  private var open: Lane<Double>
  private var settled: [BivariateMoments] = []

  init(pairs: Int) { (self.pairs, open) = (pairs, memory.lane) }

  /// Makes room for so many cells.
  mutating func makeRoom(for cells: Int) {
    guard cells * pairs > settled.count else { return }
    memory.grow(cells * pairs * Self.width)
    open = memory.lane
    while settled.count < cells * pairs { settled.append(BivariateMoments()) }
  }

  /// Adds a unit's values of a pair to a cell.
  @inline(__always)
  mutating func add(_ cell: Int, _ pair: Int, x: Double, y: Double) {
    let position = cell &* pairs &+ pair
    let sums = open.from(position &* Self.width)
    if sums[PowerSums.width] == 0 {
      (sums[1], sums[2], sums[PowerSums.width]) = (x, y, Self.firstBlock)
    }
    PowerSums.add(aboutShift: sums, x: x, y: y, times: 1)
    if sums[0] >= sums[PowerSums.width] { settle(position) }
  }

  /// The moments of a cell, by pair.
  mutating func moments(_ cell: Int) -> [BivariateMoments] {
    let positions = cell * pairs..<(cell + 1) * pairs
    positions.forEach { settle($0) }
    return Array(settled[positions])
  }

  /// Puts a block away and begins the next about the mean of all so far.
  @inline(never)
  private mutating func settle(_ position: Int) {
    let sums = open.from(position &* Self.width)
    settled[position].merge(PowerSums.moments(sums))
    sums.fill(0..<PowerSums.width, 0)
    let all = settled[position]
    guard all.count > 0 else { return }
    (sums[1], sums[2]) = (Self.shift(all.momentsX), Self.shift(all.momentsY))
    sums[PowerSums.width] = Self.block
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
