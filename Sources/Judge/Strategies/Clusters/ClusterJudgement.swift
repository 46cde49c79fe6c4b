public import Summaries

/// Applies a plan of strategy `blue-green` or `rolling` to what the scans found: pure, the same answer for the
/// same input.
public struct ClusterJudgement: Sendable {
  private let plan: Plan
  private let asOf: Timestamp?
  private let completeUntil: Timestamp?
  private let former: FormerRollback?

  /// Creates a judgement.
  ///
  /// - Parameters:
  ///   - plan: What was decided before the data were seen.
  ///   - asOf: The present, for the calendar and freshness.
  ///   - completeUntil: Up to when the log is known to hold every row; its last row where nil.
  ///   - former: A rollback that an earlier report of this plan told; it stays one.
  public init(
    _ plan: Plan, asOf: Timestamp? = nil, completeUntil: Timestamp? = nil,
    former: FormerRollback? = nil
  ) {
    (self.plan, self.asOf) = (plan, asOf)
    (self.completeUntil, self.former) = (completeUntil, former)
  }

  /// When traffic was switched, or the first server was updated; nil where that is not seen yet.
  public func change(_ survey: LogSummary) -> Timestamp? {
    plan.switched == nil ? survey.firstRow(variant: 1) : plan.switched?.at ?? survey.switchTime()
  }

  /// Decides.
  ///
  /// - Parameters:
  ///   - survey: What `ClusterLayout.survey` found.
  ///   - sums: What its second pass found; nil where no change is seen.
  ///   - servers: Their names, in the order of the sums.
  ///   - checks: What the results from outside that the plan asks for say.
  /// - Returns: The verdict with every number it rests on.
  public func decide(
    _ survey: LogSummary, sums: LogSummary?, servers: [String], checks: [Check] = []
  ) -> Decision {
    let now = completeUntil ?? survey.lastTime
    guard let sums, let change = change(survey), let now else {
      return decision(Case(survey: survey, checks: checks, held: [.rollout(.changeNotSeen)]))
    }
    let found = ClusterSums(plan, sums, change: change, now: now, servers: servers)
    var analyzer = ClusterAnalyzer(
      plan: plan, control: found.control, treatment: found.treatment,
      harmShare: ClusterAnalyzer.share(ofLook: max(1, found.looks)),
      promotionShare: plan.switched == nil
        ? ClusterAnalyzer.share(ofLook: max(1, found.looks)) : 1)
    if found.looks == 0 { analyzer.control = plan.metrics.map { _ in [] } }
    let metrics = plan.metrics.indices.map { analyze($0, analyzer, found) }
    var treatment = TreatmentAnalysis(
      variant: plan.treatments.first ?? "", promotionPValue: nil, metrics: metrics)
    treatment.promotionPValue = PromotionPValues(plan: plan).adjusted([treatment]).first
    let account = found.account(survey, degreesOfFreedom: analyzer.degreesOfFreedom)
    let held = held(found, account).map(Reason.rollout) + found.missingReasons(plan)
    var decision = decision(
      Case(
        survey: survey, sums: sums, checks: checks, held: held, treatment: treatment,
        account: account,
        missing: found.missingValues(plan, lookShare: analyzer.harmShare),
        end: ending(found, analyzer, metrics, isHeld: !held.isEmpty)))
    if plan.rolling != nil { decision.stage = stage(decision, found) }
    return decision
  }

  /// What a decision is made from.
  private struct Case {
    var survey: LogSummary
    var sums: LogSummary?
    var checks: [Check]
    var held: [Reason]
    var treatment: TreatmentAnalysis?
    var account: ClusterAccount?
    var missing: [MissingValues] = []
    var end = Finding()
  }

  private func decision(_ found: Case) -> Decision {
    let clusters = found.account?.clusters ?? [0, 0]
    var sample = SampleAccount(plan, found.survey, plannedShares: plan.shares)
    if let sums = found.sums { sample.addFailures(of: sums) }
    if plan.rolling != nil { sample.addNameless(found.survey) }
    let file = CaseFile(
      plan: plan, sample: sample,
      sampleRatio: nil, treatments: [found.treatment].compactMap(\.self), missing: found.missing,
      asOf: asOf, former: former)
    let rules: [any DecisionRule] = [
      ClusterHarmRule(watch: .rollback, clusters: clusters), ValidityRule(),
      ClusterHarmRule(watch: .deterioration, clusters: clusters),
      RolloutCheckRule(checks: found.checks), ClusterRule(held: found.held), SuccessRule(),
      ClusterEndRule(finding: found.end),
    ].filter { !found.checks.isEmpty || !($0 is RolloutCheckRule) }
    var decision = Decision(plan.identity, file, rules: rules)
    // What is said where nothing else decides is said nowhere else.
    let last = found.end.reasons.first
    if decision.reasons.first != last { decision.reasons.removeAll { $0 == last } }
    // Rows are counted here; what is compared are clusters.
    decision.sample.unitColumn = nil
    decision.clusters = found.account
    decision.checks = found.checks.isEmpty ? nil : found.checks
    return decision
  }

  /// A metric, unless what there is of it says nothing.
  private func analyze(
    _ index: Int, _ analyzer: ClusterAnalyzer, _ found: ClusterSums
  ) -> MetricAnalysis {
    var analysis = analyzer.analyze(metric: index)
    let metric = plan.metrics[index]
    if let fewest = found.readings[index].fewest {
      analysis.result = .notComputable(
        .quantileUndetermined(probability: metric.probability ?? 0.5, units: fewest))
    } else if found.isMute(metric: index) {
      analysis.result = .notComputable(.noRows(variant: plan.treatments.first ?? ""))
    }
    return analysis
  }

