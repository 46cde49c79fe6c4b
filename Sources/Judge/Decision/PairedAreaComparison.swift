/// The areas under the ROC curves of two models on the same requests.
public struct PairedAreaComparison: Equatable, Codable, Sendable {
  /// Requests with a label and both scores, those of them that are positive, and their units.
  public var requests: Int
  public var positives: Int
  public var units: Int
  public var control: Double
  public var treatment: Double
  /// Treatment − control, with DeLong's standard error, clustered by unit.
  public var difference: Double
  public var standardError: Double
  /// By how much the shadow may rank worse.
  public var margin: Double
  /// The lowest difference that holds at all looks at once; nil where there are too few of either label.
  public var lower: Double?
  /// Anytime-valid p-values that it ranks worse by the margin or more, and that it does not.
  public var pValue: Double
  public var missedPValue: Double
  /// DeLong's test that the areas are equal, two-sided, valid for a single look.
  public var classicalPValue: Double?
}
