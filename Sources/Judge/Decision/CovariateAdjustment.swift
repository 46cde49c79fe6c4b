/// What columns known before the experiment explained of a metric, and what it would be without them.
public struct CovariateAdjustment: Equatable, Codable, Sendable {
  /// One column.
  public struct Covariate: Equatable, Codable, Sendable {
    /// What became of it.
    public enum Use: String, Codable, Sendable {
      /// It explains some of the metric.
      case used
      /// It is the same for all units.
      case constant
      /// The columns before it determine it.
      case collinear
      /// It differs between rows of a unit, so that it is not from before the experiment.
      case variesWithinUnits
      /// No unit has it.
      case missing
    }

    public var column: String
    public var use: Use
    /// The metric's change for a unit of the column, where it is used.
    public var slope: Double?
  }

  public var covariates: [Covariate]
  /// Treatment − control without the adjustment, and its standard error.
  public var unadjustedDifference: Double
  public var unadjustedStandardError: Double
  /// The share of the difference's variance that the columns took off; negative where they added some.
  public var varianceReduction: Double
}

/// Whether control and treatment were alike before the experiment: the A/A test of the pre-period.
public struct CovariateBalance: Equatable, Codable, Sendable {
  public var column: String
  /// The mean over the units that have a value.
  public var control: Double?
  public var treatment: Double?
  /// The share of units that have one.
  public var controlShare: Double
  public var treatmentShare: Double
  /// Anytime-valid, that neither the means nor the shares differ.
  public var pValue: Double
  /// The share of the budget for false `invalid` that it holds.
  public var significance: Double
}

/// The shares of rows, or of units, beyond the limits that a metric's values are held within.
public struct BeyondLimits: Equatable, Codable, Sendable {
  public var level: Winsorization.Level
  public var control: Double
  public var treatment: Double
}
