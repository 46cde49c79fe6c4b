internal import Summaries

/// A row error as the row path records it, before it is known on which line it is.
struct RowFailure {
  var kind: RowErrors.Kind
  /// Where the row begins.
  var row: Int
  /// The slot of the column at fault, if it is one.
  var slot: Int?
  /// The bytes at fault.
  var text: Range<Int>
  /// How many lines of the block come before, where counting line ends would not tell.
  var line: Int?
}
