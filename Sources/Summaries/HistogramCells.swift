/// Counts by cell of a histogram: an array where most cells lie close together, a hash table for the rest.
///
/// A cell's key is zero for zero, else the leading bits of the magnitude plus one, with the number's sign.
struct HistogramCells: Sendable {
  private var window = CellWindow()
  private var rest = CellTable()

  /// How many cells are not empty.
  var used: Int { window.used + rest.used }

  /// Creates no cells.
  init() {}

  /// Creates cells to be filled with those of these codes, so many bits dropped.
  private init(for sorted: [UInt64], dropping bits: Int) {
    window = CellWindow(around: sorted, dropping: bits)
    rest = CellTable(capacity: sorted.count - window.expected)
  }

  /// Counts `times` more in a cell.
  mutating func add(_ key: Int64, _ times: Int) {
    guard !window.add(key, times) else { return }
    let before = rest.used
    rest.add(key, times)
    // Now and then it is time to see how the cells lie.
    if rest.used > before, Self.isMilestone(rest.used) { coarsen(by: 0) }
  }

  private static func isMilestone(_ cells: Int) -> Bool {
    cells == 64 || cells == 256 || cells == 1024
  }

  /// Counts numbers whose magnitudes lose so many bits, and returns how many there were; NaN is none.
  mutating func add(_ batch: UnsafeBufferPointer<Double>, dropped: Int) -> Int {
    var (next, skipped) = (batch.startIndex, 0)
    while true {
      next = window.add(batch, from: next, dropped: dropped)
      guard next < batch.endIndex else { return batch.count - skipped }
      let x = batch[next]
      next += 1
      if x.isNaN { skipped += 1 } else { add(Self.key(x, dropped: dropped), 1) }
    }
  }

  /// Drops as many more bits as leave at most `cap` cells, but no more than `most`; returns how many.
  mutating func coarsen(toAtMost cap: Int, losing most: Int) -> Int {
    let codes = sortedCodes
    let bits = bitsToLose(codes, cap: cap, most: most)
    rebuild(codes, dropping: bits)
    return bits
  }

  /// Drops so many more bits.
  mutating func coarsen(by bits: Int) { rebuild(sortedCodes, dropping: bits) }

  private mutating func rebuild(_ codes: [UInt64], dropping bits: Int) {
    var coarse = HistogramCells(for: codes, dropping: bits)
    forEach { key, times in
      let key = Self.coarser(key, by: bits)
      if !coarse.window.add(key, times) { coarse.rest.add(key, times) }
    }
    self = coarse
  }

  /// The cells but for zero, by magnitude: it stands above the lowest bit, which is set for negative ones.
  private var sortedCodes: [UInt64] {
    var codes: [UInt64] = []
    codes.reserveCapacity(used)
    forEach { key, _ in
      if key != 0 { codes.append(UInt64(abs(key) - 1) << 1 | (key < 0 ? 1 : 0)) }
    }
    codes.sort()
    return codes
  }

  private func bitsToLose(_ sorted: [UInt64], cap: Int, most: Int) -> Int {
    // Neighbours become one cell once all the bits in which they differ are lost.
    var merged = [Int](repeating: 0, count: 65)
    var last: (positive: UInt64?, negative: UInt64?) = (nil, nil)
    for code in sorted {
      if let neighbor = code & 1 == 0 ? last.positive : last.negative {
        merged[64 - ((neighbor ^ code) >> 1).leadingZeroBitCount] += 1
      }
      if code & 1 == 0 { last.positive = code } else { last.negative = code }
    }
    var (bits, left) = (0, used)
    while left > cap, bits < most {
      bits += 1
      left -= merged[bits]
    }
    return bits
  }

  /// Calls `body` with each cell that is not empty, in no order.
  func forEach(_ body: (Int64, Int) -> Void) {
    window.forEach(body)
    rest.forEach(body)
  }

  /// The cell of a number: zero for zero, ascending with the numbers.
  static func key(_ x: Double, dropped: Int) -> Int64 {
    let magnitude = Int64(bitPattern: x.bitPattern & 0x7FFF_FFFF_FFFF_FFFF)
    guard magnitude != 0 else { return 0 }
    let cell = (magnitude &>> Int64(dropped)) &+ 1
    return x.sign == .minus ? -cell : cell
  }

  /// The cell that holds a cell when bits are dropped.
  static func coarser(_ key: Int64, by bits: Int) -> Int64 {
    guard key != 0, bits > 0 else { return key }
    let cell = ((abs(key) - 1) >> Int64(bits)) + 1
    return key < 0 ? -cell : cell
  }
}

