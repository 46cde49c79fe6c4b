public import Summaries

/// Applies a plan to what a scan found: pure, the same answer for the same input.
public struct Judgement: Sendable {
  public let plan: Plan
  public let layout: ScanLayout
  private let asOf: Timestamp?
  private let completeUntil: Timestamp?
  private let detail: Detail
  private let former: FormerRollback?
  private let identity: PlanIdentity

  static let rules: [any DecisionRule] = [
    HarmRule(), ValidityRule(), DeteriorationRule(), MinimumSampleRule(), SuccessRule(),
    FutilityRule(),
  ]

  /// What a decision is made for.
  public enum Detail: Sendable {
    /// All numbers that a reader may want.
    case report
    /// The verdict and its reasons, as cheaply as can be: for simulation.
    case verdict
  }

  /// Creates a judgement of strategy `ab`.
  ///
  /// - Parameters:
  ///   - plan: What was decided before the data were seen.
  ///   - layout: The scan made from it.
  ///   - asOf: The present, for freshness; not asked where nil.
  ///   - completeUntil: Up to when the log is known to hold every row: what windows and looks are held
  ///     against. Its last row where nil.
  ///   - former: A rollback that an earlier report of this plan told; it stays one.
  ///   - detail: Whether more than the verdict is wanted.
  public init(
    _ plan: Plan, layout: ScanLayout, asOf: Timestamp? = nil, completeUntil: Timestamp? = nil,
    former: FormerRollback? = nil, detail: Detail = .report
  ) {
    (self.plan, self.layout, self.asOf) = (plan, layout, asOf)
    (self.completeUntil, self.former, self.detail) = (completeUntil, former, detail)
    identity = plan.identity
  }

  /// Decides.
  ///
  /// - Parameters:
  ///   - first: What the layout's scan found.
  ///   - second: What its second pass found, where there is one.
  /// - Returns: The verdict with every number it rests on.
  public func decide(_ first: LogSummary, secondPass second: LogSummary? = nil) -> Decision {
    decide(first, secondPass: second, remembering: LookMemory())
  }

  /// Decides, as the other one does, and does not work out again what a memory knows of earlier looks.
  public func decide(
    _ first: LogSummary, secondPass second: LogSummary?, remembering memory: LookMemory
  ) -> Decision {
    memory.begin()
    return Decision(identity, caseFile(first, second, memory), rules: Self.rules)
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

  /// Each column and treatment holds an equal share of one budget.
  private func covariateBalance(_ arms: ArmEstimator, treatment: Int) -> [CovariateBalance]? {
    let columns = layout.covariateColumns
    guard !columns.isEmpty else { return nil }
    let questions = Double(columns.count * plan.treatments.count)
    return columns.compactMap {
      CovariateBalance(
        arms, $0, treatment: treatment,
        significance: plan.inference.invalidSignificance / questions)
    }
  }

  func caseFile(
    _ first: LogSummary, _ second: LogSummary?, _ memory: LookMemory = LookMemory()
  ) -> CaseFile {
    let arms = ArmEstimator(
      plan: plan, layout: layout, first: first, second: second, completeUntil: completeUntil)
    let schedule = LookSchedule(plan, first: first.firstTime, now: arms.now)
    var analyzer = MetricAnalyzer(
      plan: plan, arms: arms, shares: ErrorShares(plan), schedule: schedule, detail: detail,
      memory: memory)
    var treatments = plan.treatments.indices.map { index in
      TreatmentAnalysis(
        variant: plan.treatments[index], promotionPValue: nil,
        metrics: plan.metrics.indices.map { analyzer.analyze(metric: $0, treatment: index + 1) },
        covariates: covariateBalance(arms, treatment: index + 1))
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
    if let segments = SegmentAnalyzer(arms) {
      for index in treatments.indices {
        treatments[index].segments = segments.breakdowns(
          treatments[index].metrics, treatment: index + 1)
      }
    }
    let calendar = LogCalendar(plan, first)
    let sampleRatio = SampleRatio(plan, first, phases: arms.phases)
    var sample = SampleAccount(plan, first, plannedShares: sampleRatio?.expected ?? plan.shares)
    if detail == .report { sample.labels?.cohorts = LabelCohort.cohorts(arms) }
    let predictions = PredictionValues.all(layout, first, phases: arms.phases)
    if !predictions.isEmpty { sample.predictions = predictions }
    return CaseFile(
      plan: plan, sample: sample,
      sampleRatio: sampleRatio, treatments: treatments, missing: missingValues(arms),
      logCalendar: calendar, allocation: AllocationDrift(plan, calendar), schedule: schedule,
      asOf: asOf, former: former, phase: arms.phases.last,
      price: detail == .report ? InferencePrice(plan) : nil, detail: detail)
  }
}

extension Decision {
  /// Applies rules in their order: the first that has a verdict decides.
  init(_ identity: PlanIdentity, _ file: CaseFile, rules: [any DecisionRule]) {
    let findings = rules.map { $0.apply(to: file) }
    let deciding = findings.firstIndex { $0.verdict != nil }
    let verdict = deciding.flatMap { findings[$0].verdict } ?? .continue
    // The reasons of the deciding rule first, then all others in the order of the rules.
    let others = findings.indices.filter { $0 != deciding }
    // Other strategies have criteria beside their metrics, of which no chance is known.
    let hasOutlook = file.plan.strategy == .ab || file.plan.strategy == .canary
    let isOpen =
      (verdict == .continue || verdict == .stop) && hasOutlook && file.detail == .report
    let treatments = file.treatments.map { treatment in
      var treatment = treatment
      if isOpen { treatment.outlook = file.outlook(treatment) }
      return treatment
    }
    self.init(
      plan: identity, verdict: verdict, promoted: deciding.flatMap { findings[$0].promoted },
      reasons: ([deciding].compactMap(\.self) + others).flatMap { findings[$0].reasons },
      rules: rules.map(\.rule) + [.undecided], budgets: Budgets(file.plan.inference),
      policy: file.plan.inference.policy,
      sample: file.sample, sampleRatio: file.sampleRatio, treatments: treatments,
      ramp: RampStep(file.plan, sample: file.sample, phase: file.phase, verdict: verdict),
      price: file.price)
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
      unknownVariants: summary.namedUnknownVariants,
      unitsInSeveralVariants: summary.unitsInSeveralVariants,
      repeatedRequests: summary.repeatedRequests, assignment: summary.assignment,
      damage: summary.damage + summary.joins.flatMap(\.damage),
      nonFinite: summary.nonFinite.isEmpty ? nil : NonFiniteShare.all(plan, summary),
      labels: summary.joins.first { $0.role == .labels }.map { LabelAccount($0) },
      prePeriod: summary.joins.first { $0.role == .prePeriod }.map { LabelAccount($0) },
      firstTime: summary.firstTime, lastTime: summary.lastTime, unitColumn: plan.unitColumn)
  }
}

extension LogSummary {
  /// Rows of variants that the plan does not name, by their names.
  var namedUnknownVariants: [String: Int] {
    unknownVariants.counts ?? ["(too many)": unknownVariants.count]
  }
}
