/// The sums of every unit of a log: what permutation and resampling draw from.
///
/// Units come in an order that depends on the log alone.
public struct UnitVectors: Equatable, Codable, Sendable {
  /// How many sums a unit has: one for each of the plan's measures.
  public let measures: Int
  /// Each unit's index into the summary's variants: that of its first row.
  public private(set) var variants: [Int] = []
  /// The time bucket of each unit's first row.
  public private(set) var buckets: [Int] = []
  /// Each unit's rows, counted as often as their weights say.
  public private(set) var rows: [Int] = []
  /// Unit after unit its sum of each measure.
  public private(set) var sums: [Double] = []

  /// Creates the vectors of no units.
  public init(measures: Int) { self.measures = measures }

  /// The number of units.
  public var count: Int { variants.count }

  /// One unit's sum of each measure.
  public func sums(unit: Int) -> ArraySlice<Double> {
    sums[unit * measures..<(unit + 1) * measures]
  }

  /// Appends a unit.
  ///
  /// - Precondition: there is a sum for each measure.
  public mutating func append(variant: Int, bucket: Int, rows: Int, sums: some Sequence<Double>) {
    variants.append(variant)
    buckets.append(bucket)
    self.rows.append(rows)
    self.sums.append(contentsOf: sums)
    precondition(self.sums.count == count * measures, "a sum for each measure")
  }

  /// Appends the units of another part of the log, which has none of these.
  ///
  /// - Precondition: they have as many sums.
  public mutating func append(contentsOf other: UnitVectors) {
    precondition(other.measures == measures, "vectors of one length")
    variants += other.variants
    buckets += other.buckets
    rows += other.rows
    sums += other.sums
  }
}
