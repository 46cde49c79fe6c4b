internal import Stats
internal import Summaries

extension SampleRatio {
  /// Tests first exposures against the planned shares; nil without units or with a single variant.
  init?(_ plan: Plan, _ summary: LogSummary, phases: [Phase]) {
    let counts = plan.variants.indices.map { summary.units(variant: $0) }
    let shares = phases.count == 1 ? phases[0].shares : plan.shares
    guard counts.count > 1, counts.reduce(0, +) > 0, shares.allSatisfy({ $0 > 0 }) else {
      return nil
    }
    do throws(StatsError) {
      let sequential = SequentialSampleRatio()
      let exposures = phases.map { phase in
        SequentialSampleRatio.Phase(
          counts: plan.variants.indices.map { summary.units(variant: $0, phase) },
          weights: phase.shares)
      }
      let expected = phases.count == 1 ? phases[0].shares : Self.expectedShares(exposures)
      self.init(
        observed: counts, expected: expected,
        sequentialPValue: try sequential.pValue(exposures),
        logBayesFactor: try sequential.logBayesFactor(exposures),
        fixedPValue: try ChiSquareGoodnessOfFit(weights: expected).evaluate(counts).pValue,
        significance: plan.inference.invalidSignificance)
    } catch {
      return nil
    }
  }

  /// What the phases together should have brought to each variant.
  private static func expectedShares(_ phases: [SequentialSampleRatio.Phase]) -> [Double] {
    var shares = [Double](repeating: 0, count: phases.first?.weights.count ?? 0)
    let total = Double(phases.flatMap(\.counts).reduce(0, +))
    for phase in phases {
      let units = Double(phase.counts.reduce(0, +))
      for arm in shares.indices { shares[arm] += phase.weights[arm] * units / total }
    }
    return shares
  }
}
