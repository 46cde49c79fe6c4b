public import Summaries

/// Applies a plan of strategy `canary` to what the scans found: pure, the same answer for the same input.
public struct CanaryJudgement: Sendable {
  private let staged: StagedPlan
  private let layout: ScanLayout
  private let asOf: Timestamp?
  private let completeUntil: Timestamp?
  private let former: FormerRollback?
  private let detail: Judgement.Detail

  /// Creates a judgement.
  ///
  /// - Parameters:
  ///   - staged: The plan at its present stage.
  ///   - layout: The scan made from what it is judged by.
  ///   - asOf: The present, for the calendar and freshness; neither is asked where nil, and a calendar is
  ///     not known to be open.
  ///   - completeUntil: Up to when the log is known to hold every row; its last row where nil.
  ///   - former: A rollback that an earlier report of this plan told; it stays one.
  ///   - detail: Whether more than the verdict is wanted.
  public init(
    _ staged: StagedPlan, layout: ScanLayout, asOf: Timestamp? = nil,
    completeUntil: Timestamp? = nil, former: FormerRollback? = nil,
    detail: Judgement.Detail = .report
  ) {
    (self.staged, self.layout, self.asOf) = (staged, layout, asOf)
    (self.completeUntil, self.former, self.detail) = (completeUntil, former, detail)
  }

  /// Decides.
  ///
  /// - Parameters:
  ///   - first: What the layout's scan found.
  ///   - second: What its second pass found, where there is one.
  ///   - watch: What `StagedPlan.watchScan` found, where all traffic is the treatment's.
  /// - Returns: The verdict with every number it rests on. An advance is told as `continue`, with the stage's
  ///   action beside it: only the last stage promotes.
  public func decide(
    _ first: LogSummary, secondPass second: LogSummary? = nil, watch: LogSummary? = nil
  ) -> Decision {
    var file = caseFile(first, second)
    if let last = watch?.lastTime { file.sample.lastTime = last }
    let rule = StageRule(
      staged: staged, units: units(first, watch), now: completeUntil ?? file.sample.lastTime)
    let rules: [any DecisionRule] = [
      HarmRule(), ValidityRule(), DeteriorationRule(), rule, MinimumSampleRule(), SuccessRule(),
      FutilityRule(),
    ]
    var decision = Decision(staged.original.identity, file, rules: rules)
    if decision.verdict != .continue {
      // A stage that is over passed only where nothing else is against it.
      decision.reasons.removeAll { if case .rollout(.stagePassed) = $0 { true } else { false } }
    }
    var action = action(of: decision)
    if decision.verdict == .promote, let next = staged.next {
      // Proven, and not all traffic yet: the next stage gives it that.
      (decision.verdict, decision.promoted, action) = (.continue, nil, .advance)
      decision.reasons.insert(.rollout(rule.passed(next)), at: 0)
    }
    decision.stage = account(action, file, rule)
    return decision
  }

  /// The evidence of all stages so far.
  func caseFile(_ first: LogSummary, _ second: LogSummary? = nil) -> CaseFile {
    var file = Judgement(
      staged.judged, layout: layout, asOf: asOf, completeUntil: completeUntil, former: former,
      detail: detail
    ).caseFile(first, second)
    file.dormant = staged.dormant
    return file
  }

  private func units(_ first: LogSummary, _ watch: LogSummary?) -> [Int] {
    let variants = staged.original.variants
    guard staged.stage.isConcurrent, let phase = layout.phases(of: first).last else {
      return variants.indices.map { watch?.rows(variant: $0) ?? 0 }
    }
    return variants.indices.map { first.units(variant: $0, phase) }
  }

  private func action(of decision: Decision) -> StageAccount.Action {
    switch decision.verdict {
    case .promote: return .promote
    case .rollback: return .rollback
    case .stop: return .stop
    case .invalid: return .hold
    case .continue:
      if case .rollout(.stagePassed)? = decision.reasons.first { return .advance }
      return .hold
    }
  }

  private func account(
    _ action: StageAccount.Action, _ file: CaseFile, _ rule: StageRule
  ) -> StageAccount {
    let current = staged.stage.traffic
    let next =
      switch action {
      case .advance: staged.next?.traffic ?? current
      case .hold: current
      case .promote: 100.0
      case .rollback, .stop: 0.0
      }
    let conditions = file.conditionsInForce.map { metric, test in
      StageAccount.Condition(
        metric: metric.name, threshold: metric.harm.text,
        status: test.map {
          $0.tooFewEffectiveUnits != nil ? .unclear : $0.holds ? .exceeded : .notShown
        } ?? .unclear, logEValue: test?.logEValue)
    }
    return StageAccount(
      stage: staged.index + 1, count: staged.stages.count, current: current, next: next,
      action: action, started: staged.starts.last, earliest: rule.earliest, units: rule.units,
      conditions: conditions, comparison: staged.stage.isConcurrent ? .concurrent : .none)
  }
}

extension StagedPlan {
  /// The scan of the stages that are compared.
  public func layout(since: Timestamp?, until: Timestamp?, asOf: Timestamp?) -> ScanLayout {
    var layout = ScanLayout(
      judged, since: since, until: until, asOf: asOf, predictions: .counted)
    // Labels that became known later still belong to the rows before.
    layout.scan.sources[0].until = [until, end].compactMap(\.self).min()
    return layout
  }

  /// The scan that counts the rows of the stage at which all traffic is the treatment's; nil before it.
  public func watchScan(until: Timestamp?) -> ScanPlan? {
    guard let end else { return nil }
    var source = judged.logSource(since: end.advanced(by: stage.warmUp), until: until)
    (source.unit, source.key) = (nil, nil)
    var scan = ScanPlan(log: source)
    scan.variants = original.variants
    return scan
  }

  /// The scan that finds the first row, where nobody says when the first stage began.
  public static func firstRowScan(_ plan: Plan, since: Timestamp?, until: Timestamp?) -> ScanPlan {
    var source = plan.logSource(since: since, until: until)
    (source.unit, source.key) = (nil, nil)
    var scan = ScanPlan(log: source)
    scan.variants = plan.variants
    return scan
  }
}
