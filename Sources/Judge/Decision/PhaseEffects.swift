public import Summaries

/// A metric's effect phase by phase: what was added up, and what pooling over phases would have said.
public struct PhaseEffects: Equatable, Codable, Sendable {
  /// One phase.
  public struct Effect: Equatable, Codable, Sendable {
    public var start: Timestamp?
    public var controlUnits: Int
    public var treatmentUnits: Int
    /// Treatment − control within the phase.
    public var difference: Double
    public var standardError: Double
  }

  public var effects: [Effect]
  /// Cochran's Q: that the effect is the same in all phases (Cochran 1954), for a single look.
  public var heterogeneityPValue: Double?
  /// Treatment − control with all phases thrown together, and its standardised value; nil for quantiles.
  public var pooledDifference: Double?
  public var pooledStandardized: Double?
  /// The weighted difference within phases, standardised.
  public var stratifiedStandardized: Double
  /// Pooling would have turned a clear effect around (Simpson 1951).
  public var isReversedByPooling: Bool
}
