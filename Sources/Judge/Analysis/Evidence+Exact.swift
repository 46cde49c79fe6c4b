internal import Foundation
internal import Stats

extension Evidence {
  /// Asks for non-inferiority of a rate by counts of units with an event, exactly: events may be as rare as
  /// they are, and need not occur at all.
  ///
  /// A relative margin asks whose unit has the next first event. An absolute one asks whether the
  /// treatment's share lies below the margin, which is then less than the margin above the control's.
  ///
  /// - Parameters:
  ///   - phases: The first events by phase.
  ///   - units: The treatment's units.
  ///   - significance: The error budget of this one question.
  ///   - level: Where Holm's procedure has let the question have more than that budget: how much.
  /// - Returns: The answer, and the numbers behind it.
  /// - Throws: `StatsError` where the counts are impossible under the plan's shares.
  func exactNonInferiority(
    _ phases: [FirstEventProcess.Phase], units: Int, significance: Double, level: Double?
  ) throws(StatsError) -> ThresholdTest {
    let level = level ?? significance
    let isRelative = metric.margin.unit == .relative
    let events = phases.reduce(0) { $0 + $1.treatmentEvents }
    let boundary = 1 + metric.margin.value
    let logEValue =
      isRelative
      ? try FirstEventProcess(boundaryRatio: boundary, null: .atLeast).logEValue(phases)
      : try EventShareProcess(bound: metric.margin.value).logEValue(events: events, units: units)
    let pValue = logEValue > 0 ? exp(-logEValue) : 1
    let holds = pValue <= level
    // The log ratio of an arm without events does not exist: its changes are told as differences.
    let control = contrast.control.value
    let isLog = isRelative && control > 0 && contrast.treatment.value > 0
    let score = score(on: isLog ? .logRatio : .difference)
    var limit: Double?
    if !isRelative {
      limit =
        -(try EventShareProcess.upperLimit(events: events, units: units, significance: level))
    } else if holds {
      let ratio = try FirstEventProcess.upperLimit(phases, significance: level, below: boundary)
      limit = isLog ? -log(ratio) : control * (1 - ratio)
    }
    let margin = isRelative && !isLog ? control * metric.margin.value : metric.margin.value
    return ThresholdTest(
      question: .nonInferiority, method: isRelative ? .firstEvents : .eventShare,
      threshold: metric.margin.text, scale: isLog ? .logRatio : .difference,
      effect: -score.effect, nullEffect: isLog ? -log(boundary) : -margin,
      standardError: score.standardError, limit: limit, logEValue: logEValue, pValue: pValue,
      significance: level, holds: holds, tooFewEffectiveUnits: nil)
  }
}
