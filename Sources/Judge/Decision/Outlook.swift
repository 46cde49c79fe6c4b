public import Summaries

/// What a treatment that is not promoted still lacks, and how likely it is to get it.
public struct Outlook: Equatable, Codable, Sendable {
  /// At most this likely to be promoted by the end, were the present estimates the truth; nil where the plan has no
  /// end, or no metric allows to say.
  public var probability: Double?
  /// The end that the probability is for, where rows have times.
  public var by: Timestamp?
  /// The metric that makes it no likelier.
  public var limitedBy: String?
  /// What is missing, in the order of the rules and of the plan's metrics.
  public var needs: [Need]

  /// One thing that is missing; dates are at the log's own pace.
  public enum Need: Equatable, Codable, Sendable {
    /// Units of a variant, for the minimum sample.
    case units(variant: String, missing: Int, expectedAt: Timestamp?)
    /// Complete units of a metric in the variant that has the fewest, for the minimum sample.
    case completeUnits(metric: String, missing: Int, expectedAt: Timestamp?)
    /// Time, for the minimum duration.
    case time(seconds: Double, until: Timestamp?)
    /// A larger effect at the present precision, or more units at the present effect, where that would ever do.
    case effect(
      metric: String, question: ThresholdTest.Question, additional: Double,
      scale: Estimand.Scale, unitsMissing: Int?, expectedAt: Timestamp?)
    /// Effective units in the weaker arm, before a metric is judged at all.
    case effectiveUnits(
      metric: String, effective: Double, required: Double, unitsMissing: Int?,
      expectedAt: Timestamp?)
    /// A value: no number of units can be named.
    case value(metric: String)
  }
}
