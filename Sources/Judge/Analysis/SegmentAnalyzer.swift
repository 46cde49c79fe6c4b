internal import Stats
internal import Summaries

/// Compares one treatment with the control within the values of columns.
struct SegmentAnalyzer {
  var plan: Plan
  var arms: ArmEstimator
  private let layout: SegmentLayout
  private let second: LogSummary

  /// Nil where the plan names no columns, or no second pass was made.
  init?(_ arms: ArmEstimator) {
    guard arms.plan.segments != nil, let second = arms.second else { return nil }
    (plan, self.arms, self.second) = (arms.plan, arms, second)
    layout = SegmentLayout(arms.layout, after: arms.first)
  }

  /// Every column by every metric, for one treatment as an index into the plan's variants.
  func breakdowns(_ metrics: [MetricAnalysis], treatment: Int) -> [SegmentBreakdown] {
    layout.columns.indices.flatMap { column in
      layout.metrics.indices.map { position in
        let whole = metrics[layout.metrics[position]]
        return breakdown(whole, column: column, position: position, treatment: treatment)
      }
    }
  }

  private func breakdown(
    _ whole: MetricAnalysis, column: Int, position: Int, treatment: Int
  ) -> SegmentBreakdown {
    let values = layout.columns[column].values
    var breakdown = SegmentBreakdown(
      metric: whole.name, column: layout.columns[column].name,
      level: 1 - plan.inference.significance, entries: nil, heterogeneityPValue: nil)
    guard let values else { return breakdown }
    let evidence = values.indices.map {
      self.evidence(column: column, value: $0, position: position, treatment: treatment)
    }
    let significance = plan.inference.significance / Double(max(1, values.count))
    breakdown.entries = values.indices.map { value in
      entry(
        values[value], evidence[value], column: column, value: value, treatment: treatment,
        metric: plan.metrics[layout.metrics[position]], whole: whole, significance: significance)
    }
    let estimates = evidence.compactMap { evidence -> Estimate? in
      guard let evidence, evidence.effectiveUnits >= Evidence.floor else { return nil }
      let score = evidence.score(on: .difference)
      return Estimate(score.effect, standardError: score.standardError)
    }
    breakdown.heterogeneityPValue = try? HeterogeneityTest().evaluate(estimates).pValue
    return breakdown
  }

  private func entry(
    _ segment: SegmentBreakdown.Segment, _ evidence: Evidence?, column: Int, value: Int,
    treatment: Int, metric: MetricPlan, whole: MetricAnalysis, significance: Double
  ) -> SegmentBreakdown.Entry {
    let size = layout.sizePair(column: column, value: value)
    // As many as the metric rests on: units that are complete.
    let last = plan.lastCompleteBucket(of: metric, at: arms.now)
    var entry = SegmentBreakdown.Entry(
      segment: segment, controlUnits: second.events(size, variant: 0, through: last),
      treatmentUnits: second.events(size, variant: treatment, through: last), findings: [])
    guard let evidence else { return entry }
    let score = evidence.score(on: .difference)
    (entry.control, entry.treatment) = (
      evidence.contrast.control.value, evidence.contrast.treatment.value
    )
    (entry.difference, entry.standardError) = (score.effect, score.standardError)
    guard evidence.effectiveUnits >= Evidence.floor, score.standardError > 0 else { return entry }
    entry.interval = try? evidence.interval(on: .difference, significance: significance)
    if let interval = entry.interval, isOpposite(interval, whole) {
      entry.findings.append(.opposite)
    }
    if showsHarm(evidence, significance: significance) { entry.findings.append(.harm) }
    return entry
  }

  /// The metric's evidence within one segment; nil where an arm has no value there.
  private func evidence(column: Int, value: Int, position: Int, treatment: Int) -> Evidence? {
    let pair = layout.pair(column: column, value: value, metric: position)
    let size = layout.sizePair(column: column, value: value)
    let metric = plan.metrics[layout.metrics[position]]
    let last = plan.lastCompleteBucket(of: metric, at: arms.now)
    func estimate(_ variant: Int, _ phase: Phase) -> ArmEstimate? {
      var estimate = try? arms.ratio(
        second.pair(pair, variant: variant, phase, through: last), variant: variant
      ).get()
      // Units without a row in the segment are zeros of the ratio, and none of its units.
      estimate?.units = second.events(size, variant: variant, phase, through: last)
      return estimate
    }
    let phases = arms.phases.indices.compactMap { index -> PhaseContrast? in
      let phase = arms.phases[index]
      guard let control = estimate(0, phase), let changed = estimate(treatment, phase) else {
        return nil
      }
      return PhaseContrast(control: control, treatment: changed, phase: index)
    }
    guard !phases.isEmpty else { return nil }
    return Evidence(
      contrast: StratifiedContrast(phases: phases), metric: metric,
      clock: plan.clock(of: metric), targetClock: plan.targetClock(treatment: treatment))
  }

  private func isOpposite(_ interval: Bounds, _ whole: MetricAnalysis) -> Bool {
    guard case .computed(let comparison) = whole.result else { return false }
    return comparison.difference > 0 ? interval.upper < 0 : interval.lower > 0
  }

  /// Even the better end of the interval is beyond the harm limit.
  private func showsHarm(_ evidence: Evidence, significance: Double) -> Bool {
    let metric = evidence.metric
    let scale = metric.scale(of: metric.harm)
    let isPositive =
      evidence.contrast.control.value > 0 && evidence.contrast.treatment.value > 0
    guard metric.role == .guardrail, scale == .difference || isPositive,
      let interval = try? evidence.interval(on: scale, significance: significance)
    else { return false }
    let best = metric.sign > 0 ? interval.upper : -interval.lower
    return best < metric.deterioration(by: metric.harm)
  }
}
