internal import Stats
internal import Summaries

extension SampleRatio {
  /// Tests first exposures against the planned shares; nil without units or with a single variant.
  init?(_ plan: Plan, _ summary: LogSummary) {
    let counts = plan.variants.indices.map { summary.units(variant: $0) }
    let shares = plan.shares
    guard counts.count > 1, counts.reduce(0, +) > 0, shares.allSatisfy({ $0 > 0 }) else {
      return nil
    }
    do throws(StatsError) {
      let sequential = SequentialSampleRatio()
      let phases = [SequentialSampleRatio.Phase(counts: counts, weights: shares)]
      self.init(
        observed: counts, expected: shares,
        sequentialPValue: try sequential.pValue(phases),
        logBayesFactor: try sequential.logBayesFactor(phases),
        fixedPValue: try ChiSquareGoodnessOfFit(weights: shares).evaluate(counts).pValue,
        significance: plan.inference.invalidSignificance)
    } catch {
      return nil
    }
  }
}
