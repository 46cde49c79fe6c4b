/// How far one column is from its reference, by every usual measure.
///
/// Cells are the bins of the report; missing values are one of them, but in textbook mode. Distances have
/// no threshold here: the plan's tolerances do, and `ColumnDrift` says how they were held against them.
public struct DriftMeasures: Equatable, Codable, Sendable {
  /// A divergence that is infinite where a cell of one log is empty in the other.
  public enum Divergence: Equatable, Codable, Sendable {
    case finite(Double)
    case infinite
  }

  /// Of current from reference Σ q ln(q/p), in nats, from the shares as they are.
  public var kullbackLeibler: Divergence
  /// Of reference from current Σ p ln(p/q), in nats, from the shares as they are.
  public var reverseKullbackLeibler: Divergence
  /// The same two with ½ added to each count (in textbook mode, too).
  public var smoothedKullbackLeibler: Double
  public var smoothedReverseKullbackLeibler: Double
  /// Σ (p − q) ln(p/q) from the shares as they are, and with ½ added to each count.
  public var stabilityIndex: Divergence
  public var smoothedStabilityIndex: Double
  /// In nats, from the shares as they are; at most ln 2.
  public var jensenShannon: Double
  /// The square root of the same in bits, from 0 to 1, a metric.
  public var jensenShannonDistance: Double
  /// From 0 to 1.
  public var hellinger: Double
  /// The share of rows that would have to move, from 0 to 1.
  public var totalVariation: Double
  /// Of numbers: the p-value of Kolmogorov and Smirnov's limiting distribution.
  public var kolmogorovSmirnovPValue: Double?
  /// Of numbers: how far rows must move on average, in the column's own units.
  public var wasserstein: Double?
  /// The same over the reference's interquartile range/1.349: in robust standard deviations.
  public var scaledWasserstein: Double?
  /// The same over the reference's standard deviation.
  public var standardizedWasserstein: Double?
  /// Chi-square test that both logs were drawn from one distribution; nil below two cells.
  public var homogeneity: Homogeneity?
  /// Of numbers.
  public var numbers: NumberChange?

  /// A chi-square test of a 2 × k table, without continuity correction.
  public struct Homogeneity: Equatable, Codable, Sendable {
    public var chiSquare: Double
    public var degreesOfFreedom: Double
    public var pValue: Double
    /// The likelihood ratio statistic of the same table.
    public var likelihoodRatio: Double
    public var cramersV: Double
  }

  /// What became of location and spread.
  public struct NumberChange: Equatable, Codable, Sendable {
    public var reference: NumberSummary
    public var current: NumberSummary
    /// Mean difference over the reference's standard deviation; nil where that is zero.
    public var standardizedShift: Double?
    /// Welch's test of equal means.
    public var welchStatistic: Double?
    public var welchPValue: Double?
    /// The share of current numbers below the reference's least or above its greatest.
    public var outsideReferenceRange: Double
  }

  /// Location and spread of the numbers of one log.
  public struct NumberSummary: Equatable, Codable, Sendable {
    public var count: Int
    public var mean: Double
    public var standardDeviation: Double?
    public var median: Double
  }
}

/// A quantile of a column before and now.
public struct QuantileShift: Equatable, Codable, Sendable {
  public var probability: Double
  public var reference: Double
  public var current: Double
}

/// How many rows count as much as one independent one (Rao & Scott, 1981), in each log.
public struct DriftDesignEffects: Equatable, Codable, Sendable {
  public var reference: Double
  public var current: Double
}