/// Counts of the cells in a range of magnitudes, for either sign: no hash, no search.
private struct CellWindow: Sendable {
  /// Beyond so many cells the array leaves the nearer caches.
  private static let widest = 1 << 15

  /// The magnitude of the first cell; never zero, where numbers and zero share their leading bits.
  private var low: Int64 = 1
  private var width = 0
  /// Those of the positive numbers, then, if it was made for such, those of the negative ones.
  private var counts: [Int] = []
  private(set) var used = 0
  /// How many of the cells it was made for it holds.
  private(set) var expected = 0

  /// Creates a window onto nothing.
  init() {}

  /// Creates the empty window that holds as many as possible of the cells with these codes.
  init(around sorted: [UInt64], dropping bits: Int) {
    func magnitude(_ i: Int) -> Int64 { Int64(sorted[i] >> 1) >> Int64(bits) }
    var (first, low, high) = (0, Int64(1), Int64(0))
    for last in sorted.indices where magnitude(last) > 0 {
      while magnitude(first) == 0 || magnitude(last) - magnitude(first) >= Self.widest {
        first += 1
      }
      if last - first + 1 > expected {
        (expected, low, high) = (last - first + 1, magnitude(first), magnitude(last))
      }
    }
    let span = Int(high - low + 1)
    // Where nearly every cell would be empty, a hash table is smaller.
    guard expected > 0, span <= 8 * sorted.count + 64 else {
      expected = 0
      return
    }
    // Room on both sides, as more is to come.
    let spare = min(span / 2, (Self.widest - span) / 2)
    self.low = max(1, low - Int64(spare))
    width = span + 2 * spare
    let hasNegatives = sorted.contains { $0 & 1 == 1 }
    counts = Array(repeating: 0, count: hasNegatives ? 2 * width : width)
  }

  /// Counts `times` more in a cell, if it lies in the window.
  mutating func add(_ key: Int64, _ times: Int) -> Bool {
    let offset = abs(key) - 1 - low
    guard offset >= 0, offset < width else { return false }
    let index = Int(offset) + (key < 0 ? width : 0)
    guard index < counts.count else { return false }
    if counts[index] == 0 { used += 1 }
    counts[index] += times
    return true
  }

  /// Counts numbers up to the first that lies outside, and returns where that is.
  @inline(__always)
  mutating func add(
    _ batch: UnsafeBufferPointer<Double>, from start: Int, dropped: Int
  ) -> Int {
    let (low, width, end) = (low, width, batch.endIndex)
    var (next, fresh) = (start, 0)
    guard width > 0, next < end else { return next }
    counts.withUnsafeMutableBufferPointer { counts in
      while next < end {
        let bits = batch[next].bitPattern
        let magnitude = Int64(bitPattern: bits & 0x7FFF_FFFF_FFFF_FFFF) &>> Int64(dropped)
        let offset = Int(truncatingIfNeeded: magnitude &- low)
        guard offset >= 0, offset < width else { break }
        let index = offset &+ (bits &>> 63 == 0 ? 0 : width)
        guard index < counts.count else { break }
        fresh &+= counts[index] == 0 ? 1 : 0
        counts[index] &+= 1
        next &+= 1
      }
    }
    used &+= fresh
    return next
  }

  func forEach(_ body: (Int64, Int) -> Void) {
    for index in counts.indices where counts[index] != 0 {
      let key = low + Int64(index < width ? index : index - width) + 1
      body(index < width ? key : -key, counts[index])
    }
  }
}

/// Counts by cell: open addressing, a power of two of slots.
private struct CellTable: Sendable {
  private var keys: [Int64] = []
  private var counts: [Int] = []
  private(set) var used = 0

  /// Creates a table with room for so many cells.
  init(capacity: Int = 0) {
    guard capacity > 0 else { return }
    var slots = 32
    while slots < 2 * (capacity + 1) { slots *= 2 }
    (keys, counts) = (Array(repeating: 0, count: slots), Array(repeating: 0, count: slots))
  }

  /// Counts `times` more in a cell.
  mutating func add(_ key: Int64, _ times: Int) {
    // Little enough for short walks; and what has a power of two of cells, and a batch more, does not double.
    if 8 * (used + 1) > 5 * keys.count { grow() }
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

  private mutating func grow() {
    var larger = CellTable(capacity: max(15, keys.count - 1))
    forEach { key, times in larger.add(key, times) }
    self = larger
  }

  func forEach(_ body: (Int64, Int) -> Void) {
    for slot in keys.indices where counts[slot] != 0 { body(keys[slot], counts[slot]) }
  }

  private static func hash(_ key: Int64) -> Int {
    let mixed = UInt64(bitPattern: key ^ key >> 32) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 32)
  }
}
