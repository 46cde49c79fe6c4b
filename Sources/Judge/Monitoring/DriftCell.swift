/// How many rows of either log fell into one bin, category or gap of a column.
struct DriftCell: Equatable {
  /// What the rows have in common.
  enum Content: Equatable {
    /// Finite numbers of a bin.
    case numbers
    case category
    /// Nothing is there.
    case missing
    /// Something is there; the values of the column are not told apart.
    case present
    /// Text in a column of numbers.
    case text
    /// NaN and infinities in a column of numbers.
    case nonFinite
    /// Cells too rare to stand alone.
    case other
  }

  var content: Content
  var label: String
  var reference: Int
  var current: Int

  /// Rows of both logs.
  var rows: Int { reference + current }

  var bin: ColumnDrift.Bin {
    ColumnDrift.Bin(label: label, referenceCount: reference, currentCount: current)
  }
}

extension DriftCell {
  /// The label of the rows without a value.
  static let missingLabel = "(missing)"
  /// The label of rare and unseen values taken together.
  static let otherLabel = "(other)"
  /// The label of values that the reference does not have.
  static let newLabel = "(new)"
  /// The label of rows with any value.
  static let presentLabel = "(present)"
  /// The label of numbers among text.
  static let numberLabel = "(number)"
  /// The label of text among numbers.
  static let textLabel = "(text)"
  /// The label of NaN and infinities.
  static let nonFiniteLabel = "(not finite)"
}
