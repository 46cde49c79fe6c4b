internal import Summaries

extension LabelCohort {
  /// The cohorts of the metric on labels that waits longest; nil where none waits, or labels have no maturity.
  static func cohorts(_ arms: ArmEstimator) -> [LabelCohort]? {
    let (plan, layout) = (arms.plan, arms.layout)
    guard let width = plan.axisWidth, plan.labels?.maturity != nil else { return nil }
    let waiting = plan.metrics.indices.filter {
      plan.isLabel(plan.metrics[$0]) && layout.presence[$0] != nil
    }
    guard
      let metric = waiting.max(by: {
        (plan.delay(of: plan.metrics[$0]) ?? 0) < (plan.delay(of: plan.metrics[$1]) ?? 0)
      }), let pair = layout.presence[metric]
    else { return nil }
    let last = plan.lastCompleteBucket(of: plan.metrics[metric], at: arms.now)
    let day = max(width, ScanLayout.secondsPerDay)
    let none = plan.variants.map { _ in 0 }
    var found: [Int64: LabelCohort] = [:]
    for cell in arms.first.cells {
      let start = Int64(cell.bucket) * width
      let key = start >= 0 ? start / day : (start - day + 1) / day
      var cohort =
        found[key]
        ?? LabelCohort(
          day: Timestamp(seconds: key * day), units: none, mature: none, rows: none,
          labelled: none)
      let sums = cell.pairs[pair]
      let count = Double(sums.count)
      cohort.units[cell.variant] += cell.units
      if cell.bucket <= last { cohort.mature[cell.variant] += cell.units }
      cohort.labelled[cell.variant] += Int((sums.meanX * count).rounded())
      cohort.rows[cell.variant] += Int((sums.meanY * count).rounded())
      found[key] = cohort
    }
    return found.keys.sorted().compactMap { found[$0] }
  }
}
