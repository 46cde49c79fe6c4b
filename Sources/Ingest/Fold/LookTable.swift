internal import Summaries

/// The sums of the units of one partition, and what they summed to at each look.
final class LookTable: RecordTable {
  private let units: UnitTable
  private let plan: ScanPlan
  /// What the units sum to, unless rows came since.
  private var current: UnitTotals?
  private(set) var looks: [UnitTotals] = []

  init(_ plan: ScanPlan) {
    self.plan = plan
    units = UnitTable(measures: plan.measures)
  }

  var arenas: [WordArena] { units.arenas }
  var keyTable: KeyTable { units.keyTable }

  /// Some look holds rows that a window leaves out, as was known only later.
  var isOutOfOrder: Bool { units.isOutOfOrder }

  func fold(_ batch: RecordBatch) {
    current = nil
    units.fold(batch)
  }

  /// Sums up the units as they stand.
  func look() {
    let totals = current ?? UnitTotals(units, plan)
    current = totals
    looks.append(totals)
  }
}
