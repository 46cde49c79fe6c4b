internal import Stats
internal import Summaries

/// One column's tests against the plan's tolerances, before those of all columns are adjusted together.
struct ColumnComparison {
  /// A test that a tolerance is exceeded, and what it would say of the column.
  struct Finding {
    var cause: ColumnDrift.Cause
    /// Adjusted for the other tests of its family (Bonferroni).
    var pValue: Double
  }

  /// The tests of one tolerance: one of the index, one of missing values, one of each category's share.
  struct Family {
    var findings: [Finding]

    /// That none of the tests' tolerances is exceeded.
    var pValue: Double { findings.map(\.pValue).min() ?? 1 }
  }

  /// The report so far, with `cannotTell` as its status.
  private(set) var report: ColumnDrift
  private(set) var families: [Family] = []
  /// What keeps the column from being called within tolerance.
  private(set) var doubts: [ColumnDrift.Cause] = []
  private var remarks: [ColumnDrift.Cause] = []

  /// Compares a column under a plan.
  init(_ pair: ColumnPair, plan general: DriftPlan, role: ColumnDrift.Role? = nil) {
    let plan = general.specialized(for: pair.column, ColumnTyping(plan: general).kind(of: pair))
    let columnTable = ColumnTable(pair, plan: plan)
    report = ColumnDrift(pair, columnTable)
    report.psiTolerance = plan.psi
    report.role = role
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
      report.measures = DriftMeasures(report.bins, pair, report.kind)
      noteConstants(pair)
      if role == .prediction, report.kind == .numeric { try compareShift(pair, plan) }
      if let (share, required) = pair.incompleteLabels {
        families = []
        doubts = [.labelsIncomplete(share: share, required: required)]
      }
    } catch {
      doubts.append(.statistics(error.cause))
    }
  }

  private mutating func compare(
    _ pair: ColumnPair, _ columnTable: ColumnTable, _ plan: DriftPlan
  ) throws(StatsError) {
    try compareMissing(pair, plan)
    try compareShares(columnTable.shares, pair, plan)
    switch columnTable.content {
    case .tooManyCategories: doubts.append(.tooManyCategories)
    case .presence(let cells):
      remarks = [.onlyPresenceCompared]
      try compareDistribution(DriftTable(pooling: cells, pair.designEffects), pair, plan)
    case .cells(let cells):
      let table = DriftTable(pooling: cells, pair.designEffects)
      try compareDistribution(table, pair, plan)
      try checkResolution(table, apart: DriftTable(cells), columnTable, pair, plan)
    }
  }

  /// The column's report once it is known which of all columns' tests stand.
  ///
  /// - Parameters:
  ///   - adjusted: The adjusted p-values of `families`, in their order.
  ///   - tests: How many families all columns have.
  ///   - alpha: The error rate over all of them.
  /// - Returns: The report with its status and causes.
  func concluded(adjusted: [Double], tests: Int, alpha: Double) -> ColumnDrift {
    var column = report
    column.adjustedPValue = adjusted.min()
    let shown = zip(families, adjusted).filter { $0.1 <= alpha }.flatMap { family, _ in
      family.findings.filter {
        $0.pValue == family.pValue || $0.pValue * Double(tests) <= alpha
      }.map(\.cause)
    }
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
    let effective = change.effective(pair.designEffects)
    families.append(
      Family(findings: [
        Finding(cause: cause, pValue: try effective.pValue(pointsAbove: plan.missingShare))
      ]))
    let largest = try effective.largestChange(alpha: plan.significance)
    if largest >= plan.missingShare {
      doubts.append(
        .missingShareUnclear(
          reference: change.reference, current: change.current, upper: largest,
          tolerance: plan.missingShare))
    }
  }

  /// Tests each share that is large enough to matter.
  private mutating func compareShares(
    _ shares: [NamedShare], _ pair: ColumnPair, _ plan: DriftPlan
  ) throws(StatsError) {
    let relevant = shares.filter { $0.isRelevant(plan) }
    guard !relevant.isEmpty else { return }
    var family = Family(findings: [])
    for share in relevant {
      let p = try min(
        1, share.effective(pair.designEffects).pValue(plan) * Double(relevant.count))
      family.findings.append(Finding(cause: share.cause(plan), pValue: p))
      guard share.seemsBeyond(plan) else { continue }
      doubts.append(
        .categoryShareUnclear(
          category: share.label, reference: share.change.reference,
          current: share.change.current, factor: plan.categoryFactor))
    }
    families.append(family)
  }

  private mutating func compareDistribution(
    _ table: DriftTable, _ pair: ColumnPair, _ plan: DriftPlan
  ) throws(StatsError) {
    report.bins = table.bins
    let rows = table.smallerSample
    guard rows >= DriftTable.leastExpected else {
      return doubts.append(.tooFewRows(smallestExpected: rows))
    }
    guard table.cells.count > 1 else {
      report.setUnchanged()
      return
    }
    let evidence = try StabilityEvidence(
      table, alpha: plan.significance, designEffects: pair.designEffects)
    report.enter(evidence)
    let cause = ColumnDrift.Cause.psiAboveTolerance(
      psi: evidence.stability.index, lower: evidence.limits.lower, tolerance: plan.psi)
    let others = SecondaryDivergence.tested(plan)
    let share = others.isEmpty ? 1 : SecondaryDivergence.indexShare
    var family = Family(findings: [
      Finding(cause: cause, pValue: min(1, try evidence.pValue(above: plan.psi) / share))
    ])
    for other in others {
      let estimate = try evidence.estimate(other.kind)
      let p = try estimate.pValue(exceeding: other.tolerance)
      family.findings.append(
        Finding(
          cause: other.cause(estimate, plan),
          pValue: min(1, p * Double(others.count) / (1 - share))))
      guard try !estimate.isShown(below: other.tolerance, alpha: plan.significance) else {
        continue
      }
      let upper = try estimate.upperLimit(alpha: plan.significance)
      doubts.append(other.doubt(upper: max(upper, other.tolerance), plan))
    }
    families.append(family)
    if evidence.limits.upper >= plan.psi {
      doubts.append(
        .intervalCoversTolerance(
          lower: evidence.limits.lower, upper: evidence.limits.upper, tolerance: plan.psi))
    }
  }

  /// Asks whether the bins could have shown a change at all.
  private mutating func checkResolution(
    _ table: DriftTable, apart: DriftTable, _ columnTable: ColumnTable, _ pair: ColumnPair,
    _ plan: DriftPlan
  ) throws(StatsError) {
    // Merging can only lower the index, so stability must hold with the rare cells apart as well.
    if apart.cells.count > max(table.cells.count, 1) {
      let limits = try StabilityEvidence(
        apart, alpha: plan.significance, designEffects: pair.designEffects
      ).limits
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
    guard table.cells.count == 1, let new = columnTable.newRows?.effective(pair.designEffects)
    else { return }
    let upper = try ShareChange.upperLimit(
      new.currentCount, of: new.currentRows, alpha: plan.significance)
    if upper > plan.categoryShare {
      doubts.append(.intervalCoversTolerance(lower: 0, upper: upper, tolerance: plan.categoryShare))
    }
  }

  /// Asks whether the mean of predictions moved by more standard deviations than the plan tolerates.
  private mutating func compareShift(_ pair: ColumnPair, _ plan: DriftPlan) throws(StatsError) {
    guard let change = report.measures?.numbers, let shift = change.standardizedShift,
      let spread = change.reference.standardDeviation,
      let now = change.current.standardDeviation
    else { return }
    let (n, m) = (Double(change.reference.count), Double(change.current.count))
    let effects = pair.designEffects ?? DriftDesignEffects(reference: 1, current: 1)
    // The reference's own spread is estimated, too: a shift of d of them varies by d²/2n more.
    let error =
      (effects.reference * (1 + shift * shift / 2) / n
      + effects.current * (now / spread) * (now / spread) / m).squareRoot()
    guard error > 0 else { return }
    let p = try Normal().upperTail((abs(shift) - plan.shiftTolerance) / error)
    families.append(
      Family(findings: [
        Finding(
          cause: .shiftAboveTolerance(shift: shift, tolerance: plan.shiftTolerance),
          pValue: min(1, p))
      ]))
  }

  private mutating func noteConstants(_ pair: ColumnPair) {
    switch pair.isConstant {
    case (true, false) where pair.current.present > 0: remarks.append(.constantInReference)
    case (false, true) where pair.reference.present > 0: remarks.append(.constantInCurrent)
    default: break
    }
  }

  /// The share of the reference that may lie in rare categories, whose changes the index hides.
  static let largestRareShare = 0.1
}
