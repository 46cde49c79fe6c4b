internal import Summaries

/// Everything the rules look at: the plan, and what the analysis made of the log.
struct CaseFile {
  var plan: Plan
  var sample: SampleAccount
  var sampleRatio: SampleRatio?
  var treatments: [TreatmentAnalysis]
  /// Metrics whose values are missing in some rows.
  var missing: [MissingValues] = []
  /// When the log went on.
  var logCalendar: LogCalendar?
  /// Whether each day shows the planned split.
  var allocation: AllocationDrift?
  /// When a plan that tests in groups looks.
  var schedule: LookSchedule?
  /// The clock, where the caller gave one.
  var asOf: Timestamp?
  /// What an earlier report of the same plan told, where it was a rollback.
  var former: FormerRollback?
  /// The last stretch of time over which traffic was divided in one way.
  var phase: Phase?
  /// Metrics that do not roll back yet, though they hold their share of the budget.
  var dormant: Set<String> = []
  /// Metrics of which the present stage's rows say nothing, of one variant or both.
  var mute: Set<String> = []
  /// What the plan's looks cost, where a reader wants to know.
  var price: InferencePrice?
  /// What the decision is made for.
  var detail = Judgement.Detail.report

  /// Seconds from the first row to the last, and no more than the days that hold rows: one wrong time does
  /// not make an experiment long.
  var elapsed: Double? {
    guard let first = sample.firstTime, let last = sample.lastTime else { return nil }
    let span = first.seconds(to: last)
    return logCalendar?.days.map { min(span, Double($0) * 86_400) } ?? span
  }

  /// The looks taken so far: the most that one question could be asked at.
  var looksTaken: Int {
    treatments.flatMap(\.metrics).flatMap(\.tests).compactMap { $0.looks?.count }.max() ?? 0
  }
}

extension MetricAnalysis {
  /// The questions asked; where the metric could not be computed, no more than that for harm.
  var tests: [ThresholdTest] {
    let computed: [ThresholdTest] =
      if case .computed(let comparison) = result { comparison.tests } else { [] }
    return computed + [harmSoFar].compactMap(\.self)
  }

  func test(_ question: ThresholdTest.Question) -> ThresholdTest? {
    tests.first { $0.question == question }
  }
}

/// What one rule has to say; a rule without a verdict leaves the case to the next one.
struct Finding: Equatable {
  var verdict: Verdict?
  var reasons: [Reason] = []
  var promoted: String?
}

/// One step of a decision.
protocol DecisionRule: Sendable {
  var rule: Rule { get }
  func apply(to file: CaseFile) -> Finding
}
