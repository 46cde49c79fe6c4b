internal import Stats
internal import Summaries

/// Questions asked at the looks of a plan that tests in groups.
extension MetricAnalyzer {
  /// What one look adds.
  private struct Observed {
    var at: Timestamp
    var fraction: Double
    var score: ScoreEstimate
    var statistic: Double
  }

  /// Asks a question of promotion at every look so far.
  ///
  /// Each look rests on the units that were complete by then, counted anew from the log: nothing that
  /// came later changes it. A look without new units, or with too few effective ones, is left out and
  /// spends nothing. What holds at one look holds from then on.
  ///
  /// - Parameters:
  ///   - question: Superiority or non-inferiority.
  ///   - threshold: The plan's size of change.
  ///   - index: The metric.
  ///   - treatment: An index into the plan's variants.
  ///   - significance: The error budget this one question holds.
  ///   - level: How much more Holm's procedure has let it have.
  ///   - missing: What labels that are missing are taken for.
  /// - Returns: The answer, and the looks it rests on.
  /// - Throws: `StatsError` where the plan's significance, spending or clock is out of range.
  func lookTest(
    _ question: ThresholdTest.Question, _ threshold: Threshold, metric index: Int, treatment: Int,
    significance: Double, level: Double?, missing: MissingLabels
  ) throws(StatsError) -> ThresholdTest {
    let metric = plan.metrics[index]
    let level = level ?? significance
    let scale = metric.scale(of: threshold)
    let null =
      question == .superiority
      ? metric.improvement(by: threshold) : metric.deterioration(by: threshold)
    let observed = observations(
      metric: index, treatment: treatment, missing, scale: scale, null: null)
    var result = ThresholdTest(
      question: question, method: .groupSequential, threshold: threshold.text, scale: scale,
      effect: 0, nullEffect: null, standardError: 0, limit: nil, logEValue: nil, pValue: 1,
      significance: level, holds: false, tooFewEffectiveUnits: nil, looks: [])
    guard let last = observed.last else {
      result.tooFewEffectiveUnits = effectiveUnits(metric: index, treatment: treatment)
      return result
    }
    (result.effect, result.standardError) = (
      metric.sign * last.score.effect, last.score.standardError
    )
    let spending = plan.inference.spending ?? .obrienFleming
    let maximum = plan.targetClock(treatment: treatment)
    let observations = observed.map {
      GroupSequentialTest.Observation(
        information: $0.score.clock, standardized: $0.statistic, fraction: $0.fraction)
    }
    result.pValue =
      switch detail {
      case .report:
        try memory.pValue(
          of: observations, spending: spending, maximumInformation: maximum,
          upTo: min(0.5, plan.inference.significance))
      case .verdict:
        try memory.pValue(
          of: observations, spending: spending, maximumInformation: maximum,
          roundedUpTo: plan.promotionLevels)
      }
    result.holds = result.pValue <= level
    var looks: [TakenLook] = []
    for observed in observed {
      looks.append(
        TakenLook(
          at: observed.at, information: observed.score.clock, fraction: observed.fraction,
          statistic: observed.statistic, boundary: nil,
          spent: try memory.spent(spending, at: observed.fraction, of: level)))
    }
    // What is proven is not futile: nobody asks.
    if detail == .report || !result.holds {
      looks[looks.count - 1].futilityBoundary = futilityBoundary(
        looks, spending: spending, level: level)
    }
    // Bounds take a recursion over the looks; where none is crossed, only a reader asks for them.
    if detail == .report {
      let bounds = try memory.criticalValues(
        of: observations, spending: spending, significance: level, maximumInformation: maximum)
      for (index, observed) in observed.enumerated() {
        guard let boundary = bounds[index], boundary.isFinite else { continue }
        looks[index].boundary = boundary
        // Of limits that hold together the best one holds, too.
        let limit =
          metric.sign * observed.score.effect - boundary * observed.score.standardError
        result.limit = max(result.limit ?? limit, limit)
      }
    }
    result.looks = looks
    return result
  }

  private func observations(
    metric index: Int, treatment: Int, _ missing: MissingLabels, scale: Estimand.Scale,
    null: Double
  ) -> [Observed] {
    let metric = plan.metrics[index]
    guard let schedule, let delay = plan.delay(of: metric) else { return [] }
    let target = plan.targetClock(treatment: treatment)
    var observed: [Observed] = []
    for at in schedule.taken {
      // With nothing new at the end, the look before it was the last one and spends what is left: its bound
      // falls, and no path that had crossed it is lost.
      defer {
        if let end = schedule.last, at >= end, !observed.isEmpty {
          observed[observed.count - 1].fraction = 1
        }
      }
      guard let last = plan.lastBucket(delayedBy: delay, at: at),
        let contrast = frozenContrast(missing, metric: index, treatment: treatment, through: last)
      else { continue }
      let evidence = Evidence(
        contrast: contrast, metric: metric, clock: .units, targetClock: target)
      let score = evidence.score(on: scale)
      let statistic = (metric.sign * score.effect - null) / score.standardError
      let before = observed.last?.score.clock ?? 0
      guard evidence.effectiveUnits >= Evidence.floor, statistic.isFinite,
        score.clock - before >= GroupSequentialTest.smallestStep * score.clock
      else { continue }
      let fraction = schedule.fraction(
        at: at, information: score.clock, plan: plan, targetClock: target, delay: delay)
      observed.append(
        Observed(at: at, fraction: fraction, score: score, statistic: statistic))
      // What is spent is spent: there are no looks behind the last one.
      if fraction >= 1 { break }
    }
    return observed
  }

  /// The weaker arm's effective units at the last look, where they are too few for one.
  private func effectiveUnits(metric index: Int, treatment: Int) -> Double? {
    guard let at = schedule?.taken.last, let delay = plan.delay(of: plan.metrics[index]),
      let last = plan.lastBucket(delayedBy: delay, at: at),
      case .success(let contrast) = contrast(metric: index, treatment: treatment, through: last)
    else { return nil }
    let units = min(contrast.control.effectiveUnits, contrast.treatment.effectiveUnits)
    return units < Evidence.floor ? units : nil
  }

  /// The bound below which going on is futile at the last look taken, if the plan has such a rule.
  ///
  /// It does not bind: the critical values are those without it, so that the rule may be overruled.
  private func futilityBoundary(
    _ looks: [TakenLook], spending: SpendingFunction, level: Double
  ) -> Double? {
    guard let futility = plan.inference.futilitySpending, let last = looks.last, last.fraction < 1
    else {
      return nil
    }
    // With the time that has passed for the share of information, where only a time is planned.
    let maximum = last.information / last.fraction
    let fractions = looks.map { $0.information / maximum } + [1]
    func workedOut() -> Double? {
      let design = try? GroupSequentialDesign(
        fractions: fractions, spending: spending, significance: level,
        futility: .init(spending: futility, typeIIError: 1 - plan.inference.power))
      guard let bound = design?.stages[looks.count - 1].futilityBound, bound.isFinite else {
        return nil
      }
      return bound
    }
    return memory.futilityBound(fractions, level: level, workedOut: workedOut)
  }
}
