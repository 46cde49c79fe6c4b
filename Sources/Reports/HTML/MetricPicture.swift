internal import Foundation
internal import Judge

/// One treatment's metrics, each interval drawn against what the plan asks: better is to the right.
struct MetricPicture {
  private let treatment: TreatmentAnalysis
  private let level: Double

  /// Draws the metrics of a treatment, whose intervals hold at a level.
  init(_ treatment: TreatmentAnalysis, level: Double) {
    (self.treatment, self.level) = (treatment, level)
  }

  var markup: Markup {
    let table = MetricTables(treatment, level: level).comparisons
    // The picture stands after the interval's own words.
    let place = 6
    var columns = table.columns.map { HTMLTable.Column($0.title, $0.alignment) }
    columns.insert(.init("worse ← · → better"), at: place)
    let rows = zip(treatment.metrics, table.rows).map { metric, row in
      var cells = row.map { $0.text.isEmpty ? [] : [Markup.phrase($0)] }
      cells.insert([strip(metric)].compactMap(\.self), at: place)
      return cells
    }
    return .tag(
      .div,
      holding: [
        HTMLTable(columns: columns, rows: rows).markup,
        .tag(
          .p, .class("legend"),
          text: "Every picture has a scale of its own: the thin line is no change, the dashed one "
            + "what the plan asks for, the dot the estimate, the bar its interval."),
      ])
  }

  private func strip(_ metric: MetricAnalysis) -> Markup? {
    guard case .computed(let comparison) = metric.result,
      let interval = SignedInterval(comparison, metric)
    else { return nil }
    let status = MetricStatus(metric)
    return IntervalStrip(
      estimate: interval.estimate, lower: interval.lower, upper: interval.upper,
      tolerance: interval.required, zero: 0, domain: interval.domain, style: status.tone.style,
      title: "\(InertText.name(metric.name)): \(MetricText(metric).change(comparison)), "
        + "interval \(MetricText(metric).interval(comparison))"
    ).picture
  }
}

/// An effect with its limits on the scale of the plan's threshold, signed so that positive is better.
private struct SignedInterval {
  var estimate: Double
  /// Infinite where nothing bounds it.
  var lower: Double
  var upper: Double
  /// What promotion asks of the lower limit, where it asks for anything.
  var required: Double?

  init?(_ comparison: Comparison, _ metric: MetricAnalysis) {
    let question: ThresholdTest.Question = metric.role == .success ? .superiority : .nonInferiority
    let test = comparison.tests.first { $0.question == question } ?? comparison.tests.first
    required = metric.role == .monitor ? nil : test?.nullEffect
    let sign: Double = metric.better == .higher ? 1 : -1
    let limits: Bounds
    switch test?.scale ?? .difference {
    case .difference:
      estimate = sign * comparison.difference
      limits = comparison.differenceInterval
    case .logRatio:
      guard let change = comparison.relativeChange, change > -1,
        let interval = comparison.relativeInterval
      else { return nil }
      estimate = sign * log1p(change)
      limits = Bounds(lower: log1p(max(-1, interval.lower)), upper: log1p(interval.upper))
    }
    lower = min(sign * limits.lower, sign * limits.upper)
    upper = max(sign * limits.lower, sign * limits.upper)
    guard estimate.isFinite, !lower.isNaN, !upper.isNaN else { return nil }
  }

  /// Both limits, no change and what is asked for, no limit so far away that the others are one point.
  var domain: ClosedRange<Double> {
    let asked = [0, estimate, required ?? 0]
    let span = max((asked.max() ?? 0) - (asked.min() ?? 0), 1e-12)
    let far = 12 * span
    let all = asked + [lower, upper].filter { $0.isFinite && abs($0 - estimate) <= far }
    let (low, high) = (all.min() ?? 0, all.max() ?? 0)
    let margin = max((high - low) * 0.08, 1e-12)
    return (low - margin)...(high + margin)
  }
}
