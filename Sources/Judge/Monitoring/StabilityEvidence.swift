internal import Stats

/// What the bins of a column prove about its Population Stability Index.
///
/// Noncentral chi-square is right near equality and the delta method far from it; a claim needs both.
struct StabilityEvidence {
  let counts: CellCounts
  let stability: PopulationStability
  /// Limits of the index, each with confidence 1 − α: the wider of the two approximations'.
  let limits: Bounds
  /// The index that unchanged samples exceed with probability α.
  let noiseFloor: Double
  let noChangePValue: Double
  /// The smallest index that samples of these sizes would find different from none nine times in ten.
  let smallestVisible: Double
  private let designEffects: DriftDesignEffects?

  /// Weighs a table of two or more bins.
  init(
    _ table: DriftTable, alpha: Double, designEffects: DriftDesignEffects? = nil
  ) throws(StatsError) {
    self.designEffects = designEffects
    counts = try CellCounts(
      reference: table.cells.map(\.reference), current: table.cells.map(\.current))
    stability = try PopulationStability(
      counts, referenceDesignEffect: designEffects?.reference ?? 1,
      currentDesignEffect: designEffects?.current ?? 1)
    let noncentral = try stability.confidenceInterval(level: 1 - 2 * alpha)
    let reach = try Normal().quantile(upperTail: alpha) * stability.standardError
    limits = Bounds(
      lower: max(0, min(noncentral.lower, stability.debiased - reach)),
      upper: max(0, noncentral.upper, stability.debiased + reach))
    noiseFloor = try stability.criticalValue(significance: alpha)
    noChangePValue = try stability.pValue()
    smallestVisible = try stability.detectableIndex(significance: alpha, power: 0.9)
  }

  /// Another divergence of the same table.
  func estimate(_ kind: DivergenceEstimate.Kind) throws(StatsError) -> DivergenceEstimate {
    try DivergenceEstimate(
      kind, counts, referenceDesignEffect: designEffects?.reference ?? 1,
      currentDesignEffect: designEffects?.current ?? 1)
  }

  /// The p-value of an index of at most `tolerance`.
  ///
  /// At zero the delta method's first order vanishes, so that noncentral chi-square alone decides.
  func pValue(above tolerance: Double) throws(StatsError) -> Double {
    guard tolerance > 0 else { return noChangePValue }
    return max(
      try stability.pValue(exceeding: tolerance), try stability.deltaPValue(exceeding: tolerance))
  }
}
