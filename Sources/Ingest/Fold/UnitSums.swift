/// A table of records that are the rows of units.
protocol UnitSums: RecordTable {
  /// Calls `body` with each unit, in the order in which they came.
  func forEach(_ body: (UnitTable.Unit) -> Void)

  /// A unit has more rows than can be counted.
  var isFull: Bool { get }
}

extension UnitSums {
  var isFull: Bool { false }
}
