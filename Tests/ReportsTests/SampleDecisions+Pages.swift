import AssayTestSupport
import Stats
import Summaries

@testable import Judge

extension SampleDecisions {
  /// A drift decision with all that a page can draw.
  static var drawnDrift: DriftDecision {
    var decision = drift
    decision.columns[0].psiTolerance = 0.2
    for (bin, contribution) in [0.035, 0.054, 0.222].enumerated() {
      decision.columns[0].bins[bin].contribution = contribution
    }
    decision.columns[0].shape = ColumnShape(
      NumberGroups(reference: cells(scale: 1), current: cells(scale: 2)), significance: 0.05)
    decision.columns[0].trend = trend(windows: 7)
    decision.columns[0].changeBegan = decision.columns[0].trend?[4].start
    decision.columns[1].newCategories = ["5"]
    decision.looks = DriftLooks(
      alarmRate: 0.01, looks: 3, alarms: 1, look: "2026-03-03", standing: .new, caughtUp: 2,
      logEValue: 5.2, logThreshold: 4.605, alarm: true,
      history: [
        .init(name: "2026-03-01", rows: 900, logEValue: 0.1, alarm: false, foremost: nil),
        .init(name: "2026-03-02", rows: 910, logEValue: 2.4, alarm: false, foremost: "registered"),
        .init(name: "2026-03-03", rows: 905, logEValue: 5.2, alarm: true, foremost: "registered"),
      ])
    decision.timeline = DriftTimeline(
      width: 86_400,
      windows: (0..<3).map { day in
        .init(
          start: start.day(day), end: start.day(day + 1), rows: 900 + day, drifted: day == 2 ? 1 : 0
        )
      }, reference: .given,
      traffic: .init(
        norm: .hourOfWeek, tolerance: 3, hours: 72,
        unusual: [
          .init(start: start, rows: 400, expected: 37.5, standardDeviations: 9.1)
        ], unusualCount: 1))
    decision.harm = DriftHarm(
      status: .harmless,
      qualities: [
        .init(
          measure: .accuracy, scale: .difference, status: .harmless, reference: 0.91,
          current: 0.905, change: Bounds(lower: -0.012, upper: 0.003), referenceRows: 8000,
          currentRows: 7900, tolerance: 0.02)
      ], comparisons: 1)
    return decision
  }

  /// Forty columns of numbers through the decision code, each a little farther from its reference.
  static func fortyColumns() throws -> DriftDecision {
    var draws = SplitMix64(seed: 40)
    func log(shift: Double) -> LogSummary {
      let columns = (0..<40).map { index in
        var column = ColumnDistribution(ScanPlan.Distribution(column: "feature_\(index)"))
        for _ in 0..<500 {
          let value = draws.normal() + shift * Double(index)
          column.histogram.add(value)
          column.moments.add(value)
          column.categories.add("\(value)")
        }
        (column.rows, column.numbers) = (500, 500)
        return column
      }
      var summary = LogSummary()
      (summary.rows.read, summary.rows.used) = (500, 500)
      summary.columns = columns.map(\.column)
      summary.cells = [
        .init(variant: 0, bucket: 0, rows: 500, units: 500, pairs: [], distributions: columns)
      ]
      return summary
    }
    let plan = Plan(name: "forty", strategy: .drift, control: nil, treatments: [])
    let identity = PlanIdentity(name: plan.name, strategy: .drift, hash: "")
    var decision = try DriftAnalysis(plan, identity: identity)
      .decide(reference: log(shift: 0), current: log(shift: 0.02))
    for index in decision.columns.indices {
      let drifted = decision.columns[index].status == .drift
      decision.columns[index].trend = trend(windows: 31, jump: drifted ? 0.22 : 0)
    }
    return decision
  }

  private static func trend(windows: Int, jump: Double = 0.22) -> [TrendPoint] {
    (0..<windows).map { day in
      let psi = 0.01 * Double(day % 5) + (day > 3 ? jump : 0)
      return TrendPoint(
        start: start.day(day), rows: 900, psi: psi,
        interval: Bounds(lower: psi * 0.8, upper: psi * 1.3 + 0.01), noiseFloor: 0.02, missing: 0,
        mean: 3, status: psi > 0.2 ? .drift : .noChangeSeen)
    }
  }

  private static func cells(scale: Double) -> [ValueHistogram.Cell] {
    (0..<100).map { value in
      let x = (Double(value * value) * scale / 100).rounded()
      return ValueHistogram.Cell(lower: x, upper: x, count: 86 - value / 2)
    }
  }
}

extension Timestamp {
  fileprivate func day(_ days: Int) -> Timestamp {
    Timestamp(microseconds: microseconds + Int64(days) * 86_400_000_000)
  }
}
