internal import Stats
internal import Summaries

extension ColumnDrift {
  /// A report of what is seen without any inference.
  init(_ pair: ColumnPair, _ table: ColumnTable) {
    self.init(
      column: pair.column, kind: table.kind, status: .cannotTell, causes: [],
      kolmogorovSmirnov: table.kolmogorovSmirnov,
      referenceMissing: pair.reference.rows > 0 ? pair.missing.reference : 0,
      currentMissing: pair.current.rows > 0 ? pair.missing.current : 0,
      newCategories: table.newCategories, vanishedCategories: table.vanishedCategories, bins: [])
    typing = table.typing
    if table.kind == .numeric { quantiles = QuantileShift.shifts(pair) }
    shape = table.shape
    designEffects = pair.designEffects
  }

  /// Enters what the bins say.
  mutating func enter(_ evidence: StabilityEvidence) {
    enter(contributions: evidence.counts.stabilityContributions(.addHalf))
    psi = evidence.stability.index
    debiasedPsi = evidence.stability.debiased
    psiInterval = evidence.limits
    noiseFloor = evidence.noiseFloor
    klDivergence = evidence.counts.kullbackLeibler()
    jensenShannon = evidence.counts.jensenShannon(.addHalf)
    pValue = evidence.noChangePValue
    smallestVisible = evidence.smallestVisible
  }

  /// Enters what each bin adds to the index.
  mutating func enter(contributions: [Double]) {
    for (bin, contribution) in zip(bins.indices, contributions) {
      bins[bin].contribution = contribution
    }
  }

  /// Enters what a single bin says: that nothing can differ.
  mutating func setUnchanged() {
    (psi, debiasedPsi, klDivergence, jensenShannon) = (0, 0, 0, 0)
  }
}
