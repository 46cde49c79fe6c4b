internal import Stats
internal import Summaries

/// What is no metric: values that are none, distributions, traffic, runs of failures.
extension TriggerJudge {
  /// Counts NaN and infinities among the values of a column.
  func judgeFinite(_ column: String, _ trigger: TriggerPlan) throws(StatsError) -> Finding {
    guard let summary = readings.columns[MonitorLayout.width(trigger)] else {
      return Finding(state: TriggerState(trigger, causes: [.noRows]))
    }
    let limits = TriggerLimits(trigger.limit, nil)
    let pair = layout.finitePair(column, MonitorLayout.width(trigger))
    var history = TriggerHistory(layout.monitor, trigger, limits: limits, memory: .accumulates)
    try follow(summary, trigger, &history) { (cell, _) throws(StatsError) in
      guard let found = cell.distributions.first(where: { $0.column == column }) else {
        return WindowEvidence(rows: cell.rows, .notComputable)
      }
      var moments = BivariateMoments()
      if let pair {
        moments = cell.pairs[pair]
      } else {
        moments.add((x: 1, y: 1), times: found.nonFinite)
        // What is missing, or no number at all, is not shown to be finite.
        moments.add((x: 0, y: 1), times: found.numbers)
      }
      var evidence = try RatioEvidence(
        moments: moments, isShare: true, units: moments.count, countsRows: pair == nil
      ).evidence(limits, alpha: layout.monitor.significance)
      if found.texts > 0 { (evidence.within, evidence.caution) = (1, .notComputable) }
      return evidence
    }
    return Finding(state: state(trigger, history, limits), history: history)
  }

  /// Compares columns of each window with the baseline's.
  func judgeDrift(
    _ columns: [String], atLeast least: Int, _ trigger: TriggerPlan
  ) throws(StatsError) -> Finding {
    try judgeColumns(columns, trigger) { (analysis, reference, window) throws(StatsError) in
      let decision = try analysis.decide(reference: reference, current: window)
      return driftEvidence(decision, atLeast: least, window.rows.used)
    }
  }

  /// Holds columns of each window against the baseline's, with as much as their rows say by unit.
  ///
  /// - Parameters:
  ///   - columns: The columns.
  ///   - trigger: What asks for them; of its limit the stability index is held.
  ///   - weigh: What a comparison, the baseline and a window say.
  /// - Returns: The trigger's state.
  /// - Throws: `StatsError` where a statistic cannot be computed.
  func judgeColumns(
    _ columns: [String], _ trigger: TriggerPlan,
    _ weigh: (DriftAnalysis, LogSummary, LogSummary) throws(StatsError) -> WindowEvidence
  ) throws(StatsError) -> Finding {
    guard let reference = readings.baselineColumns,
      let summary = readings.columns[MonitorLayout.width(trigger)]
    else { return Finding(state: TriggerState(trigger, causes: [.baselineMissing])) }
    let limits = TriggerLimits(trigger.limit, nil)
    var history = TriggerHistory(layout.monitor, trigger, limits: limits, memory: .none)
    var plan = layout.plan
    (plan.drift.columns, plan.drift.psi) = (columns, trigger.limit.value)
    (plan.drift.ignore, plan.drift.significance) = ([], layout.monitor.significance)
    var analysis = DriftAnalysis(plan, identity: identity)
    let effects = designEffects(trigger)
    try follow(summary, trigger, &history) { (cell, _) throws(StatsError) in
      var window = LogSummary()
      (window.rows.read, window.rows.used) = (cell.rows, cell.rows)
      window.cells = [cell]
      analysis.designEffects = effects?(cell.bucket)
      return try weigh(analysis, reference, window)
    }
    return Finding(state: state(trigger, history, limits), history: history)
  }

