internal import Foundation
internal import Stats

/// Turns effects into evidence: one process a question, tuned by the plan alone.
struct Evidence {
  /// No asymptotic answer below this many effective units in an arm (methods: the floor m_eff).
  static let floor = 50.0

  var contrast: StratifiedContrast
  var metric: MetricPlan
  var clock: Estimand.Clock
  var targetClock: Double

  func score(on scale: Estimand.Scale) -> ScoreEstimate {
    ScoreEstimate(
      contrast, on: scale, clock: clock,
      plannedVariance: metric.plannedVariance(on: scale, level: contrast.control.value))
  }

  /// Effective units of the weaker arm.
  var effectiveUnits: Double {
    min(contrast.control.effectiveUnits, contrast.treatment.effectiveUnits)
  }

  /// Asks whether the signed effect is beyond its null value.
  ///
  /// - Parameters:
  ///   - question: Harm looks below the null value, the others above it.
  ///   - threshold: The plan's size of change.
  ///   - significance: The error budget this one question holds.
  ///   - level: Where Holm's procedure has let the question have more than that budget: how much. The
  ///     process stays tuned to the budget, which was there before the data.
  ///   - method: Anytime-valid, or a single look at the horizon.
  /// - Returns: The answer, and the numbers behind it.
  /// - Throws: `StatsError` where the plan's significance or clock is out of range.
  func test(
    _ question: ThresholdTest.Question, _ threshold: Threshold, significance: Double,
    level: Double? = nil, method: InferencePlan.Method
  ) throws(StatsError) -> ThresholdTest {
    let level = level ?? significance
    // A test in groups is asked of all its looks, never of one.
    guard hasFloor, method != .groupSequential else {
      return unanswered(question, threshold, significance: significance)
    }
    let scale = metric.scale(of: threshold)
    let score = score(on: scale)
    let effect = metric.sign * score.effect
    let null = nullEffect(question, threshold)
    let direction: Double = question == .harm ? -1 : 1
    let standardized = direction * (effect - null) / score.standardError
    guard null.isFinite, standardized.isFinite else {
      throw .invalidParameter(
        name: "standardized effect", value: standardized, expected: "finite")
    }
    let multiplier: Double
    let pValue: Double
    var logEValue: Double?
    switch method {
    case .alwaysValid:
      let mixture = NormalMixture(
        significance: significance, targetClock: targetClock, sides: .one)
      multiplier = try mixture.multiplier(clock: score.clock, significance: level)
      logEValue = mixture.logEValue(standardized: standardized, clock: score.clock)
      pValue = mixture.pValue(standardized: standardized, clock: score.clock)
    case .fixed, .groupSequential:
      multiplier = try Normal().quantile(upperTail: level)
      pValue = try Normal().upperTail(standardized)
    }
    return ThresholdTest(
      question: question, method: method == .fixed ? .fixed : .confidenceSequence,
      threshold: threshold.text, scale: scale, effect: effect, nullEffect: null,
      standardError: score.standardError,
      limit: effect - direction * multiplier * score.standardError,
      logEValue: logEValue.flatMap { $0 > -.infinity ? min($0, .greatestFiniteMagnitude) : nil },
      pValue: pValue, significance: level, holds: pValue <= level, tooFewEffectiveUnits: nil)
  }

  private var hasFloor: Bool { effectiveUnits >= Self.floor }

  private func nullEffect(_ question: ThresholdTest.Question, _ threshold: Threshold) -> Double {
    question == .superiority
      ? metric.improvement(by: threshold) : metric.deterioration(by: threshold)
  }

  /// Below the floor nothing is shown, and the effect is given on the one scale that always exists.
  private func unanswered(
    _ question: ThresholdTest.Question, _ threshold: Threshold, significance: Double
  ) -> ThresholdTest {
    let score = score(on: .difference)
    return ThresholdTest(
      question: question, method: .confidenceSequence, threshold: threshold.text,
      scale: .difference, effect: metric.sign * score.effect,
      nullEffect: nullEffect(question, threshold), standardError: score.standardError, limit: nil,
      logEValue: nil, pValue: 1, significance: significance, holds: false,
      tooFewEffectiveUnits: effectiveUnits)
  }

  /// Asks for harm by the exact process on first events: valid for events too rare for a normal limit.
  func firstEventsTest(
    _ phases: [FirstEventProcess.Phase], significance: Double
  ) throws(StatsError) -> ThresholdTest {
    let process = FirstEventProcess(boundaryRatio: 1 + metric.harm.value)
    let logEValue = try process.logEValue(phases)
    // The log ratio of an arm without events does not exist; the process needs neither scale.
    let isPositive = contrast.control.value > 0 && contrast.treatment.value > 0
    let scale = isPositive ? metric.scale(of: metric.harm) : .difference
    let score = score(on: scale)
    let pValue = logEValue > 0 ? exp(-logEValue) : 1
    return ThresholdTest(
      question: .harm, method: .firstEvents, threshold: metric.harm.text, scale: scale,
      effect: metric.sign * score.effect, nullEffect: metric.deterioration(by: metric.harm),
      standardError: score.standardError,
      limit: nil, logEValue: logEValue, pValue: pValue, significance: significance,
      holds: pValue <= significance, tooFewEffectiveUnits: nil)
  }

  /// The anytime-valid two-sided interval of treatment − control on a scale; unbounded below the floor.
  func interval(on scale: Estimand.Scale, significance: Double) throws(StatsError) -> Bounds {
    guard hasFloor else { return Bounds(lower: -.infinity, upper: .infinity) }
    let score = score(on: scale)
    let mixture = NormalMixture(significance: significance, targetClock: targetClock, sides: .two)
    let width = try mixture.multiplier(clock: score.clock) * score.standardError
    return Bounds(lower: score.effect - width, upper: score.effect + width)
  }
}
