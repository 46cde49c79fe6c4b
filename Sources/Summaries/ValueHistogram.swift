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
  private var table = HistogramCells()

  /// Creates a histogram of no numbers.
  public init(_ resolution: Resolution) {
    (count, self.resolution) = (0, resolution)
    dropped = Self.initialDrop(resolution)
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
    table.add(HistogramCells.key(x, dropped: dropped), times)
    keepToCap()
  }

  /// Folds in a batch of numbers.
  public mutating func add(_ batch: UnsafeBufferPointer<Double>) {
    fold(batch)
    settle()
  }

  /// Folds in a batch of numbers of which more are to come: until `settle` the cells may pass the cap by a
  /// quarter.
  ///
  /// The resolution in the end is that of numbers added one by one: bits are dropped less often, not more of
  /// them.
  @inline(never)
  public mutating func fold(_ batch: UnsafeBufferPointer<Double>) {
    count += table.add(batch, dropped: dropped)
    guard case .adaptive(let cap) = resolution, table.used > cap + cap / 4 - batch.count else {
      return
    }
    keepToCap()
  }

  /// Drops bits where the cap asks for it, after calls of `fold`.
  public mutating func settle() { keepToCap() }

  /// Folds in the numbers of another histogram, at the coarser resolution of the two.
  public mutating func merge(_ other: ValueHistogram) {
    count += other.count
    if dropped < other.dropped {
      table.coarsen(by: other.dropped - dropped)
      dropped = other.dropped
    }
    let lost = dropped - other.dropped
    other.table.forEach { key, times in table.add(HistogramCells.coarser(key, by: lost), times) }
    keepToCap()
  }

  /// Drops bits where the cap asks for it.
  private mutating func keepToCap() {
    guard case .adaptive(let cap) = resolution, table.used > cap, dropped < 52 else { return }
    dropped += table.coarsen(toAtMost: cap, losing: 52 - dropped)
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

  /// The keys of the cells that are not empty, ascending, and their counts.
  var sortedCells: [(key: Int64, count: Int)] { table.sorted }

  /// The least and the greatest number of a cell.
  func bounds(_ key: Int64) -> (Double, Double) {
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
    let found = ValueHistogram(
      try container.decode(Resolution.self, forKey: .resolution),
      mantissaBits: try container.decode(Int.self, forKey: .mantissaBits),
      keys: try container.decode([Int64].self, forKey: .keys),
      counts: try container.decode([Int].self, forKey: .counts))
    guard let found, found.count == (try container.decode(Int.self, forKey: .count)) else {
      throw DecodingError.dataCorruptedError(
        forKey: .keys, in: container, debugDescription: "The cells of a histogram do not agree.")
    }
    self = found
  }

  /// Creates a histogram from the cells of another, or returns nil where they are none.
  ///
  /// - Parameters:
  ///   - resolution: How finely numbers are told apart.
  ///   - bits: How many mantissa bits the cells have.
  ///   - keys: The keys of the cells, ascending.
  ///   - counts: For each cell at least one number.
  public init?(
    _ resolution: Resolution, mantissaBits bits: Int, keys: [Int64], counts: [Int]
  ) {
    let sum = counts.reduce((value: 0, overflow: false)) { partial, next in
      let (value, overflow) = partial.value.addingReportingOverflow(next)
      return (value, partial.overflow || overflow || next <= 0)
    }
    guard (0...52).contains(bits), keys.count == counts.count, !sum.overflow,
      zip(keys, keys.dropFirst()).allSatisfy({ $0 < $1 }),
      keys.allSatisfy({
        $0 > Int64.min && abs($0) - 1 <= Int64(0x7FF0_0000_0000_0000) >> (52 - bits)
      })
    else { return nil }
    self.init(resolution)
    (count, dropped) = (sum.value, 52 - bits)
    for (key, times) in zip(keys, counts) { table.add(key, times) }
  }

  /// The keys of the cells that are not empty, ascending, and their counts.
  public var keyedCounts: (keys: [Int64], counts: [Int]) {
    let cells = sortedCells
    return (cells.map(\.key), cells.map(\.count))
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
