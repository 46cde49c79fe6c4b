internal import Summaries

/// A table of records that are the rows of units, which sum to something at any time.
protocol TotalledTable: KeyedTable {
  /// What the units sum to.
  func totals(_ plan: ScanPlan) -> UnitTotals

  /// Why some unit's sums are not those of its rows.
  var flaw: UnitFlaw? { get }
}

/// A table that keeps one sum a unit.
protocol UnitSums: TotalledTable {
  /// Calls `body` with each unit, in the order in which they came.
  func forEach(_ body: (UnitTable.Unit) -> Void)
}

extension UnitSums {
  func totals(_ plan: ScanPlan) -> UnitTotals { UnitTotals(self, plan) }
}

/// What keeps units from being summed up in one reading.
enum UnitFlaw {
  /// A first row came after others that its windows leave out.
  case outOfOrder
  /// There are more rows of one unit than can be counted.
  case tooManyRows
}
