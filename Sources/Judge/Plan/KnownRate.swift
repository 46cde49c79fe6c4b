/// A rate known from before the experiment, and the rows it was counted in: an estimate, like any other.
public struct KnownRate: Equatable, Codable, Sendable {
  /// From 0 to 1.
  public var rate: Double
  public var rows: Int

  /// Creates a rate that was counted in so many rows.
  public init(rate: Double, rows: Int) { (self.rate, self.rows) = (rate, rows) }

  /// The rows that had the event.
  var events: Int { Int((rate * Double(rows)).rounded()) }
}
