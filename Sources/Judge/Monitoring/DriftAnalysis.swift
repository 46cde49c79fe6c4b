public import Stats
public import Summaries

/// Judges whether the columns of a current log are distributed as those of a reference.
///
/// The guarantee, rows being independent: if no column's Population Stability Index, missing share or
/// category share is beyond its tolerance, the chance of the verdict `drift` is at most the plan's
/// significance α, over all columns and measures together (Holm, 1979). `stable` needs every column
/// shown within tolerance: for a column whose index or missing share is beyond it the chance of that is
/// at most α. Everything else is `cannotTell`. In textbook mode nothing is guaranteed.
public struct DriftAnalysis: Sendable {
  public var plan: Plan
  public var identity: PlanIdentity
  /// The columns' design effects in each log, where rows come in units.
  public var designEffects: (reference: [String: Double], current: [String: Double])?

  /// Creates the judgement of one plan, whose identity goes into the decision.
  public init(_ plan: Plan, identity: PlanIdentity) {
    (self.plan, self.identity) = (plan, identity)
  }

  /// Compares what two scans of ``Plan/driftScanPlan(role:)`` found.
  ///
  /// A column whose statistics cannot be computed is reported as such and does not sink the others.
  public func decide(reference: LogSummary, current: LogSummary) throws(StatsError) -> DriftDecision
  {
    let columns = try compared(reference, current)
    let reasons = invalidReasons(reference) + invalidReasons(current)
    let isEmpty = reference.rows.used == 0 || current.rows.used == 0
    var decision = DriftDecision(
      plan: identity,
      verdict: reasons.isEmpty
        ? isEmpty ? .cannotTell : Self.verdict(columns, under: plan.drift) : .invalid,
      reasons: reasons + (isEmpty ? [.noRows] : []),
      referenceRows: reference.rows.used, currentRows: current.rows.used,
      textbook: plan.drift.textbook, significance: plan.drift.significance,
      columns: columns.sorted(by: Self.precedes))
    guard let tolerance = plan.drift.quality, decision.verdict != .invalid, !isEmpty else {
      return decision
    }
    let harm = try DriftHarm(
      plan, tolerance: tolerance, reference: reference, current: current)
    decision.harm = harm
    switch (harm.status, decision.verdict) {
    case (.harmful, _): decision.verdict = .criticalDrift
    // What was asked for and is not known is no pass.
    case (.unknown, .stable), (.unknown, .changed): decision.verdict = .cannotTell
    default: break
    }
    return decision
  }

  private func compared(
    _ reference: LogSummary, _ current: LogSummary
  ) throws(StatsError) -> [ColumnDrift] {
    let pairs = pairs(reference, current)
    if plan.drift.textbook {
      return pairs.map(TextbookComparison(plan: plan.drift).compare)
    }
    let comparisons = pairs.map {
      ColumnComparison($0, plan: plan.drift, role: plan.log.role(of: $0.column))
    }
    let pValues = comparisons.flatMap { $0.families.map(\.pValue) }
    var adjusted = try Holm.adjusted(pValues)[...]
    return comparisons.map { comparison in
      let own = Array(adjusted.prefix(comparison.families.count))
      adjusted = adjusted.dropFirst(own.count)
      return comparison.concluded(
        adjusted: own, tests: pValues.count, alpha: plan.drift.significance)
    }
  }

  /// Whether both bodies of rows may be judged at all.
  public func accepts(_ reference: LogProfile, _ current: LogProfile) -> Bool {
    invalidReasons(reference.summary).isEmpty && invalidReasons(current.summary).isEmpty
      && reference.rows.used > 0 && current.rows.used > 0
  }

  /// The columns of either log, or those that the plan names, without those it ignores.
  func pairs(_ reference: LogSummary, _ current: LogSummary) -> [ColumnPair] {
    let (before, after) = (reference.distributions, current.distributions)
    // A target is compared once there are labels: that they come late is no drift.
    let names = plan.comparedNames(Set(before.keys).union(after.keys)).filter { name in
      plan.log.role(of: name) != .target || (after[name]?.present ?? 0) > 0
    }
    return names.map { name in
      var pair = ColumnPair(
        column: name, reference: before[name], referenceRows: reference.rows.used,
        current: after[name], currentRows: current.rows.used)
      if let (before, after) = designEffects {
        pair.designEffects = DriftDesignEffects(
          reference: before[name] ?? 1, current: after[name] ?? 1)
      }
      return pair
    }
  }

  /// Why a log may not be judged at all.
  func invalidReasons(_ summary: LogSummary) -> [Reason] {
    var reasons: [Reason] = []
    let rows = summary.rows
    let share = rows.read > 0 ? Double(rows.failed) / Double(rows.read) : 0
    if share > plan.toleratedRowErrors {
      reasons.append(
        .rowErrors(rows: rows.failed, share: share, tolerated: plan.toleratedRowErrors))
    }
    return reasons
      + summary.damage.map { .damagedInput(file: $0.file, byte: $0.byte, cause: $0.cause) }
  }

  /// What columns say together.
  static func verdict(_ columns: [ColumnDrift], under plan: DriftPlan) -> DriftVerdict {
    if columns.isEmpty { return .cannotTell }
    let drifted = columns.filter { $0.status == .drift }
    if let critical = plan.critical,
      drifted.count(where: { critical.contains($0.column) }) >= plan.criticalCount
    {
      return .criticalDrift
    }
    if !drifted.isEmpty { return .drift }
    if columns.contains(where: { $0.status == .cannotTell }) { return .cannotTell }
    let isChanged = columns.contains { $0.status == .withinTolerance }
    return isChanged && plan.withinTolerance == .warn ? .changed : .stable
  }

  /// Drift first, then by the index that is certain, then by the index that is likely.
  static func precedes(_ a: ColumnDrift, _ b: ColumnDrift) -> Bool {
    let certain = (a.psiInterval?.lower ?? 0, b.psiInterval?.lower ?? 0)
    let likely = (a.debiasedPsi ?? a.psi ?? 0, b.debiasedPsi ?? b.psi ?? 0)
    if (a.status == .drift) != (b.status == .drift) { return a.status == .drift }
    if certain.0 != certain.1 { return certain.0 > certain.1 }
    if likely.0 != likely.1 { return likely.0 > likely.1 }
    return a.column < b.column
  }
}
