extension LogSummary {
  /// The rows of one variant by their own time: when logging went on, whatever units they are of.
  public struct CalendarCell: Equatable, Codable, Sendable {
    /// The index of a bucket of the plan's calendar.
    public var bucket: Int
    /// An index into `variants`.
    public var variant: Int
    /// Rows, each counted as often as its weight says.
    public var rows: Int
    /// The earliest of them.
    public var first: Timestamp
    /// The latest of them.
    public var last: Timestamp

    /// Creates a cell from its parts.
    public init(bucket: Int, variant: Int, rows: Int, first: Timestamp, last: Timestamp) {
      (self.bucket, self.variant, self.rows) = (bucket, variant, rows)
      (self.first, self.last) = (first, last)
    }
  }

  /// The units of each variant whose first row falls into one day.
  public struct Exposures: Equatable, Codable, Sendable {
    /// Days since 1970-01-01 UTC.
    public var day: Int
    /// One count a variant.
    public var units: [Int]

    /// Creates the counts of a day.
    public init(day: Int, units: [Int]) { (self.day, self.units) = (day, units) }
  }
}

extension TimeBuckets {
  /// Days of UTC; bucket 0 is 1970-01-01.
  public static let days = TimeBuckets.fixed(
    origin: Timestamp(seconds: 0), width: 86_400_000_000)
}
