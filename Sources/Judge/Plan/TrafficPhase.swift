public import Summaries

/// A stretch of time over which traffic is divided in one way.
public struct TrafficPhase: Equatable, Codable, Sendable {
  /// The phase lasts from here to the start of the next one.
  public var start: Timestamp
  /// Planned traffic weights by variant, in any common unit.
  public var traffic: [String: Double]

  /// Creates a phase.
  public init(start: Timestamp, traffic: [String: Double]) {
    (self.start, self.traffic) = (start, traffic)
  }
}

extension Timestamp {
  /// The instant to the second, such as `2026-03-02T00:00:00Z`.
  var words: String { iso8601(second: Int(microseconds / 1_000_000)) }
}
