/// A table of records that are the rows of units.
protocol UnitSums: RecordTable {
  /// Calls `body` with each unit, in the order in which they came.
  func forEach(_ body: (UnitTable.Unit) -> Void)

  /// Why some unit's sums are not those of its rows.
  var flaw: UnitFlaw? { get }
}

/// What keeps units from being summed up in one reading.
enum UnitFlaw {
  /// A first row came after others that its windows leave out.
  case outOfOrder
  /// There are more rows of one unit than can be counted.
  case tooManyRows
}
