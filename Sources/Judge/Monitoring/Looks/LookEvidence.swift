internal import Foundation
internal import Stats
internal import Summaries

/// What one look at a column says against "no tolerance is exceeded", as an e-value.
///
/// The reference is the same in every look, so that its chance errors must not count as news each time:
/// they are paid once, by tolerances that are wider by the reference's own uncertainty at level ε over all
/// columns. Beyond that every look's evidence is of new rows alone. The index, missing values and shares of
/// categories have an e-value each, and the column's is their mean.
struct LookEvidence {
  /// The chance, over all columns together, that the reference lies outside of what was allowed for it.
  static let referenceError = 0.05
  /// The smallest p-value that counts as such: below it an e-value says nothing more.
  private static let leastPValue = 1e-250

  var plan: DriftPlan
  /// How many columns share the reference's error.
  var columns: Int

  /// The natural logarithm of a column's e-value; nil where the look says nothing.
  func logEValue(_ pair: ColumnPair) throws(StatsError) -> Double? {
    guard pair.presence != .neither, pair.reference.rows > 0, pair.current.rows > 0 else {
      return nil
    }
    let plan = plan.specialized(for: pair.column, ColumnTyping(plan: plan).kind(of: pair))
    let table = ColumnTable(pair, plan: plan)
    var pValues = [try missingPValue(pair.missing.effective(pair.designEffects), plan)]
    if let p = try sharesPValue(table.shares, pair, plan) { pValues.append(p) }
    switch table.content {
    case .cells(let cells), .presence(let cells):
      if let p = try indexPValue(DriftTable(pooling: cells, pair.designEffects), pair, plan) {
        pValues.append(p)
      }
    case .tooManyCategories: break
    }
    var logs: [Double] = []
    for p in pValues {
      logs.append(
        try EValueCalibrator().logEValue(pValue: min(1, max(p, Self.leastPValue))))
    }
    guard let largest = logs.max() else { return nil }
    return largest + log(logs.reduce(0) { $0 + exp($1 - largest) } / Double(logs.count))
  }

  /// What each column may spend of the reference's error on each of its three tests.
  private var share: Double { Self.referenceError / Double(max(1, columns)) / 3 }

  /// Of an index of at most δ: √δ and what the reference's rows alone may be away are added as distances.
  private func indexPValue(
    _ table: DriftTable, _ pair: ColumnPair, _ plan: DriftPlan
  ) throws(StatsError) -> Double? {
    guard table.cells.count > 1, table.smallerSample >= DriftTable.leastExpected else {
      return nil
    }
    let counts = try CellCounts(
      reference: table.cells.map(\.reference), current: table.cells.map(\.current))
    let stability = try PopulationStability(
      counts, referenceDesignEffect: pair.designEffects?.reference ?? 1,
      currentDesignEffect: pair.designEffects?.current ?? 1)
    let degreesOfFreedom = stability.degreesOfFreedom
    let referenceRows = Double(table.referenceRows) / max(1, pair.designEffects?.reference ?? 1)
    let currentRows = Double(table.currentRows) / max(1, pair.designEffects?.current ?? 1)
    let away = try ChiSquared(degreesOfFreedom: degreesOfFreedom).quantile(upperTail: share)
    let root = plan.psi.squareRoot() + (away / referenceRows).squareRoot()
    let tolerance = root * root
    let noncentral = try NoncentralChiSquared(
      degreesOfFreedom: degreesOfFreedom, noncentrality: tolerance * currentRows
    ).upperTail(stability.index * currentRows)
    return max(noncentral, try stability.deltaPValue(exceeding: tolerance))
  }

  /// Of a missing share that changed by at most the tolerance.
  ///
  /// A share that is seen within the tolerance has a p-value above ½, whose double is none: the tails need
  /// not be computed.
  private func missingPValue(_ change: ShareChange, _ plan: DriftPlan) throws(StatsError) -> Double
  {
    guard abs(change.current - change.reference) > plan.missingShare else { return 1 }
    let limits = try limits(change, share / 2)
    let growth = try change.pValue(currentShareAbove: min(1, limits.upper + plan.missingShare))
    let decline = try change.complement
      .pValue(currentShareAbove: min(1, 1 - limits.lower + plan.missingShare))
    return min(1, 2 * min(growth, decline))
  }

  /// Of shares none of which changed by more than the factor, Bonferroni over all of them.
  ///
  /// A share that is seen within the factor has a p-value above ½, as above.
  private func sharesPValue(
    _ shares: [NamedShare], _ pair: ColumnPair, _ plan: DriftPlan
  ) throws(StatsError) -> Double? {
    guard !shares.isEmpty else { return nil }
    var least = 1.0
    for named in shares where named.isRelevant(plan) {
      let change = named.effective(pair.designEffects).change
      let isGrown = change.seemsGrown(share: plan.categoryShare, factor: plan.categoryFactor)
      let isShrunk = change.current * plan.categoryFactor < change.reference
      guard isGrown || isShrunk else { continue }
      let limits = try limits(change, share / Double(2 * shares.count))
      let most = max(plan.categoryShare, plan.categoryFactor * limits.upper)
      if isGrown, most < 1 { least = min(least, try change.pValue(currentShareAbove: most)) }
      guard isShrunk, named.direction == .either, limits.lower >= plan.categoryShare else {
        continue
      }
      let fewest = limits.lower / plan.categoryFactor
      least = min(least, try change.complement.pValue(currentShareAbove: 1 - fewest))
    }
    return min(1, 2 * Double(shares.count) * least)
  }

  /// Clopper–Pearson's limits of the reference's share, each at `alpha`.
  private func limits(
    _ change: ShareChange, _ alpha: Double
  ) throws(StatsError) -> (lower: Double, upper: Double) {
    (
      try ShareChange.lowerLimit(change.referenceCount, of: change.referenceRows, alpha: alpha),
      try ShareChange.upperLimit(change.referenceCount, of: change.referenceRows, alpha: alpha)
    )
  }
}
