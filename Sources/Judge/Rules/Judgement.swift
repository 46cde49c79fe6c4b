public import Summaries

/// Applies a plan to what a scan found: pure, the same answer for the same input.
public struct Judgement: Sendable {
  public let plan: Plan
  public let layout: ScanLayout
  private let asOf: Timestamp?
  private let completeUntil: Timestamp?
  private let former: FormerRollback?
  private let identity: PlanIdentity

  static let rules: [any DecisionRule] = [
    HarmRule(), ValidityRule(), DeteriorationRule(), MinimumSampleRule(), SuccessRule(),
    FutilityRule(),
  ]

  /// Creates a judgement of strategy `ab`.
  ///
  /// - Parameters:
  ///   - plan: What was decided before the data were seen.
  ///   - layout: The scan made from it.
  ///   - asOf: The present, for freshness; not asked where nil.
  ///   - completeUntil: Up to when the log is known to hold every row: what windows and looks are held
  ///     against. Its last row where nil.
  ///   - former: A rollback that an earlier report of this plan told; it stays one.
  public init(
    _ plan: Plan, layout: ScanLayout, asOf: Timestamp? = nil, completeUntil: Timestamp? = nil,
    former: FormerRollback? = nil
  ) {
    (self.plan, self.layout, self.asOf) = (plan, layout, asOf)
    (self.completeUntil, self.former) = (completeUntil, former)
    identity = plan.identity
  }

  /// Decides.
  ///
  /// - Parameters:
  ///   - first: What the layout's scan found.
  ///   - second: What its second pass found, where there is one.
  /// - Returns: The verdict with every number it rests on.
  public func decide(_ first: LogSummary, secondPass second: LogSummary? = nil) -> Decision {
    let file = caseFile(first, second)
    let findings = Self.rules.map { $0.apply(to: file) }
    let deciding = findings.first { $0.verdict != nil }
    let verdict = deciding?.verdict ?? .continue
    let isOpen = verdict == .continue || verdict == .stop
    let treatments = file.treatments.map { treatment in
      var treatment = treatment
      if isOpen { treatment.outlook = file.outlook(treatment) }
      return treatment
    }
    return Decision(
      plan: identity, verdict: verdict, promoted: deciding?.promoted,
      reasons: Self.ordered(findings, verdict: verdict),
      rules: Self.rules.map(\.rule) + [.undecided], budgets: Budgets(plan.inference),
      policy: plan.inference.policy,
      sample: file.sample, sampleRatio: file.sampleRatio, treatments: treatments,
      ramp: RampStep(plan, sample: file.sample, verdict: verdict))
  }

  /// The reasons of the deciding rule first, then all others in the order of the rules.
  private static func ordered(_ findings: [Finding], verdict: Verdict) -> [Reason] {
    let first = findings.firstIndex { $0.verdict == verdict }
    let others = findings.indices.filter { $0 != first }
    return (first.map { findings[$0].reasons } ?? []) + others.flatMap { findings[$0].reasons }
  }

  private func missingValues(_ arms: ArmEstimator) -> [MissingValues] {
    let asked = [MissingValues.Cause.noValue, .error].flatMap { cause in
      plan.metrics.indices.filter { layout.countedRows(cause)[$0] != nil }.map { (cause, $0) }
    }
    let questions = Double(max(1, asked.count * plan.treatments.count))
    let share = plan.inference.invalidSignificance / questions
    return plan.treatments.indices.flatMap { treatment in
      asked.compactMap { cause, metric in
        MissingValues(arms, cause, metric: metric, treatment: treatment + 1, significance: share)
      }
    }
  }

  private func caseFile(_ first: LogSummary, _ second: LogSummary?) -> CaseFile {
    let arms = ArmEstimator(
      plan: plan, layout: layout, first: first, second: second, completeUntil: completeUntil)
    var analyzer = MetricAnalyzer(plan: plan, arms: arms, shares: ErrorShares(plan))
    var treatments = plan.treatments.indices.map { index in
      TreatmentAnalysis(
        variant: plan.treatments[index], promotionPValue: nil,
        metrics: plan.metrics.indices.map { analyzer.analyze(metric: $0, treatment: index + 1) })
    }
    let promotion = PromotionPValues(plan: plan)
    for (index, pValue) in promotion.adjusted(treatments).enumerated() {
      treatments[index].promotionPValue = pValue
      guard pValue <= plan.inference.significance else { continue }
      // What a promotion rests on is told at the level it is promoted at.
      analyzer.levels = promotion.levels(treatments[index], adjusted: pValue)
      treatments[index].metrics = plan.metrics.indices.map {
        analyzer.analyze(metric: $0, treatment: index + 1)
      }
    }
    let calendar = LogCalendar(plan, first)
    let sampleRatio = SampleRatio(plan, first, phases: arms.phases)
    return CaseFile(
      plan: plan,
      sample: SampleAccount(plan, first, plannedShares: sampleRatio?.expected ?? plan.shares),
      sampleRatio: sampleRatio, treatments: treatments, missing: missingValues(arms),
      logCalendar: calendar, allocation: AllocationDrift(plan, calendar), asOf: asOf,
      former: former)
  }
}

extension Budgets {
  init(_ inference: InferencePlan) {
    self.init(
      falsePromotion: inference.significance, falseRollback: inference.rollbackSignificance,
      falseStop: inference.deteriorationSignificance, falseInvalid: inference.invalidSignificance,
      joint: inference.joint)
  }
}

extension SampleAccount {
  init(_ plan: Plan, _ summary: LogSummary, plannedShares shares: [Double]) {
    self.init(
      arms: plan.variants.indices.map {
        Arm(
          variant: plan.variants[$0], rows: summary.rows(variant: $0),
          units: summary.units(variant: $0), plannedShare: shares[$0])
      },
      rows: summary.rows, rowErrors: summary.errors,
      unknownVariants: summary.unknownVariants.counts ?? [
        "(too many)": summary.unknownVariants.count
      ],
      unitsInSeveralVariants: summary.unitsInSeveralVariants,
      repeatedRequests: summary.repeatedRequests, assignment: summary.assignment,
      damage: summary.damage + summary.joins.flatMap(\.damage),
      labels: summary.joins.first { $0.role == .labels }.map { LabelAccount($0) },
      firstTime: summary.firstTime, lastTime: summary.lastTime, unitColumn: plan.unitColumn)
  }
}
