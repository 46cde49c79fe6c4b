public import Summaries

/// A log that is cut into windows, and what they are held against.
public struct WindowedLog: Sendable {
  /// One window that has rows.
  public struct Window: Sendable {
    public var bucket: Int
    public var log: LogSummary
  }

  /// What was usual: a log of its own, or the first window.
  public var reference: LogSummary
  /// All windows but the one that is the reference.
  public var whole: LogSummary
  public var windows: [Window]
  /// The window that is the reference.
  public var referenceBucket: Int?

  /// Cuts a log; nil where there is nothing to hold it against.
  ///
  /// - Parameters:
  ///   - reference: What was usual; the first window where nil.
  ///   - current: A log with a cell for each window.
  public init?(reference: LogSummary?, current: LogSummary) {
    var windows = current.byBucket.map { Window(bucket: $0.bucket, log: $0.summary) }
    if let reference {
      self.reference = reference
    } else {
      guard !windows.isEmpty else { return nil }
      let first = windows.removeFirst()
      (self.reference, referenceBucket) = (first.log, first.bucket)
    }
    self.windows = windows
    whole = current
    whole.cells = windows.flatMap(\.log.cells)
    whole.rows.used = whole.cells.reduce(0) { $0 + $1.rows }
  }

  /// When the rows begin that are compared, where the windows before are the reference.
  public func start(_ window: DriftWindow) -> Timestamp? {
    referenceBucket.flatMap(window.buckets.instants).map {
      Timestamp(microseconds: $0.upperBound.microseconds + 1)
    }
  }
}

/// How many rows count as one in each window, by column.
public struct WindowEffects: Sendable {
  public var reference: [String: Double]
  public var whole: [String: Double]
  /// By when the window begins.
  public var windows: [Timestamp: [String: Double]]

  /// Creates effects.
  public init(
    reference: [String: Double], whole: [String: Double], windows: [Timestamp: [String: Double]]
  ) {
    (self.reference, self.whole, self.windows) = (reference, whole, windows)
  }
}
