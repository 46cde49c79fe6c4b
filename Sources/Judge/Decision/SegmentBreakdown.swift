/// One metric of one treatment within the values of a column: for reading, never for the verdict.
public struct SegmentBreakdown: Equatable, Codable, Sendable {
  /// The rows that are taken together.
  public enum Segment: Equatable, Codable, Sendable {
    case value(String)
    /// All values but the most frequent: how many these are.
    case other(values: Int)
    case missing
  }

  /// What stands out in a segment.
  public enum Finding: String, Codable, Sendable {
    /// Its change is shown to point the other way than the whole's.
    case opposite
    /// It is shown to be worse than the harm limit.
    case harm
  }

  /// One segment.
  public struct Entry: Equatable, Codable, Sendable {
    public var segment: Segment
    /// Units with a row in it.
    public var controlUnits: Int
    public var treatmentUnits: Int
    public var control: Double?
    public var treatment: Double?
    /// Treatment − control, where both arms have a value.
    public var difference: Double?
    public var standardError: Double?
    /// Anytime-valid, simultaneous over the segments (Bonferroni); nil below the floor of effective units.
    public var interval: Bounds?
    public var findings: [Finding]
  }

  public var metric: String
  public var column: String
  /// One minus the error of all intervals together.
  public var level: Double
  /// The most frequent first; nil where the column has too many values to be counted.
  public var entries: [Entry]?
  /// Cochran's Q: that the effect is the same in all segments with an interval, for a single look.
  public var heterogeneityPValue: Double?
}
