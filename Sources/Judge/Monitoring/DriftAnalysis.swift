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
    return DriftDecision(
      plan: identity,
      verdict: reasons.isEmpty ? verdict(columns, isEmpty: isEmpty) : .invalid,
      reasons: reasons + (isEmpty ? [.noRows] : []),
      referenceRows: reference.rows.used, currentRows: current.rows.used,
      textbook: plan.drift.textbook, significance: plan.drift.significance,
      columns: columns.sorted(by: Self.precedes))
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

  /// The columns of either log, or those that the plan names, without those it ignores.
  private func pairs(_ reference: LogSummary, _ current: LogSummary) -> [ColumnPair] {
    let (before, after) = (Self.distributions(reference), Self.distributions(current))
    var names = plan.drift.columns
    if names.isEmpty {
      // Time and weight say when and how often a row counts; their change is no drift.
      let roles = [plan.log.time, plan.log.weight].compactMap(\.self)
      names = Set(before.keys).union(after.keys).subtracting(roles).sorted()
    }
    return names.filter { !plan.drift.ignore.contains($0) }.map { name in
      ColumnPair(
        column: name, reference: before[name], referenceRows: reference.rows.used,
        current: after[name], currentRows: current.rows.used)
    }
  }

  private static func distributions(_ summary: LogSummary) -> [String: ColumnDistribution] {
    var merged: [String: ColumnDistribution] = [:]
    for distribution in summary.cells.flatMap(\.distributions) {
      guard merged[distribution.column] != nil else {
        merged[distribution.column] = distribution
        continue
      }
      merged[distribution.column]?.merge(distribution)
    }
    return merged
  }

  /// Why a log may not be judged at all.
  private func invalidReasons(_ summary: LogSummary) -> [Reason] {
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

  private func verdict(_ columns: [ColumnDrift], isEmpty: Bool) -> DriftVerdict {
    if isEmpty || columns.isEmpty { return .cannotTell }
    let drifted = columns.filter { $0.status == .drift }
    if let critical = plan.drift.critical,
      drifted.count(where: { critical.contains($0.column) }) >= plan.drift.criticalCount
    {
      return .criticalDrift
    }
    if !drifted.isEmpty { return .drift }
    if columns.contains(where: { $0.status == .cannotTell }) { return .cannotTell }
    let isChanged = columns.contains { $0.status == .withinTolerance }
    return isChanged && plan.drift.withinTolerance == .warn ? .changed : .stable
  }

  /// Drift first, then by the index that is certain, then by the index that is likely.
  private static func precedes(_ a: ColumnDrift, _ b: ColumnDrift) -> Bool {
    let certain = (a.psiInterval?.lower ?? 0, b.psiInterval?.lower ?? 0)
    let likely = (a.debiasedPsi ?? a.psi ?? 0, b.debiasedPsi ?? b.psi ?? 0)
    if (a.status == .drift) != (b.status == .drift) { return a.status == .drift }
    if certain.0 != certain.1 { return certain.0 > certain.1 }
    if likely.0 != likely.1 { return likely.0 > likely.1 }
    return a.column < b.column
  }
}
