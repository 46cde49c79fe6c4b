/// Where one column's fields lie in a batch of rows.
struct FieldView {
  /// For each row one before its start and its end, `stride` apart.
  var edges: Lane<UInt32>
  var stride: Int

  @inline(__always)
  func start(_ row: Int) -> Int { Int(edges[row &* stride] &+ 1) }

  @inline(__always)
  func end(_ row: Int) -> Int { Int(edges[row &* stride &+ 1]) }

  /// The same column from a later row on.
  func from(_ row: Int) -> FieldView { FieldView(edges: edges.from(row * stride), stride: stride) }
}

/// Some rows of a chunk, their fields found, quotes and escapes resolved.
struct RowBatch {
  /// The most rows of a batch.
  static let capacity = 4096

  var bytes: Bytes
  var count: Int
  /// Where each row begins.
  var rows: FieldView
  /// The plan's columns, by slot.
  var slots: [FieldView]
  /// How many lines of the block come before each row, where counting line ends would not tell.
  var lines: Lane<UInt32>?
}

/// What a row reader tells about the rows it finds.
protocol RowConsumer: AnyObject {
  /// Takes rows that are well-formed.
  func fold(_ batch: RowBatch)

  /// Takes a row that is not.
  func fail(_ kind: RowFailure)

  /// Notes that all rows of a block have been given, and how many line ends lie within.
  func finishBlock(_ bytes: Bytes, lines: Int)

  /// A key not seen before in JSON Lines; returns the slot its values are wanted in, if they are.
  func discover(_ column: String) -> Int?
}
