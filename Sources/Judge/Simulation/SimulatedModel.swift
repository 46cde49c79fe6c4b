/// How one model version behaves in a simulated log.
public struct SimulatedModel: Codable, Equatable, Sendable {
  /// The value of the log's `variant` column.
  public var variant: String
  /// The value of the log's `model_version` column.
  public var version: String
  /// Standard deviation of what the model fails to see of the latent risk.
  ///
  /// The risk's own standard deviation is about 2.9. Less noise gives sharper scores and a higher accuracy: 1.7 gives
  /// about 82 %, 1.15 about 85 %.
  public var scoreNoise: Double
  /// Median of the log-normal latency, in milliseconds.
  public var latencyMedian: Double
  /// Probability that a request fails, in 0 … 1.
  public var errorRate: Double

  /// Creates a model from its behaviour.
  public init(
    variant: String, version: String, scoreNoise: Double, latencyMedian: Double, errorRate: Double
  ) {
    self.variant = variant
    self.version = version
    self.scoreNoise = scoreNoise
    self.latencyMedian = latencyMedian
    self.errorRate = errorRate
  }

  /// The model in use: about 82 % accurate, 40 ms, 0.8 % errors.
  public static let champion = SimulatedModel(
    variant: "champion", version: "2.4.1", scoreNoise: 1.7, latencyMedian: 40, errorRate: 0.008)

  /// A truly better model: about 3 points more accurate, 2 % slower, as many errors.
  public static let challenger = SimulatedModel(
    variant: "challenger", version: "2.5.0", scoreNoise: 1.15, latencyMedian: 40.8,
    errorRate: 0.008)

  /// A much better model, for trying a plan on what it should promote: about 7 points more accurate, a quarter
  /// faster, hardly any errors.
  public static let healthy = SimulatedModel(
    variant: "challenger", version: "2.5.0", scoreNoise: 0.3, latencyMedian: 30, errorRate: 0.0004)

  /// The champion under another name.
  public static let unchanged = SimulatedModel(
    variant: "challenger", version: "2.5.0", scoreNoise: 1.7, latencyMedian: 40, errorRate: 0.008)

  /// A model that does harm, for trying a plan on what it should end: about 6 points less accurate, twice as slow,
  /// ten times as many errors.
  public static let degraded = SimulatedModel(
    variant: "challenger", version: "2.5.0", scoreNoise: 3, latencyMedian: 80, errorRate: 0.08)
}
