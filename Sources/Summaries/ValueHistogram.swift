/// Counts of numbers, keyed by the leading bits of their IEEE-754 doubles.
///
/// A cell holds the numbers of one sign, one exponent and one pattern of leading mantissa bits; zero
/// has a cell of its own (both signs), subnormal numbers share the exponent below the smallest normal
/// one, infinities are cells, and NaN is no number and is not counted. A cell's width relative to its
/// numbers is at most 2⁻ᵏ with k mantissa bits kept.
public struct ValueHistogram: Summary, Codable {
  /// What is counted.
  public typealias Observation = Double

  /// How finely numbers are told apart.
  public enum Resolution: Hashable, Codable, Sendable {
    /// Exact until more than `cap` distinct cells exist, then as many mantissa bits fewer as needed:
    /// the final resolution depends on the data alone, never on their order.
    case adaptive(cap: Int)
    /// This many mantissa bits, whatever the data.
    case bits(Int)
  }

  /// How many numbers were counted.
  public private(set) var count: Int
  /// How finely numbers are told apart.
  public let resolution: Resolution
  /// How many of the 52 mantissa bits are told apart now.
  public var mantissaBits: Int { 52 - dropped }
  private var dropped: Int
  private var table: CellTable

  /// Creates a histogram of no numbers.
  public init(_ resolution: Resolution) {
    (count, self.resolution) = (0, resolution)
    dropped = Self.initialDrop(resolution)
    table = CellTable()
  }

  private static func initialDrop(_ resolution: Resolution) -> Int {
    guard case .bits(let bits) = resolution else { return 0 }
    return 52 - min(max(bits, 0), 52)
  }

  /// Returns a histogram of no numbers, with the same resolution.
  public func empty() -> ValueHistogram { ValueHistogram(resolution) }

  /// Folds in one number; NaN is ignored.
  public mutating func add(_ x: Double) { add(x, times: 1) }

  /// Folds in one number seen several times.
  public mutating func add(_ x: Double, times: Int) {
    guard !x.isNaN, times > 0 else { return }
    count += times
    table.add(Self.key(x, dropped: dropped), times)
    if table.used > table.comfortable { makeRoom() }
  }

  /// Folds in a batch of numbers.
  @inline(never)
  public mutating func add(_ batch: UnsafeBufferPointer<Double>) {
    var next = batch.startIndex
    while next < batch.endIndex {
      next = table.add(batch, from: next, count: &count) { [dropped] x in
        Self.key(x, dropped: dropped)
      }
      if table.used > table.comfortable { makeRoom() }
    }
  }

  /// Folds in the numbers of another histogram, at the coarser resolution of the two.
  public mutating func merge(_ other: ValueHistogram) {
    count += other.count
    while dropped < other.dropped { coarsen() }
    other.table.forEach { key, times in
      // Making room for one cell may coarsen those to come.
      table.add(Self.coarser(key, by: dropped - other.dropped), times)
      if table.used > table.comfortable { makeRoom() }
    }
  }

  /// Grows the table, and coarsens the cells where the cap asks for it.
  private mutating func makeRoom() {
    if case .adaptive(let cap) = resolution {
      while table.used > cap && dropped < 52 { coarsen() }
      table.room(for: table.used, cap: cap)
    } else {
      table.room(for: table.used, cap: nil)
    }
  }

  private mutating func coarsen() {
    dropped += 1
    var coarse = CellTable()
    if case .adaptive(let cap) = resolution { coarse.room(for: table.used, cap: cap) }
    table.forEach { key, times in
      coarse.add(Self.coarser(key, by: 1), times)
      if coarse.used > coarse.comfortable { coarse.room(for: coarse.used, cap: nil) }
    }
    table = coarse
  }

  /// The cell of a number: zero for zero, ascending with the numbers.
  private static func key(_ x: Double, dropped: Int) -> Int64 {
    let magnitude = Int64(bitPattern: x.bitPattern & 0x7FFF_FFFF_FFFF_FFFF)
    guard magnitude != 0 else { return 0 }
    let cell = (magnitude &>> Int64(dropped)) &+ 1
    return x.sign == .minus ? -cell : cell
  }

  /// The cell that holds a cell when mantissa bits are dropped.
  private static func coarser(_ key: Int64, by bits: Int) -> Int64 {
    guard key != 0, bits > 0 else { return key }
    let cell = ((abs(key) - 1) >> Int64(bits)) + 1
    return key < 0 ? -cell : cell
  }

  /// One cell: numbers from `lower` to `upper`, both attainable, and how many there were.
  public struct Cell: Equatable, Sendable {
    /// The least number of the cell.
    public var lower: Double
    /// The greatest number of the cell.
    public var upper: Double
    /// How many numbers there were.
    public var count: Int

    /// Creates a cell from its bounds and its count.
    public init(lower: Double, upper: Double, count: Int) {
      (self.lower, self.upper, self.count) = (lower, upper, count)
    }
  }

  /// The cells that are not empty, in ascending order.
  public var cells: [Cell] {
    sortedCells.map { key, times in
      let (lower, upper) = bounds(key)
      return Cell(lower: lower, upper: upper, count: times)
    }
  }

  private var sortedCells: [(key: Int64, count: Int)] {
    var found: [(key: Int64, count: Int)] = []
    found.reserveCapacity(table.used)
    table.forEach { key, times in found.append((key, times)) }
    return found.sorted { $0.key < $1.key }
  }

