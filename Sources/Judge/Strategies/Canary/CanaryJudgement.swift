public import Summaries

/// What the scans of a canary found.
public struct CanaryFindings: Sendable {
  /// The stages that are compared.
  public var first: LogSummary
  /// Its second pass, where there is one.
  public var second: LogSummary?
  /// The rows of the stage at which all traffic is the treatment's, where that has begun.
  public var watch: LogSummary?
  /// Sums by block of time around the step to all traffic.
  public var blocks: LogSummary?
  /// The treatment's sums over all stages, where the plan has levels that it must not pass.
  public var levels: LogSummary?
  /// The present stage's predictions, once its time is over, and how they come by unit.
  public var scores: (values: LogSummary, units: LogSummary?)?

  /// Creates what was found in the stages that are compared.
  public init(_ first: LogSummary, secondPass second: LogSummary? = nil) {
    (self.first, self.second) = (first, second)
  }
}

/// Applies a plan of strategy `canary` to what the scans found: pure, the same answer for the same input.
public struct CanaryJudgement: Sendable {
  public let staged: StagedPlan
  public let layout: ScanLayout
  private let judgement: Judgement
  private let identity: PlanIdentity
  private let completeUntil: Timestamp?

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
    (self.staged, self.layout, self.completeUntil) = (staged, layout, completeUntil)
    identity = staged.original.identity
    judgement = Judgement(
      staged.judged, layout: layout, asOf: asOf, completeUntil: completeUntil, former: former,
      detail: detail)
  }

  /// Decides.
  ///
  /// - Parameter found: What the scans found.
  /// - Returns: The verdict with every number it rests on. An advance is told as `continue`, with the stage's
  ///   action beside it: only the last stage promotes.
  public func decide(_ found: CanaryFindings) -> Decision {
    var file = caseFile(found.first, found.second)
    if let last = found.watch?.lastTime { file.sample.lastTime = last }
    for later in [found.watch, found.blocks, found.levels].compactMap(\.self) {
      file.sample.addFailures(of: later)
    }
    let rule = StageRule(
      staged: staged, units: units(found), now: completeUntil ?? file.sample.lastTime,
      allTraffic: allTraffic(found, file), levels: LevelWatch(staged)?.accounts(found.levels),
      drift: drift(found, file))
    let rules: [any DecisionRule] = [
      StageHarmRule(stage: rule), ValidityRule(), DeteriorationRule(), rule, MinimumSampleRule(),
      SuccessRule(), FutilityRule(),
    ]
    var decision = Decision(identity, file, rules: rules)
    decision.budgets = Budgets(staged.original.inference)
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
    var file = judgement.caseFile(first, second)
    file.dormant = staged.dormant
    file.mute = layout.mute(first)
    return file
  }

  private func allTraffic(_ found: CanaryFindings, _ file: CaseFile) -> AllTraffic? {
    let now = completeUntil ?? file.sample.lastTime
    guard let blocks = found.blocks, let now, let plan = staged.afterwards(now: now) else {
      return nil
    }
    return AllTraffic(plan, blocks, now: now)
  }

  private func drift(_ found: CanaryFindings, _ file: CaseFile) -> StageAccount.Drift? {
    ScoreDrift(staged, now: completeUntil ?? file.sample.lastTime)?
      .account(found.scores?.values, units: found.scores?.units)
  }

  private func units(_ found: CanaryFindings) -> [Int] {
    let variants = staged.original.variants
    guard staged.stage.isConcurrent, let phase = layout.phases(of: found.first).last else {
      return variants.indices.map { found.watch?.rows(variant: $0) ?? 0 }
    }
    return variants.indices.map { found.first.units(variant: $0, phase) }
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
    var account = StageAccount(
      stage: staged.index + 1, count: staged.stages.count, current: current, next: next,
      action: action, started: staged.starts.last, earliest: rule.earliest, units: rule.units,
      conditions: rule.conditions(file),
      comparison: staged.stage.isConcurrent
        ? .concurrent : rule.allTraffic == nil ? .none : .before)
    (account.drift, account.blocks) = (rule.drift, rule.allTraffic?.clusters)
    account.levels = rule.levels
    return account
  }
}

extension ScanLayout {
  /// Metrics that no row of the present stage has a value of, in one variant or both.
  ///
  /// A process that goes on over all stages would judge them by the stages before. Where only events are written
  /// down, such a stage may simply have had none; but a treatment that never wrote anything is not known to be well.
  fileprivate func mute(_ first: LogSummary) -> Set<String> {
    let phases = phases(of: first)
    let arms = ArmEstimator(plan: plan, layout: self, first: first, second: nil)
    func isBlank(_ pair: Int, _ variant: Int, _ phase: Phase?) -> Bool {
      first.pair(pair, variant: variant, phase).meanX <= 0
    }
    return Set(
      plan.metrics.indices.filter { index in
        guard let pair = presence[index] else { return false }
        if arms.isBlankByHabit(metric: index) { return isBlank(pair, 1, nil) }
        return [0, 1].contains { isBlank(pair, $0, phases.last) }
      }.map { plan.metrics[$0].name })
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

  /// The scan of sums by block of time, of the control before the step to all traffic and of the treatment
  /// after it; nil before that step.
  ///
  /// - Parameters:
  ///   - now: Up to when all rows are known.
  ///   - until: Rows at or after this instant do not count.
  /// - Returns: A pair a metric that blocks can carry.
  public func blockScan(now: Timestamp?, until: Timestamp?) -> ScanPlan? {
    guard let plan = afterwards(now: now), let change = plan.switched?.at else { return nil }
    return ClusterLayout(plan, until: until).sums(around: change, servers: [])
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
