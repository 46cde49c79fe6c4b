/// A file of what was known of units before the experiment, one row a unit.
public struct PrePeriodFile: Equatable, Codable, Sendable {
  public var file: String
  /// The column that names the unit.
  public var unit: String
  /// The columns that are read as if they stood in the log.
  public var columns: [String]

  /// Creates a reference to a file whose rows hold a unit and its columns.
  public init(file: String, unit: String, columns: [String]) {
    (self.file, self.unit, self.columns) = (file, unit, columns)
  }
}
