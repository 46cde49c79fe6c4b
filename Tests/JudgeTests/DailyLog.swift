import Summaries

@testable import Judge

/// A log of units with one value each, day after day: units and hits of control and treatment.
struct DailyLog {
  struct Day {
    var units: (Int, Int)
    var hits: (Int, Int)
  }

  /// 2026-03-02T00:00:00Z.
  static let start: Int64 = 1_772_409_600
  static let day: Int64 = 86_400
  var days: [Day]

  /// Days of a constant number of units in each arm.
  init(units: Int, hits: [(Int, Int)]) {
    days = hits.map { Day(units: (units, units), hits: $0) }
  }

  /// What a scan of the first days finds, for the plan's only metric; the first row of the next day is there.
  func summary(for plan: Plan, through count: Int? = nil) -> LogSummary {
    let layout = ScanLayout(plan)
    let count = count ?? days.count
    var summary = LogSummary()
    summary.variants = plan.variants
    summary.firstTime = Timestamp(seconds: Self.start + 1)
    summary.lastTime = Timestamp(seconds: Self.start + Int64(count) * Self.day + 1)
    for variant in 0...1 {
      for (index, day) in days.prefix(count).enumerated() {
        let units = variant == 0 ? day.units.0 : day.units.1
        let hits = variant == 0 ? day.hits.0 : day.hits.1
        guard units > 0, case .ratio(let pair, _) = layout.slots[0] else { continue }
        var pairs = Array(repeating: BivariateMoments(), count: layout.scan.pairs.count)
        pairs[pair].add((1, 1), times: hits)
        pairs[pair].add((0, 1), times: units - hits)
        summary.cells.append(
          LogSummary.Cell(
            variant: variant, bucket: Int(Self.start / Self.day) + index, rows: units,
            units: units, pairs: pairs, distributions: []))
      }
    }
    summary.rows.read = summary.cells.map(\.rows).reduce(0, +)
    summary.rows.used = summary.rows.read
    return summary
  }

  func decision(
    under plan: Plan, through count: Int? = nil, _ detail: Judgement.Detail = .report
  ) -> Decision {
    Judgement(plan, layout: ScanLayout(plan), detail: detail)
      .decide(summary(for: plan, through: count))
  }
}
