internal import Summaries

/// The sums of the units of one partition, and what they summed to at each look.
final class LookTable<Units: TotalledTable>: KeyedTable {
  private let units: Units
  private let plan: ScanPlan
  /// What the units sum to, unless rows came since.
  private var current: UnitTotals?
  private(set) var looks: [UnitTotals] = []

  init(_ units: Units, _ plan: ScanPlan) { (self.units, self.plan) = (units, plan) }

  var arenas: [WordArena] { units.arenas }
  var keyTable: KeyTable { units.keyTable }

  /// Why some look's sums are not those of its rows.
  var flaw: UnitFlaw? { units.flaw }

  func fold(_ batch: RecordBatch) {
    current = nil
    units.fold(batch)
  }

  /// Sums up the units as they stand.
  func look() {
    let totals = current ?? units.totals(plan)
    current = totals
    looks.append(totals)
  }
}
