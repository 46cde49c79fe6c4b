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
  /// What was read of the quality of predictions, where the plan asks for it.
  public var quality: QualityReading?
  /// Further readings of the logs, whose broken rows count as those of the first do.
  public var rereadings: [LogSummary] = []

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
    var reasons = invalidReasons(reference) + invalidReasons(current)
    for reason in rereadings.flatMap(invalidReasons) where !reasons.contains(reason) {
      reasons.append(reason)
    }
    let isEmpty = reference.rows.used == 0 || current.rows.used == 0
    var decision = DriftDecision(
      plan: identity,
      verdict: reasons.isEmpty
        ? isEmpty ? .cannotTell : Self.verdict(columns, under: plan.drift) : .invalid,
      reasons: reasons + (isEmpty ? [.noRows] : []),
      referenceRows: reference.rows.used, currentRows: current.rows.used,
      textbook: plan.drift.textbook, significance: plan.drift.significance,
      columns: columns.sorted(by: Self.precedes))
    decision.labels = DriftLabels(plan, reference: reference, current: current)
    guard plan.drift.holdsQuality, decision.verdict != .invalid, !isEmpty else { return decision }
    let harm = try DriftHarm(
      plan, quality ?? QualityReading(QualityScan(plan), reference: nil, current: nil),
      reference: reference, current: current, effects: designEffects)
    decision.harm = harm
    decision.verdict = decision.verdict.joined(to: harm.status)
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
      if let labels = plan.labels, plan.log.role(of: name) == .target {
        pair.leaveOutUnlabelled(required: labels.coverage)
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
    reasons += summary.joins.filter { $0.role == .labels }.flatMap(labelReasons)
    return reasons
      + summary.damage.map { .damagedInput(file: $0.file, byte: $0.byte, cause: $0.cause) }
  }

  /// Why labels from a file may not be believed.
  private func labelReasons(_ join: JoinSummary) -> [Reason] {
    let tolerated = plan.toleratedRowErrors
    var reasons: [Reason] = join.damage.map {
      .damagedInput(file: $0.file, byte: $0.byte, cause: $0.cause)
    }
    func share(_ part: Int, of whole: Int) -> Double { Double(part) / Double(max(1, whole)) }
    let failed = share(join.rows.failed, of: join.rows.read)
    if failed > tolerated {
      reasons.append(.rowErrors(rows: join.rows.failed, share: failed, tolerated: tolerated))
    }
    let conflicting = share(join.conflictingKeys, of: join.keys)
    if conflicting > tolerated {
      reasons.append(
        .labelsContradict(keys: join.conflictingKeys, share: conflicting, tolerated: tolerated))
    }
    let repeated = share(join.repeatedLogRows, of: join.matchedLogRows)
    if repeated > tolerated {
      reasons.append(
        .requestsRepeated(rows: join.repeatedLogRows, share: repeated, tolerated: tolerated))
    }
    return reasons
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
