public import Summaries

/// What is read beyond the metrics themselves, to know that they may be judged.
extension ScanLayout {
  /// The pairs of a metric whose missing labels are all taken for misses, and all for hits.
  struct LabelExtremes: Equatable, Sendable {
    var least: Int
    var most: Int
  }

  /// Whether the values of predictions and scores are counted, to find those that never change.
  public enum PredictionCheck: Sendable {
    case counted, unchecked
  }

  mutating func addPredictions() {
    for column in Set([plan.log.score, plan.log.prediction].compactMap(\.self)).sorted() {
      predictions[column] = scan.addDistribution(
        ScanPlan.Distribution(
          column: column, categoryCap: PredictionValues.mostDistinct, textOnly: true))
    }
  }

  /// The first pass once more, where the first one found the phases of a ramp: each unit now with the rows
  /// of the phase it first came in, as the ramp may have moved it afterwards.
  public func refined(by first: LogSummary) -> ScanLayout? {
    let phases = phases(of: first)
    guard plan.movesUnitsAlongRamp, foundPhases == nil, phases.count > 1 else { return nil }
    var refined = self
    refined.scan.buckets = .boundaries(phases.dropFirst().compactMap(\.start))
    refined.scan.unitRows = .ofFirstBucket
    refined.scan.assignment = ScanPlan.Assignment(
      phases: refined.scan.buckets, shares: phases.map(\.shares))
    refined.foundPhases = phases.enumerated().map { index, phase in
      Phase(buckets: index...index, start: phase.start, shares: phase.shares)
    }
    return refined
  }

  /// A scan that sums by request, so that those logged twice can be counted; nil where the log names none,
  /// or where labels are joined by it, which counts them on the way.
  public var requestScan: ScanPlan? {
    guard let request = plan.log.request, plan.labels == nil else { return nil }
    var source = scan.sources[0]
    (source.unit, source.weight, source.key) = (request, nil, nil)
    var requests = ScanPlan(log: source)
    (requests.key, requests.variants) = (.unit, plan.variants)
    return requests
  }

  /// Whether the first pass is one scan of one log, whatever it finds.
  public var isOnePass: Bool {
    scan.sources.count == 1 && requestScan == nil && !plan.movesUnitsAlongRamp
  }

  mutating func addSurvival(_ metric: MetricPlan) -> Int? {
    let window = measures(of: metric).denominator.window
    return metric.survival(errorColumn: plan.log.error, window: window).map { scan.addPair($0) }
  }

  /// What a metric would be if every row without a label counted for it, and if none did.
  mutating func addExtremes(_ metric: MetricPlan) -> LabelExtremes? {
    if metric.kind == .recall || metric.kind == .f1 { return addExtremesOfPositives(metric) }
    let measures = measures(of: metric)
    let (conditions, window) = (measures.denominator.conditions, measures.denominator.window)
    let labelled = conditions + [Condition(metric.column, .isPresent)]
    let asked = scan.addMeasure(
      Measure(.one, where: conditions.filter { $0.test != .isPresent }, window: window))
    let hits = scan.addMeasure(measures.numerator)
    let known = scan.addMeasure(
      Measure(.one, where: metric.kind == .rate ? labelled : conditions, window: window))
    let misses = scan.addMeasure(Measure(.difference(known, hits), window: window))
    let most = scan.addMeasure(Measure(.difference(asked, misses), window: window))
    return LabelExtremes(
      least: scan.addPair(UnitPair(.sum(measure: hits), .sum(measure: asked))),
      most: scan.addPair(UnitPair(.sum(measure: most), .sum(measure: asked))))
  }

  /// The same for recall and F1, whose denominators hold labels, too.
  ///
  /// Both are at least what they are if rows without a label are positive where the prediction is not, and
  /// negative where it is; and at most what they are in the opposite case.
  private mutating func addExtremesOfPositives(_ metric: MetricPlan) -> LabelExtremes {
    let measures = measures(of: metric)
    let window = measures.denominator.window
    let asked = metric.askedForLabel(
      rows: metric.conditions
        + metric.noErrors(plan.log.error, when: metric.errorRows == .excluded))
    let unlabelled = Condition(metric.secondColumn ?? metric.column, .isMissing)
    let said =
      [metric.predictionIsPositive]
      + metric.noErrors(plan.log.error, when: metric.errorRows == .failure)
    func measure(_ expression: Measure.Expression, _ conditions: [Condition]) -> Int {
      scan.addMeasure(Measure(expression, where: conditions, window: window))
    }
    let open = [metric.labelIsPositive, unlabelled]
    let isF1 = metric.kind == .f1
    let hits = scan.addMeasure(measures.numerator)
    let mostHits = measure(.count(isF1 ? open + open : open), asked + said)
    let all = measure(.count(isF1 ? [metric.predictionIsPositive] + open : open), asked)
    let saidOpen = measure(.one, asked + said + [unlabelled])
    let notSaidOpen = measure(.difference(measure(.one, asked + [unlabelled]), saidOpen), [])
    let most = measure(.difference(all, notSaidOpen), [])
    let least = measure(.difference(all, saidOpen), [])
    return LabelExtremes(
      least: scan.addPair(UnitPair(.sum(measure: hits), .sum(measure: least))),
      most: scan.addPair(UnitPair(.sum(measure: mostHits), .sum(measure: most))))
  }
}
