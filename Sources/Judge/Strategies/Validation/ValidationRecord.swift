/// What a validation is about, and how its error rates are spent; its checks are the decision's.
public struct ValidationRecord: Equatable, Codable, Sendable {
  public var model: String
  /// The significance at which each check is proven: one that should not pass does so with at most this
  /// chance, so that a model that should not pass every check is promoted with at most it.
  public var significance: Double
  /// The chance that any of the comparisons fails although it should not.
  public var failure: Double
  /// The comparisons that share it.
  public var comparisons: Int

  /// Creates a record.
  public init(model: String, significance: Double, failure: Double, comparisons: Int) {
    (self.model, self.significance) = (model, significance)
    (self.failure, self.comparisons) = (failure, comparisons)
  }
}