  /// At least m columns drifted where the m-th smallest of the adjusted p-values says so.
  private func driftEvidence(
    _ decision: DriftDecision, atLeast least: Int, _ rows: Int
  ) -> WindowEvidence {
    let pValues = decision.columns.map { $0.adjustedPValue ?? 1 }.sorted()
    let indices = decision.columns.map { $0.psi ?? 0 }.sorted(by: >)
    guard pValues.count >= least, least > 0 else {
      return WindowEvidence(rows: rows, .notComputable)
    }
    var found = WindowEvidence(rows: rows, units: rows, estimate: indices[least - 1])
    found.beyond = pValues[least - 1]
    let open = decision.columns.filter { $0.status == .drift || $0.status == .cannotTell }
    found.within = open.count < least ? 0 : 1
    let ordered = decision.columns.sorted { ($0.adjustedPValue ?? 1) < ($1.adjustedPValue ?? 1) }
    found.drifted = ordered.filter { $0.status == .drift }.map(\.column)
    let isUnclear = open.contains { $0.status == .cannotTell }
    if isUnclear, open.count >= least, found.drifted.count < least,
      let column = open.first(where: { $0.status == .cannotTell })
    {
      found.doubt = .columnUnclear(column: column.column)
    }
    return found
  }

  /// Counts the rows of each window, those without any included.
  func judgeTraffic(_ trigger: TriggerPlan) throws(StatsError) -> Finding {
    let width = MonitorLayout.width(trigger)
    guard let usual = readings.baselineTraffic[width], let summary = readings.windows[width] else {
      return Finding(state: TriggerState(trigger, causes: [.baselineMissing]))
    }
    var period: (since: Timestamp, until: Timestamp)?
    if case .period(let since, let until) = layout.monitor.baseline { period = (since, until) }
    let traffic = TrafficEvidence(usual, width: width, period: period)
    let cells = Dictionary(summary.cells.map { ($0.bucket, $0.rows) }, uniquingKeysWith: +)
    let axis = axis(summary, trigger)
    var limits: TriggerLimits?
    var falseAlarms = 0.0
    var judged: [(Int, WindowEvidence)] = []
    for window in axis.range {
      let found = try traffic.evidence(cells[window] ?? 0, in: window, trigger.limit)
      (limits, falseAlarms) = (found.limits, found.falseAlarms)
      judged.append((window, found.evidence))
    }
    // Limits differ from hour to hour, so that each window brings what it says of its own.
    var history = TriggerHistory(layout.monitor, trigger, limits: nil, memory: .none)
    for (window, evidence) in judged {
      let span = axis.span(window)
      try history.take(evidence, from: span.begin, to: span.end)
    }
    var state = state(trigger, history, limits)
    state.baseline = limits.flatMap { limits in
      limits.stated.upper.map { $0 - trigger.limit.value * spread(limits, trigger) }
    }
    if layout.monitor.rule == .threshold, let baseline = state.baseline {
      state.falseAlarms = .init(trueValue: baseline, share: falseAlarms)
    }
    return Finding(state: state, history: history)
  }

  private func spread(_ limits: TriggerLimits, _ trigger: TriggerPlan) -> Double {
    guard let upper = limits.stated.upper, let lower = limits.stated.lower else { return 0 }
    return (upper - lower) / 2 / trigger.limit.value
  }

  /// Replays a rule on failures row by row.
  func judgeFailures(
    _ run: TriggerPlan.FailureRun, _ trigger: TriggerPlan, _ index: Int
  ) -> Finding {
    guard let columns = readings.failures[index], columns.values.count == 2,
      case .numbers(let times) = columns.values[0], case .numbers(let failed) = columns.values[1]
    else { return Finding(state: TriggerState(trigger, causes: [.noRows])) }
    let runs = FailureRuns(times: times, failed: failed, rule: run)
    var state = TriggerState(trigger, causes: [])
    let newest = columns.log.lastTime
    let isRecent = runs.latest.map { latest in
      newest.map { latest.end.seconds(to: $0) <= trigger.window } ?? false
    }
    state.alarms = runs.count
    if isRecent == true {
      state.status = .raised
      state.raisedSince = runs.latest?.begin
      state.causes = [.failureRun(count: run.count, seconds: run.seconds)]
    } else if runs.rows < layout.monitor.minimumRows {
      state.causes = [.tooFewRows(rows: runs.rows, required: layout.monitor.minimumRows)]
    } else {
      state.status = .clear
      state.clearSince = runs.latest?.end ?? columns.log.firstTime
    }
    // A run begins at a row whose predecessor was answered, and then as many fail one after the other.
    let share = Double(runs.failures) / Double(max(1, runs.rows))
    var chance = 1 - share
    for _ in 0..<run.count { chance *= share }
    state.falseAlarms = .init(trueValue: share, share: chance)
    return Finding(state: state)
  }
}
