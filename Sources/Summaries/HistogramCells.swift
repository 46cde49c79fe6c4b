/// Counts by cell of a histogram: an array where most cells lie close together, a hash table for the rest.
///
/// A cell's key is zero for zero, else the leading bits of the magnitude plus one, with the number's sign.
struct HistogramCells: Sendable {
  private var window = CellWindow()
  private var rest = CellTable()
  /// At least as many as all cells count together.
  private var total = 0

  /// How many cells are not empty.
  var used: Int { window.used + rest.used }

  /// Creates no cells.
  init() {}

  /// Creates cells to be filled with those of these codes, so many bits dropped, which count `total`
  /// together.
  private init(for sorted: [UInt64], dropping bits: Int, total: Int) {
    self.total = total
    if total <= CellWindow.mostTotal { window = CellWindow(around: sorted, dropping: bits) }
    rest = CellTable(capacity: sorted.count - window.expected)
  }

  /// Makes sure that no count of the window's grows beyond what it can hold.
  private mutating func expect(_ times: Int) {
    total += times
    if total > CellWindow.mostTotal, total - times <= CellWindow.mostTotal { coarsen(by: 0) }
  }

  /// Counts `times` more in a cell.
  mutating func add(_ key: Int64, _ times: Int) {
    expect(times)
    insert(key, times)
  }

  private mutating func insert(_ key: Int64, _ times: Int) {
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
    expect(batch.count)
    var (next, skipped) = (batch.startIndex, 0)
    while true {
      next = window.add(batch, from: next, dropped: dropped)
      guard next < batch.endIndex else { return batch.count - skipped }
      let x = batch[next]
      next += 1
      if x.isNaN { skipped += 1 } else { insert(Self.key(x, dropped: dropped), 1) }
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
    var coarse = HistogramCells(for: codes, dropping: bits, total: total)
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
    RadixSort.sort(&codes) { $0 }
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

  /// The cells that are not empty, with ascending keys.
  var sorted: [(key: Int64, count: Int)] {
    var others: [(key: Int64, count: Int)] = []
    others.reserveCapacity(rest.used)
    rest.forEach { others.append(($0, $1)) }
    RadixSort.sort(&others) { UInt64(bitPattern: $0.key ^ .min) }
    var found: [(key: Int64, count: Int)] = []
    found.reserveCapacity(used)
    var next = 0
    window.forEachAscending { key, times in
      while next < others.count, others[next].key < key {
        found.append(others[next])
        next += 1
      }
      found.append((key, times))
    }
    found.append(contentsOf: others[next...])
    return found
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
