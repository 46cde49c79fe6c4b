/// Counts of the cells in a range of magnitudes, for either sign: no hash, no search.
struct CellWindow: Sendable {
  /// Beyond so many cells the array leaves the nearer caches.
  private static let widest = 1 << 15
  /// More than so many numbers might not fit into a count.
  static let mostTotal = Int(UInt32.max)

  /// The magnitude of the first cell; never zero, where numbers and zero share their leading bits.
  private var low: Int64 = 1
  private var width = 0
  /// Those of the positive numbers, then, if it was made for such, those of the negative ones.
  private var counts: [UInt32] = []
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
    counts[index] += UInt32(truncatingIfNeeded: times)
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
      body(index < width ? key : -key, Int(counts[index]))
    }
  }

  /// Calls `body` with each cell that is not empty, with ascending keys.
  func forEachAscending(_ body: (Int64, Int) -> Void) {
    for index in stride(from: counts.count - 1, to: width - 1, by: -1) where counts[index] != 0 {
      body(-(low + Int64(index - width) + 1), Int(counts[index]))
    }
    for index in 0..<min(width, counts.count) where counts[index] != 0 {
      body(low + Int64(index) + 1, Int(counts[index]))
    }
  }
}
