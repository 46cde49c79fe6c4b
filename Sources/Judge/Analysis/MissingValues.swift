internal import Stats
internal import Summaries

/// How often a metric's value is missing in control and treatment, and whether that differs too much.
///
/// Where values are missing for a reason that has to do with the outcome, such as labels that come only for
/// some predictions, arms that miss them unequally cannot be compared (Rubin 1976).
struct MissingValues: Equatable {
  /// Why rows do not count.
  enum Cause: Equatable {
    /// They have no value.
    case noValue
    /// They have an error, and the metric leaves such rows out.
    case error
  }

  var cause: Cause
  var metric: String
  var treatment: String
  /// The share of rows with a value, of those that the metric asks for one.
  var control: Double
  var changed: Double
  /// An anytime-valid p-value that the shares differ by no more than the plan tolerates.
  var pValue: Double
}

extension MissingValues {
  /// The comparison for one metric of one treatment; nil where every row counts or an arm has none.
  ///
  /// - Parameters:
  ///   - arms: What the scan found.
  ///   - cause: Why rows do not count.
  ///   - index: The metric.
  ///   - treatment: An index into the plan's variants.
  ///   - significance: The error budget of this one question; each direction has half.
  init?(
    _ arms: ArmEstimator, _ cause: Cause, metric index: Int, treatment: Int, significance: Double
  ) {
    let plan = arms.plan
    guard let pair = arms.layout.countedRows(cause)[index] else { return nil }
    // What is not complete yet has no values that miss.
    let last = plan.lastCompleteBucket(of: plan.metrics[index], at: arms.now)
    let phases = arms.phases.indices.compactMap { phase -> PhaseContrast? in
      guard let control = arms.share(pair, variant: 0, phase: phase, through: last),
        let changed = arms.share(pair, variant: treatment, phase: phase, through: last)
      else { return nil }
      return PhaseContrast(control: control, treatment: changed, phase: phase)
    }
    guard !phases.isEmpty else { return nil }
    var contrast = StratifiedContrast(phases: phases)
    contrast.restOnStrongerArm()
    let isByHabit = cause == .noValue && arms.isBlankByHabit(metric: index, through: last)
    guard !isByHabit else { return nil }
    let pValue =
      contrast.isConstant
      ? contrast.constantPValue(tolerated: plan.toleratedMissing.value)
      : Evidence.differencePValue(
        contrast, tolerated: plan.toleratedMissing, column: plan.metrics[index].column,
        clock: plan.clock(of: plan.metrics[index]),
        targetClock: plan.targetClock(treatment: treatment),
        significance: significance)
    self.init(
      cause: cause, metric: plan.metrics[index].name, treatment: plan.variants[treatment],
      control: contrast.control.value, changed: contrast.treatment.value,
      pValue: pValue)
  }
}

extension ArmEstimator {
  /// A share of rows in one variant and phase, or nil without rows.
  func share(
    _ pair: Int, variant: Int, phase: Int, through last: Int
  ) -> ArmEstimate? {
    try? ratio(first.pair(pair, variant: variant, phases[phase], through: last), variant: variant)
      .get()
  }
}

extension ArmEstimator {
  /// Whether the control writes down nothing but events.
  func isBlankByHabit(metric index: Int, through last: Int = .max) -> Bool {
    guard let presence = layout.presence[index], let events = layout.written[index] else {
      return false
    }
    func sums(_ pair: Int) -> ClusterSum.Count {
      phases.map { phase in
        let moments = first.pair(pair, variant: 0, phase, through: last)
        let count = Double(moments.count)
        return ClusterSum.Count(rows: moments.meanX * count, of: moments.meanY * count)
      }.reduce(ClusterSum.Count(), +)
    }
    return plan.isBlankByHabit(
      plan.metrics[index], present: sums(presence), events: sums(events).rows)
  }
}

extension Plan {
  /// Whether a blank in the column of a rate says that there was no event: where most of the control's are, and
  /// whatever it writes down is an event.
  ///
  /// - Parameters:
  ///   - metric: The metric.
  ///   - present: The control's rows with a value, of all.
  ///   - events: Those of them with an event.
  /// - Returns: Whether it does; never for labels, whose blanks are not known yet.
  func isBlankByHabit(
    _ metric: MetricPlan, present: ClusterSum.Count, events: Double
  ) -> Bool {
    guard metric.kind == .rate, metric.blanks != .unknown, !isLabel(metric),
      let share = present.share
    else { return false }
    // Sums are kept as means: half a row is no row.
    return share < 0.5 && present.rows - events < 0.5
  }

  /// A metric on labels that come in a file of their own.
  func isLabel(_ metric: MetricPlan) -> Bool {
    guard let labels else { return false }
    return [metric.column, metric.secondColumn].contains(log.label ?? labels.value)
  }
}

extension ScanLayout {
  /// By metric the pair of rows that count and of all, or nil where none is left out for this cause.
  func countedRows(_ cause: MissingValues.Cause) -> [Int?] {
    switch cause {
    case .noValue: presence
    case .error: survival
    }
  }
}
