/// An instant: whole microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
public struct Timestamp: Hashable, Comparable, Codable, Sendable {
  /// Microseconds since 1970-01-01T00:00:00Z.
  public var microseconds: Int64

  /// Creates an instant from microseconds since the Unix epoch.
  public init(microseconds: Int64) { self.microseconds = microseconds }

  /// Creates an instant from seconds since the Unix epoch.
  public init(seconds: Int64) { self.init(microseconds: seconds * 1_000_000) }

  /// Whether one instant is before another.
  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.microseconds < b.microseconds }

  /// The time from this instant to a later one, in seconds; negative when `later` is earlier.
  public func seconds(to later: Timestamp) -> Double {
    (Double(later.microseconds) - Double(microseconds)) / 1e6
  }

  /// Decodes an instant from its microseconds.
  public init(from decoder: any Decoder) throws {
    try self.init(microseconds: decoder.singleValueContainer().decode(Int64.self))
  }

  /// Encodes an instant as its microseconds.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(microseconds)
  }
}
