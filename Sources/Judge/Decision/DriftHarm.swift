/// What drift did to the model that reads the columns.
public struct DriftHarm: Equatable, Codable, Sendable {
  /// Drift joined to its effect.
  public enum Status: String, Codable, Sendable {
    /// A column drifted, and quality is shown to be within its tolerance.
    case harmless
    /// Quality is shown to have fallen by more than its tolerance.
    case harmful
    /// Neither is shown.
    case unknown
  }

  public var status: Status
  public var qualities: [Quality]

  /// One measure of quality before and now.
  public struct Quality: Equatable, Codable, Sendable {
    /// What is measured.
    public enum Measure: String, Codable, Sendable {
      case accuracy, precision, recall, meanAbsoluteError, rootMeanSquaredError
      /// Accuracy that calibrated scores promise, without labels.
      case expectedAccuracy
    }

    public var measure: Measure
    public var reference: Double
    public var current: Double
    /// Of current − reference.
    public var change: Bounds
    public var referenceRows: Int
    public var currentRows: Int
    /// How much worse is tolerated.
    public var tolerance: Double
  }
}
