import Summaries

@testable import Judge

/// A log of independent rows, given by its counts: for each variant its rows and each metric's hits.
struct CountedLog {
  var rows: [Int]
  /// One list a metric of the plan, one count a variant.
  var hits: [[Int]]
  var days = 14.0

  func summary(for plan: Plan) -> LogSummary {
    let layout = ScanLayout(plan)
    var summary = LogSummary()
    summary.variants = plan.variants
    summary.rows.read = rows.reduce(0, +)
    summary.rows.used = summary.rows.read
    summary.firstTime = Timestamp(seconds: 1_700_000_000)
    summary.lastTime = Timestamp(seconds: 1_700_000_000 + Int64(days * 86_400))
    for variant in plan.variants.indices where rows[variant] > 0 {
      var pairs = Array(repeating: BivariateMoments(), count: layout.scan.pairs.count)
      for (metric, slot) in layout.slots.enumerated() {
        guard case .ratio(let pair, let events) = slot else { continue }
        pairs[pair] = moments(hits: hits[metric][variant], rows: rows[variant])
        if let events { pairs[events] = pairs[pair] }
      }
      summary.cells.append(
        LogSummary.Cell(
          variant: variant, bucket: 0, rows: rows[variant], units: rows[variant], pairs: pairs,
          distributions: []))
    }
    return summary
  }

  private func moments(hits: Int, rows: Int) -> BivariateMoments {
    var moments = BivariateMoments()
    moments.add((1, 1), times: hits)
    moments.add((0, 1), times: rows - hits)
    return moments
  }

  func decision(under plan: Plan, asOf: Timestamp? = nil) -> Decision {
    Judgement(plan, layout: ScanLayout(plan), asOf: asOf).decide(summary(for: plan))
  }
}

extension Plan {
  /// A conversion to raise by a point, a complaint rate held within two, errors that roll back.
  static var sample: Plan {
    var conversion = MetricPlan(
      name: "conversion", kind: .proportion, role: .success, better: .higher, column: "converted")
    conversion.minimumImprovement = Threshold(value: 0.01, unit: .absolute, text: "1pp")
    var complaints = MetricPlan(
      name: "complaints", kind: .proportion, role: .guardrail, better: .lower, column: "complained")
    complaints.margin = Threshold(value: 0.02, unit: .absolute, text: "2pp")
    complaints.harm = complaints.margin
    var errors = MetricPlan(
      name: "errors", kind: .rate, role: .guardrail, better: .lower, column: "error")
    errors.margin = Threshold(value: 0.02, unit: .absolute, text: "2pp")
    errors.critical = true
    var plan = Plan(name: "sample", control: "old", treatments: ["new"])
    plan.metrics = [conversion, complaints, errors]
    return plan
  }
}
