/// What drift did to the model that reads the columns.
public struct DriftHarm: Equatable, Codable, Sendable {
  /// Drift joined to its effect.
  public enum Status: String, Codable, Sendable {
    /// Quality is shown to have fallen by less than the tolerance, whatever drifted.
    case harmless
    /// Quality is shown to have fallen by more than the tolerance.
    case harmful
    /// Neither is shown.
    case unknown
  }

  public var status: Status
  /// Empty where neither labels nor calibrated scores tell.
  public var qualities: [Quality]

  /// A measure of quality before and now.
  public struct Quality: Equatable, Codable, Sendable {
    /// What is measured.
    public enum Measure: String, Codable, Sendable {
      /// Predictions that equal their labels.
      case accuracy
      /// What the scores promise, where the current log has no labels: s or 1 − s, whichever is larger.
      ///
      /// Its bounds are wider by what scores and labels are apart in the reference.
      case expectedAccuracy
    }

    public var measure: Measure
    public var reference: Double
    public var current: Double
    /// Of current − reference, each limit with confidence 1 − α.
    public var change: Bounds
    /// Rows with a label, or with a score.
    public var referenceRows: Int
    public var currentRows: Int
    /// How much less is tolerated.
    public var tolerance: Double
  }
}
