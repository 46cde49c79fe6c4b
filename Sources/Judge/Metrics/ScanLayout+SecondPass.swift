public import Summaries

/// What is read again, once the first pass has told what to ask.
extension ScanLayout {
  /// The second pass, which needs values that only the first pass knows, or `nil` where one is enough.
  ///
  /// A quantile's error under clustering is that of the share of values at or below it, taken over units; an
  /// area's is that of its influence function. Results are broken down by values that the first pass counts.
  public func secondPass(after first: LogSummary) -> ScanPlan? {
    guard needsSecondPass else { return nil }
    var second = scan
    (second.measures, second.pairs, second.distributions) = ([], [], [])
    (second.calendar, second.exposures) = (nil, .none)
    for metric in distributionMetrics {
      for arm in plan.variants.indices {
        for phase in phases(of: first) {
          addPair(to: &second, metric: metric, variant: arm, phase, after: first)
        }
      }
    }
    if plan.segments != nil { SegmentLayout(self, after: first).add(to: &second, self) }
    return second
  }

  private func addPair(
    to second: inout ScanPlan, metric index: Int, variant: Int, _ phase: Phase,
    after first: LogSummary
  ) {
    let metric = plan.metrics[index]
    let measures = metric.measures(errorColumn: plan.log.error)
    switch slots[index] {
    case .ratio: break
    case .quantile(let distribution):
      let bound = first.distribution(distribution, variant: variant, phase).histogram
        .quantile(metric.probability ?? 0.5)?.value
      second.appendPair(
        Measure(
          .indicator(Condition(metric.column, .number(.atMost, bound ?? 0))),
          where: measures.denominator.conditions),
        measures.denominator)
    case .area(let positives, let negatives):
      let area = ScoreArea(
        positives: first.distribution(positives, variant: variant, phase).histogram,
        negatives: first.distribution(negatives, variant: variant, phase).histogram)
      let rows = measures.denominator.conditions
      let hits = second.addMeasure(
        Measure(area.influence(ofPositives: metric.column), where: rows + [metric.labelIsPositive]))
      let others = second.addMeasure(
        Measure(area.influence(ofNegatives: metric.column), where: rows + metric.labelIsNegative))
      // Of a row one of the two is zero.
      let sum = second.addMeasure(Measure(.difference(hits, others)))
      let all = second.addMeasure(measures.denominator)
      second.pairs.append(UnitPair(.sum(measure: sum), .sum(measure: all)))
    }
  }

  mutating func addArea(_ metric: MetricPlan, _ measures: MetricMeasures) -> Slot {
    // Read as a measure too: a text where a score belongs is a row error.
    _ = scan.addMeasure(measures.numerator)
    let rows = measures.numerator.conditions
    func add(_ conditions: [Condition]) -> Int {
      scan.addDistribution(
        ScanPlan.Distribution(
          column: metric.column, conditions: rows + conditions, categoryCap: 0))
    }
    return .area(positives: add([metric.labelIsPositive]), negatives: add(metric.labelIsNegative))
  }

  /// The metrics that the second pass has pairs of: quantiles of clustered units, and areas.
  private var distributionMetrics: [Int] {
    plan.metrics.indices.filter {
      switch slots[$0] {
      case .ratio: false
      case .quantile: needsClusteredQuantiles
      case .area: true
      }
    }
  }

  /// Some metric is a quantile of clustered units or an area, or results are broken down.
  public var needsSecondPass: Bool { !distributionMetrics.isEmpty || plan.segments != nil }

  /// How many pairs of the second pass are those of quantiles and areas.
  func distributionPairs(after first: LogSummary) -> Int {
    guard !distributionMetrics.isEmpty else { return 0 }
    return distributionMetrics.count * plan.variants.count * phases(of: first).count
  }

  /// Quantiles are those of clustered units.
  var needsClusteredQuantiles: Bool {
    scan.key == .unit && plan.metrics.contains { $0.kind == .quantile }
  }

  /// Where the second pass put the pair of a quantile or an area in one variant and phase.
  func secondPassPair(metric: Int, variant: Int, phase: Int, of phases: Int) -> Int {
    let before = distributionMetrics.count { $0 < metric }
    return (before * plan.variants.count + variant) * phases + phase
  }
}
