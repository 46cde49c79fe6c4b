/// What the looks of a scheduled report say together.
///
/// Evidence of each look is an e-value against "no column is beyond its tolerances"; columns are averaged,
/// looks are multiplied in an e-detector (Shin, Ramdas & Rinaldo, 2023), and an alarm is raised at 1/α: in
/// T looks at most Tα false alarms are expected, over all columns together.
public struct DriftLooks: Equatable, Codable, Sendable {
  /// α: false alarms expected a look, at most.
  public var alarmRate: Double
  /// How many looks were taken, this one included.
  public var looks: Int
  public var alarms: Int
  /// The name of this look.
  public var look: String
  /// Whether this very look had been taken before, so that nothing was added.
  public var standing: Standing
  /// Looks that this run caught up with, this one included.
  public var caughtUp: Int
  /// The natural logarithm of the detector over all columns.
  public var logEValue: Double
  /// The natural logarithm from which on an alarm is raised.
  public var logThreshold: Double
  /// Whether this look raised an alarm; the detector began anew after it.
  public var alarm: Bool
  /// The last looks, oldest first; at most 400.
  public var history: [Look]

  /// Whether a look is a new one.
  public enum Standing: String, Codable, Sendable { case new, takenBefore }

  /// One look.
  public struct Look: Equatable, Codable, Sendable {
    public var name: String
    public var rows: Int
    public var logEValue: Double
    public var alarm: Bool
    /// The column with the most evidence, where there is any.
    public var foremost: String?
  }
}
