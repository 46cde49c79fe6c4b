internal import Stats
internal import Summaries

extension PhaseEffects {
  /// Breaks a contrast down by phase.
  ///
  /// - Parameters:
  ///   - contrast: At least two phases.
  ///   - pooled: The arms with all phases thrown together.
  ///   - start: Where a phase begins.
  /// - Throws: `StatsError` where no phase has a variance.
  init(
    _ contrast: StratifiedContrast, pooled: PhaseContrast?, start: (Int) -> Timestamp?
  ) throws(StatsError) {
    let score = ScoreEstimate(contrast, on: .difference, clock: .units, plannedVariance: 1)
    guard score.standardError > 0 else { throw .zeroVariance }
    effects = contrast.phases.map { phase in
      let (difference, standardError) = phase.effect(on: .difference)
      return Effect(
        start: start(phase.phase), controlUnits: phase.control.units,
        treatmentUnits: phase.treatment.units, difference: difference,
        standardError: standardError)
    }
    let varying = effects.filter { $0.standardError > 0 }
    heterogeneityPValue =
      varying.count > 1
      ? try HeterogeneityTest().evaluate(
        varying.map { Estimate($0.difference, standardError: $0.standardError) }
      ).pValue : nil
    let whole = pooled?.effect(on: .difference)
    pooledDifference = whole?.value
    let z = whole.flatMap { $0.standardError > 0 ? $0.value / $0.standardError : nil }
    pooledStandardized = z
    stratifiedStandardized = score.effect / score.standardError
    isReversedByPooling = z.map { Self.disagree($0, score.effect / score.standardError) } ?? false
  }

  /// Of opposite signs, and one of them clear: beyond what one look in twenty shows by chance.
  private static func disagree(_ pooled: Double, _ stratified: Double) -> Bool {
    pooled * stratified < 0 && max(abs(pooled), abs(stratified)) > 1.959963984540054
  }
}
