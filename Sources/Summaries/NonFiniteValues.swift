/// Rows of one variant that failed for a value that is NaN or an infinity.
public struct NonFiniteValues: Equatable, Codable, Sendable {
  /// The column that holds the values.
  public var column: String
  /// An index into the plan's variants.
  public var variant: Int
  /// The rows.
  public var rows: Int

  /// Creates a count.
  public init(column: String, variant: Int, rows: Int) {
    (self.column, self.variant, self.rows) = (column, variant, rows)
  }
}
