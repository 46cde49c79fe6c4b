/// What a column held in one cell: numbers, texts and gaps.
public struct ColumnDistribution: Equatable, Codable, Sendable {
  /// The name of the column.
  public var column: String
  /// Rows seen; the sum of the four kinds below.
  public var rows: Int
  /// Rows without a value.
  public var missing: Int
  /// Values that read as finite numbers.
  public var numbers: Int
  /// Values that read as NaN or an infinity.
  public var nonFinite: Int
  /// Values that are other text.
  public var texts: Int
  /// The finite numbers, counted in cells.
  public var histogram: ValueHistogram
  /// The moments of the finite numbers.
  public var moments: Moments
  /// Counts by text, of every value that is not missing, numbers included.
  public var categories: CategoryCounts

  /// Creates a distribution of no rows.
  public init(_ request: ScanPlan.Distribution) {
    column = request.column
    (rows, missing, numbers, nonFinite, texts) = (0, 0, 0, 0, 0)
    histogram = ValueHistogram(request.resolution)
    moments = Moments()
    categories = CategoryCounts(cap: request.categoryCap)
  }

  /// Folds in what another part of the same cell held.
  public mutating func merge(_ other: ColumnDistribution) {
    rows += other.rows
    missing += other.missing
    numbers += other.numbers
    nonFinite += other.nonFinite
    texts += other.texts
    histogram.merge(other.histogram)
    moments.merge(other.moments)
    categories.merge(other.categories)
  }
}