  private func bounds(_ key: Int64) -> (Double, Double) {
    guard key != 0 else { return (0, 0) }
    let cell = UInt64(abs(key) - 1)
    // Zero is not in the cell of the smallest subnormal numbers.
    let near = Double(bitPattern: max(cell << UInt64(dropped), 1))
    guard near.isFinite else { return key < 0 ? (-near, -near) : (near, near) }
    let far = Double(bitPattern: cell << UInt64(dropped) | (1 << UInt64(dropped) - 1))
    return key < 0 ? (-far, -near) : (near, far)
  }

  /// Whether two histograms have the same cells and counts.
  public static func == (a: ValueHistogram, b: ValueHistogram) -> Bool {
    guard a.count == b.count, a.resolution == b.resolution, a.dropped == b.dropped,
      a.table.used == b.table.used
    else { return false }
    return a.sortedCells.elementsEqual(b.sortedCells) { $0.key == $1.key && $0.count == $1.count }
  }
}

extension ValueHistogram: CustomStringConvertible {
  /// The number of numbers and cells.
  public var description: String {
    "ValueHistogram of \(count) numbers in \(table.used) cells of \(mantissaBits) mantissa bits"
  }
}

extension ValueHistogram {
  private enum CodingKeys: String, CodingKey {
    case count, resolution, mantissaBits, keys, counts
  }

  /// Decodes a histogram; cells that do not agree with its count are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(try container.decode(Resolution.self, forKey: .resolution))
    let bits = try container.decode(Int.self, forKey: .mantissaBits)
    let keys = try container.decode([Int64].self, forKey: .keys)
    let counts = try container.decode([Int].self, forKey: .counts)
    let total = try container.decode(Int.self, forKey: .count)
    let sum = counts.reduce((value: 0, overflow: false)) { partial, next in
      let (value, overflow) = partial.value.addingReportingOverflow(next)
      return (value, partial.overflow || overflow || next <= 0)
    }
    guard (0...52).contains(bits), keys.count == counts.count, !sum.overflow, sum.value == total,
      zip(keys, keys.dropFirst()).allSatisfy({ $0 < $1 }),
      keys.allSatisfy({
        $0 > Int64.min && abs($0) - 1 <= Int64(0x7FF0_0000_0000_0000) >> (52 - bits)
      })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .keys, in: container, debugDescription: "The cells of a histogram do not agree.")
    }
    (count, dropped) = (total, 52 - bits)
    table.room(for: keys.count, cap: nil)
    for (key, times) in zip(keys, counts) { table.add(key, times) }
  }

  /// Encodes the cells in ascending order.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let cells = sortedCells
    try container.encode(count, forKey: .count)
    try container.encode(resolution, forKey: .resolution)
    try container.encode(mantissaBits, forKey: .mantissaBits)
    try container.encode(cells.map(\.key), forKey: .keys)
    try container.encode(cells.map(\.count), forKey: .counts)
  }
}

/// Counts by cell: open addressing, a power of two of slots.
private struct CellTable: Sendable {
  private var keys: [Int64] = []
  private var counts: [Int] = []
  private(set) var used = 0
  /// Beyond this many cells the table must be given room.
  private(set) var comfortable = 0

  /// Counts `times` more in a cell; afterwards `used` may exceed `comfortable`, but never the slots.
  mutating func add(_ key: Int64, _ times: Int) {
    if keys.isEmpty { room(for: 16, cap: nil) }
    let mask = keys.count &- 1
    var slot = Self.hash(key) & mask
    while counts[slot] != 0 {
      if keys[slot] == key {
        counts[slot] &+= times
        return
      }
      slot = (slot &+ 1) & mask
    }
    (keys[slot], counts[slot]) = (key, times)
    used &+= 1
  }

  /// Counts numbers from a position on until the table wants room, and returns how far it came.
  @inline(__always)
  mutating func add(
    _ batch: UnsafeBufferPointer<Double>, from start: Int, count: inout Int,
    key: (Double) -> Int64
  ) -> Int {
    if keys.isEmpty { room(for: 16, cap: nil) }
    let mask = keys.count &- 1
    var (used, total, next) = (used, 0, start)
    let comfortable = comfortable
    keys.withUnsafeMutableBufferPointer { keys in
      counts.withUnsafeMutableBufferPointer { counts in
        while next < batch.endIndex, used <= comfortable {
          let x = batch[next]
          next &+= 1
          if x.isNaN { continue }
          total &+= 1
          let key = key(x)
          var slot = Self.hash(key) & mask
          while counts[slot] != 0, keys[slot] != key { slot = (slot &+ 1) & mask }
          if counts[slot] == 0 {
            keys[slot] = key
            used &+= 1
          }
          counts[slot] &+= 1
        }
      }
    }
    self.used = used
    count &+= total
    return next
  }

  /// Makes the table big enough for `cells` cells and some more, or says up to which cap none is needed.
  mutating func room(for cells: Int, cap: Int?) {
    var slots = max(keys.count, 32)
    while slots / 2 < cells + 1 { slots *= 2 }
    if slots > keys.count {
      let (oldKeys, oldCounts) = (keys, counts)
      keys = Array(repeating: 0, count: slots)
      counts = Array(repeating: 0, count: slots)
      used = 0
      for (key, times) in zip(oldKeys, oldCounts) where times != 0 { add(key, times) }
    }
    comfortable = min(slots / 2, cap.map { $0 >= used ? $0 : Int.max } ?? Int.max)
  }

  func forEach(_ body: (Int64, Int) -> Void) {
    for slot in keys.indices where counts[slot] != 0 { body(keys[slot], counts[slot]) }
  }

  private static func hash(_ key: Int64) -> Int {
    let mixed = UInt64(bitPattern: key) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 32)
  }
}