  // MARK: What holds

  private func held(_ found: ClusterSums, _ account: ClusterAccount) -> [RolloutReason] {
    var held: [RolloutReason] = []
    if let planned = account.planned, found.servers.count > planned {
      held.append(.serversUnknown(found: found.servers.count, planned: planned))
    }
    if found.looks == 0 || found.isSoaking {
      held.append(.waitingForLook(taken: found.looks, next: found.nextLook))
    }
    for (variant, clusters) in zip(plan.variants, account.clusters)
    where clusters < ClusterAnalyzer.fewest {
      held.append(
        .clustersTooFew(
          variant: variant, clusters: clusters, required: ClusterAnalyzer.fewest))
    }
    // What does not answer cannot fail: silence is no proof of anything.
    if found.silence >= plan.inference.lookSeconds {
      held.append(.treatmentSilent(variant: plan.variants[1], seconds: found.silence))
    }
    if !found.silentServers.isEmpty {
      held.append(
        .serversSilent(servers: found.silentServers, seconds: plan.inference.lookSeconds))
    }
    if let switched = plan.switched, found.elapsed < switched.monitoring {
      held.append(
        .monitoringRunning(
          elapsedSeconds: found.elapsed, requiredSeconds: switched.monitoring,
          until: found.change.advanced(by: switched.monitoring)))
    }
    return held
  }

  /// The time after a switch ends; servers go on one after the other.
  private func ending(
    _ found: ClusterSums, _ analyzer: ClusterAnalyzer, _ metrics: [MetricAnalysis], isHeld: Bool
  ) -> Finding {
    guard !isHeld else { return Finding() }
    let isMute = metrics.indices.contains { found.isMute(metric: $0) }
    guard let switched = plan.switched else {
      // Nothing was shown to be well that nothing was said of.
      guard !isMute else { return Finding() }
      let passed = RolloutReason.serversPassed(
        updated: found.updated, of: plan.rolling?.servers ?? 0)
      return Finding(verdict: .continue, reasons: [.rollout(passed)])
    }
    let open = metrics.indices.compactMap { index -> Reason? in
      guard let test = metrics[index].promotionTest, test.method == .flawlessClusters, !test.holds,
        metrics[index].role == .guardrail
      else { return nil }
      return .rollout(
        .noEventsYet(
          metric: metrics[index].name, threshold: test.threshold,
          clusters: metrics[index].treatment?.units ?? 0,
          required: analyzer.clustersNeeded(metric: index)))
    }
    // What did not happen on either side is not shown to be within a margin by too short a log, nor beyond it.
    if !open.isEmpty || isMute { return Finding(verdict: .continue, reasons: open) }
    return Finding(
      verdict: .stop, reasons: [.rollout(.monitoringOver(seconds: switched.monitoring))])
  }

  /// A rolling update in the terms of stages: a stage a server.
  private func stage(_ decision: Decision, _ found: ClusterSums) -> StageAccount {
    let count = plan.rolling?.servers ?? 0
    func percent(_ servers: Int) -> Double {
      100 * Double(min(servers, count)) / Double(max(1, count))
    }
    let action: StageAccount.Action =
      switch decision.verdict {
      case .promote: .promote
      case .rollback: .rollback
      case .stop: .stop
      case .invalid: .hold
      case .continue:
        if case .rollout(.serversPassed)? = decision.reasons.first, found.updated < count {
          .advance
        } else {
          .hold
        }
      }
    let next =
      switch action {
      case .advance: percent(found.updated + 1)
      case .hold: percent(found.updated)
      case .promote: 100.0
      case .rollback, .stop: 0.0
      }
    let conditions = zip(plan.metrics, decision.treatments.first?.metrics ?? []).compactMap {
      metric, analysis -> StageAccount.Condition? in
      guard metric.watchesRollback else { return nil }
      let test = analysis.test(.harm)
      return StageAccount.Condition(
        metric: metric.name, threshold: metric.harm.text,
        status: test.map { $0.holds ? .exceeded : .notShown } ?? .unclear, logEValue: nil)
    }
    return StageAccount(
      stage: found.updated, count: count, current: percent(found.updated), next: next,
      action: action, started: found.change, earliest: found.nextLook,
      units: [found.control, found.treatment].map { $0.first?.count { $0.y > 0 } ?? 0 },
      conditions: conditions, comparison: .concurrent)
  }
}

extension SampleAccount {
  /// Takes in the rows that a later pass could not read: the first one does not look at what is measured.
  mutating func addFailures(of sums: LogSummary) {
    let more = sums.rows.failed - rows.failed
    guard more > 0 else { return }
    rows.failed += more
    rows.used = max(0, rows.used - more)
    rowErrors = sums.errors
  }

  /// Takes in the rows that do not name their server, which may be one that was updated.
  mutating func addNameless(_ survey: LogSummary) {
    let nameless = survey.cells.reduce(0) { $0 + ($1.distributions.first?.missing ?? 0) }
    guard nameless > 0 else { return }
    rows.failed += nameless
    rows.used = max(0, rows.used - nameless)
    rowErrors.merge(RowErrors(counts: [.missingKey: nameless], examples: []))
  }
}
