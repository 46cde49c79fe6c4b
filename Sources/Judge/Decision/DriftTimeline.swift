public import Summaries

/// A log cut into windows, each held against the reference.
public struct DriftTimeline: Equatable, Codable, Sendable {
  /// The length of a window, in seconds.
  public var width: Double
  /// Ascending, without those that hold no rows.
  public var windows: [Window]
  /// Whether the first window is the reference.
  public var reference: Reference
  public var traffic: Traffic?

  /// What windows are held against.
  public enum Reference: String, Codable, Sendable {
    /// A log or profile of its own.
    case given
    /// The first window of the log.
    case firstWindow
  }

  /// One window.
  public struct Window: Equatable, Codable, Sendable {
    public var start: Timestamp
    /// Excluded.
    public var end: Timestamp
    public var rows: Int
    /// How many columns drifted in it.
    public var drifted: Int
  }

  /// Rows per hour against their norm: mean and standard deviation of the same hour in the reference.
  public struct Traffic: Equatable, Codable, Sendable {
    /// What an hour is compared with.
    public enum Norm: String, Codable, Sendable { case hourOfWeek, hourOfDay, everyHour }

    public var norm: Norm
    /// How many standard deviations are tolerated.
    public var tolerance: Double
    /// How many hours were compared.
    public var hours: Int
    /// Those beyond the tolerance, farthest first; at most a hundred.
    public var unusual: [Hour]
    public var unusualCount: Int
  }

  /// An hour with unusual traffic.
  public struct Hour: Equatable, Codable, Sendable {
    public var start: Timestamp
    public var rows: Int
    public var expected: Double
    public var standardDeviations: Double
  }
}

/// One column in one window.
public struct TrendPoint: Equatable, Codable, Sendable {
  public var start: Timestamp
  public var rows: Int
  public var psi: Double?
  public var interval: Bounds?
  public var noiseFloor: Double?
  public var missing: Double
  /// The mean of numbers.
  public var mean: Double?
  public var status: ColumnDrift.Status
  /// That no tolerance is exceeded in this window, adjusted for all columns and windows.
  public var adjustedPValue: Double?
}

extension ColumnDrift {
  /// The strongest evidence against "no tolerance is exceeded", over the whole log and its windows.
  ///
  /// Its adjusted p-value, and the window that it is of; nil for the whole log.
  public var strongest: (pValue: Double, window: Timestamp?)? {
    let whole = (adjustedPValue ?? pValue).map { (pValue: $0, window: Timestamp?.none) }
    let windows = (trend ?? []).compactMap { point in
      point.adjustedPValue.map { (pValue: $0, window: Optional(point.start)) }
    }
    // The whole log comes first, then the earliest window.
    return ([whole].compactMap(\.self) + windows).min { $0.pValue < $1.pValue }
  }
}
