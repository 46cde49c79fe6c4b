/// How many different values a variant's predictions or scores take.
public struct PredictionValues: Equatable, Codable, Sendable {
  /// More distinct values than this are not counted.
  public static let mostDistinct = 1000

  /// The column of the predictions or scores.
  public var column: String
  public var variant: String
  /// Rows with a value; all of them where none has one.
  public var rows: Int
  /// Distinct values; nil where there are more than `mostDistinct`.
  public var distinct: Int?
  /// The one value, where there is but one; empty where no row has any.
  public var constant: String?
  /// Where it is one value: an anytime-valid p-value that this is chance, the other variants having others.
  public var pValue: Double?
  /// What one such question may err with.
  public var significance: Double

  /// Whether the predictions are shown to be constant where those of other variants are not.
  public var isConstant: Bool { pValue.map { $0 <= significance } ?? false }
}

/// Rows of a variant that could not be read for a value that is NaN or an infinity.
public struct NonFiniteShare: Equatable, Codable, Sendable {
  public var column: String
  public var variant: String
  public var rows: Int
  /// Of the rows of the variant that were read that far.
  public var share: Double

  /// Creates a share.
  public init(column: String, variant: String, rows: Int, share: Double) {
    (self.column, self.variant) = (column, variant)
    (self.rows, self.share) = (rows, share)
  }
}
