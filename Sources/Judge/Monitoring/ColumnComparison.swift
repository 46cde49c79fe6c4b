internal import Stats
internal import Summaries

/// One column's tests against the plan's tolerances, before those of all columns are adjusted together.
struct ColumnComparison {
  /// A test that a tolerance is exceeded, and what it would say of the column.
  struct Finding {
    var cause: ColumnDrift.Cause
    var pValue: Double
  }

  /// The report so far, with `cannotTell` as its status.
  private(set) var report: ColumnDrift
  private(set) var findings: [Finding] = []
  /// What keeps the column from being called within tolerance.
  private(set) var doubts: [ColumnDrift.Cause] = []
  private var remarks: [ColumnDrift.Cause] = []

  /// Compares a column under a plan.
  init(_ pair: ColumnPair, plan: DriftPlan) {
    let columnTable = ColumnTable(pair, plan: plan)
    report = ColumnDrift(pair, columnTable)
    guard pair.presence != .neither else {
      doubts = [.columnUnknown]
      return
    }
    guard pair.reference.rows > 0, pair.current.rows > 0 else {
      doubts = [.tooFewRows(smallestExpected: 0)]
      return
    }
    do throws(StatsError) {
      try compare(pair, columnTable, plan)
    } catch {
      doubts.append(.statistics("\(error)"))
    }
  }

  private mutating func compare(
    _ pair: ColumnPair, _ columnTable: ColumnTable, _ plan: DriftPlan
  ) throws(StatsError) {
    try compareMissing(pair, plan)
    try compareShares(columnTable.shares, plan)
    switch columnTable.content {
    case .tooManyCategories: doubts.append(.tooManyCategories)
    case .presence(let cells):
      remarks = [.onlyPresenceCompared]
      try compareDistribution(DriftTable(pooling: cells), plan)
    case .cells(let cells):
      let table = DriftTable(pooling: cells)
      try compareDistribution(table, plan)
      try checkResolution(table, apart: DriftTable(cells), columnTable, plan)
    }
  }

  /// The column's report once it is known which of all columns' tests stand.
  ///
  /// - Parameter adjusted: the adjusted p-values of `findings`, in their order.
  func concluded(adjusted: [Double], alpha: Double) -> ColumnDrift {
    var column = report
    column.adjustedPValue = adjusted.min()
    let shown = zip(findings, adjusted).filter { $0.1 <= alpha }.map(\.0.cause)
    if !shown.isEmpty {
      (column.status, column.causes) = (.drift, shown + remarks)
    } else if doubts.isEmpty {
      let isUnchanged = (column.pValue ?? 1) > alpha
      (column.status, column.causes) = (isUnchanged ? .noChangeSeen : .withinTolerance, remarks)
    } else {
      (column.status, column.causes) = (.cannotTell, doubts + remarks)
    }
    return column
  }

  private mutating func compareMissing(_ pair: ColumnPair, _ plan: DriftPlan) throws(StatsError) {
    let change = pair.missing
    let cause: ColumnDrift.Cause =
      switch pair.presence {
      case .referenceOnly: .columnVanished
      case .currentOnly: .columnAppeared
      case .both, .neither:
        .missingShare(
          reference: change.reference, current: change.current, tolerance: plan.missingShare)
      }
    findings.append(
      Finding(cause: cause, pValue: try change.pValue(pointsAbove: plan.missingShare)))
    let largest = try change.largestChange(alpha: plan.significance)
    if largest >= plan.missingShare {
      doubts.append(
        .missingShareUnclear(
          reference: change.reference, current: change.current, upper: largest,
          tolerance: plan.missingShare))
    }
  }

  /// Tests each share that looks large enough to matter, all of a column counting as one test of several.
  private mutating func compareShares(
    _ shares: [ColumnTable.NamedShare], _ plan: DriftPlan
  ) throws(StatsError) {
    let relevant = shares.filter {
      max($0.change.reference, $0.change.current) >= plan.categoryShare
    }
    for share in relevant {
      let p = try share.change.pValue(
        share: plan.categoryShare, ratioAbove: plan.categoryFactor)
      findings.append(
        Finding(cause: share.cause(plan), pValue: min(1, p)))
      if share.change.seemsBeyond(share: plan.categoryShare, factor: plan.categoryFactor) {
        doubts.append(
          .categoryShareUnclear(
            category: share.label, reference: share.change.reference,
            current: share.change.current, factor: plan.categoryFactor))
      }
    }
  }

  private mutating func compareDistribution(
    _ table: DriftTable, _ plan: DriftPlan
  ) throws(StatsError) {
    report.bins = table.bins
    let rows = min(table.referenceRows, table.currentRows)
    guard Double(rows) >= DriftTable.leastExpected else {
      return doubts.append(.tooFewRows(smallestExpected: Double(rows)))
    }
    guard table.cells.count > 1 else {
      report.setUnchanged()
      return
    }
    let evidence = try StabilityEvidence(table, alpha: plan.significance)
    report.enter(evidence)
    findings.append(
      Finding(
        cause: .psiAboveTolerance(
          psi: evidence.stability.index, lower: evidence.limits.lower, tolerance: plan.psi),
        pValue: try evidence.pValue(above: plan.psi)))
    if evidence.limits.upper >= plan.psi {
      doubts.append(
        .intervalCoversTolerance(
          lower: evidence.limits.lower, upper: evidence.limits.upper, tolerance: plan.psi))
    }
  }

  /// Asks whether the bins could have shown a change at all.
  private mutating func checkResolution(
    _ table: DriftTable, apart: DriftTable, _ columnTable: ColumnTable, _ plan: DriftPlan
  ) throws(StatsError) {
    // Merging can only lower the index, so stability must hold with the rare cells apart as well.
    if apart.cells.count > max(table.cells.count, 1) {
      let limits = try StabilityEvidence(apart, alpha: plan.significance).limits
      if limits.upper >= plan.psi {
        doubts.append(
          .intervalCoversTolerance(
            lower: limits.lower, upper: limits.upper, tolerance: plan.psi))
      }
    }
    if let expected = columnTable.expectedOfTooFew {
      doubts.append(.tooFewRows(smallestExpected: expected))
    }
    if table.rareShare > Self.largestRareShare {
      doubts.append(.rareCategories(share: table.rareShare))
    }
    // A single bin has no index; only a new value can be seen, and must have had the chance to be.
    guard table.cells.count == 1, let new = columnTable.newRows else { return }
    let upper = try ShareChange.upperLimit(
      new.currentCount, of: new.currentRows, alpha: plan.significance)
    if upper > plan.categoryShare {
      doubts.append(.intervalCoversTolerance(lower: 0, upper: upper, tolerance: plan.categoryShare))
    }
  }

  /// The share of the reference that may lie in rare categories, whose changes the index hides.
  static let largestRareShare = 0.1
}
