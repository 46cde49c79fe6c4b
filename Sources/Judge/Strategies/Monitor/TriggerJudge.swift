internal import Stats
internal import Summaries

/// Judges one trigger of a monitor over all of its windows.
struct TriggerJudge {
  let layout: MonitorLayout
  let readings: MonitorReadings
  let identity: PlanIdentity
  /// Up to when the log is whole.
  let present: Timestamp?

  /// A trigger's state and what every window left behind.
  struct Finding {
    var state: TriggerState
    var history: TriggerHistory?
  }

  /// Judges a trigger by its place in the plan.
  func judge(_ index: Int) -> Finding {
    let trigger = layout.monitor.triggers[index]
    do throws(StatsError) {
      switch trigger.measurement {
      case .metric(let metric): return try judge(metric, trigger, index)
      case .notFinite(let column): return try judgeFinite(column, trigger)
      case .drift(let columns, let least): return try judgeDrift(columns, atLeast: least, trigger)
      case .traffic: return try judgeTraffic(trigger)
      case .consecutiveFailures(let run): return judgeFailures(run, trigger, index)
      }
    } catch {
      return Finding(state: TriggerState(trigger, causes: [.notComputable]))
    }
  }

  // MARK: Kinds of triggers

  private func judge(
    _ metric: MetricPlan, _ trigger: TriggerPlan, _ index: Int
  ) throws(StatsError) -> Finding {
    let width = MonitorLayout.width(trigger)
    guard let limits = layout.limits[index], let slots = layout.slots(width)[index],
      let summary = readings.windows[width]
    else { return Finding(state: TriggerState(trigger, causes: [.baselineMissing])) }
    var history = TriggerHistory(
      layout.monitor, trigger, limits: limits, memory: .accumulates)
    var lastCell: LogSummary.Cell?
    try follow(summary, trigger, &history) { (cell, _) throws(StatsError) in
      lastCell = cell
      return try evidence(metric, slots, limits, cell)
    }
    var state = state(trigger, history, limits)
    state.baseline = layout.baselines[index]?.value
    if layout.monitor.rule == .threshold, let cell = lastCell, history.last?.estimate != nil {
      state.falseAlarms = try falseAlarms(metric, slots, limits, cell, state.baseline)
    }
    return Finding(state: state, history: history)
  }

  private func evidence(
    _ metric: MetricPlan, _ slots: MonitorLayout.Slots, _ limits: TriggerLimits,
    _ cell: LogSummary.Cell
  ) throws(StatsError) -> WindowEvidence {
    let ratio = layout.ratio(metric, slots, cell)
    guard ratio.rows > 0 else { return WindowEvidence(rows: 0, doubt(slots, cell) ?? .noRows) }
    var found =
      metric.kind == .quantile
      ? try quantileEvidence(metric, slots, limits, cell)
      : try ratio.evidence(limits, alpha: layout.monitor.significance)
    if let doubt = doubt(slots, cell) { found.doubt = doubt }
    return found
  }

  /// A quantile lies above a limit where more than its share of values do.
  private func quantileEvidence(
    _ metric: MetricPlan, _ slots: MonitorLayout.Slots, _ limits: TriggerLimits,
    _ cell: LogSummary.Cell
  ) throws(StatsError) -> WindowEvidence {
    var outer = slots
    outer.distribution = nil
    var inner = outer
    inner.pair = slots.inner ?? slots.pair
    let probability = metric.probability ?? 0.5
    let share = limits.alarm.upper == nil ? probability : 1 - probability
    let shares = TriggerLimits(
      TriggerLimit(side: .above, unit: .level, value: share, text: ""), nil)
    let alpha = layout.monitor.significance
    var found = try layout.ratio(metric, outer, cell).evidence(shares, alpha: alpha)
    let clear = try layout.ratio(metric, inner, cell).evidence(shares, alpha: alpha)
    found.within = clear.within
    (found.doubt, found.caution) = (found.doubt ?? clear.doubt, found.caution ?? clear.caution)
    (found.estimate, found.interval) = (nil, nil)
    if let place = slots.distribution,
      let usual = TriggerBaseline(
        cell.distributions[place], quantile: probability, units: found.units, alpha: alpha)
    {
      (found.estimate, found.interval) = (usual.value, usual.bounds)
    }
    return found
  }

  private func doubt(
    _ slots: MonitorLayout.Slots, _ cell: LogSummary.Cell
  ) -> TriggerState.Cause? {
    guard let present = slots.present, let required = layout.plan.labels?.coverage else {
      return nil
    }
    let moments = cell.pairs[present]
    let share = moments.meanY > 0 ? moments.meanX / moments.meanY : 0
    return share < required ? .labelsImmature(share: share, required: required) : nil
  }

  private func falseAlarms(
    _ metric: MetricPlan, _ slots: MonitorLayout.Slots, _ limits: TriggerLimits,
    _ cell: LogSummary.Cell, _ baseline: Double?
  ) throws(StatsError) -> TriggerState.FalseAlarms? {
    guard metric.kind != .quantile,
      let truth = baseline ?? limits.stated.upper ?? limits.stated.lower
    else { return nil }
    let chance = try layout.ratio(metric, slots, cell).chanceBeyond(limits.stated, truth: truth)
    return .init(trueValue: truth, share: chance)
  }

  private func judgeFinite(_ column: String, _ trigger: TriggerPlan) throws(StatsError) -> Finding {
    guard let summary = readings.columns[MonitorLayout.width(trigger)] else {
      return Finding(state: TriggerState(trigger, causes: [.noRows]))
    }
    let limits = TriggerLimits(trigger.limit, nil)
    var history = TriggerHistory(layout.monitor, trigger, limits: limits, memory: .accumulates)
    try follow(summary, trigger, &history) { (cell, _) throws(StatsError) in
      guard let found = cell.distributions.first(where: { $0.column == column }) else {
        return WindowEvidence(rows: cell.rows, .notComputable)
      }
      var moments = BivariateMoments()
      moments.add((x: 1, y: 1), times: found.nonFinite)
      moments.add((x: 0, y: 1), times: found.rows - found.nonFinite)
      return try RatioEvidence(
        moments: moments, isShare: true, units: found.rows, countsRows: true
      ).evidence(limits, alpha: layout.monitor.significance)
    }
    return Finding(state: state(trigger, history, limits), history: history)
  }

  private func judgeDrift(
    _ columns: [String], atLeast least: Int, _ trigger: TriggerPlan
  ) throws(StatsError) -> Finding {
    guard let reference = readings.baselineColumns,
      let summary = readings.columns[MonitorLayout.width(trigger)]
    else { return Finding(state: TriggerState(trigger, causes: [.baselineMissing])) }
    let limits = TriggerLimits(trigger.limit, nil)
    var history = TriggerHistory(layout.monitor, trigger, limits: limits, memory: .none)
    var plan = layout.plan
    (plan.drift.columns, plan.drift.psi) = (columns, trigger.limit.value)
    (plan.drift.ignore, plan.drift.significance) = ([], layout.monitor.significance)
    let analysis = DriftAnalysis(plan, identity: identity)
    try follow(summary, trigger, &history) { (cell, _) throws(StatsError) in
      var window = LogSummary()
      (window.rows.read, window.rows.used) = (cell.rows, cell.rows)
      window.cells = [cell]
      let decision = try analysis.decide(reference: reference, current: window)
      return driftEvidence(decision, atLeast: least, cell.rows)
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

  private func judgeTraffic(_ trigger: TriggerPlan) throws(StatsError) -> Finding {
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

  private func judgeFailures(
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

  // MARK: Windows

  private func axis(_ summary: LogSummary, _ trigger: TriggerPlan) -> WindowAxis {
    var after: Timestamp?
    if case .period(_, let until) = layout.monitor.baseline { after = until }
    return WindowAxis(
      width: MonitorLayout.width(trigger), first: summary.firstTime, present: present, after: after)
  }

  private func follow(
    _ summary: LogSummary, _ trigger: TriggerPlan, _ history: inout TriggerHistory,
    _ evidence: (LogSummary.Cell, Int) throws(StatsError) -> WindowEvidence
  ) throws(StatsError) {
    let axis = axis(summary, trigger)
    let cells = Dictionary(summary.cells.map { ($0.bucket, $0) }, uniquingKeysWith: { $1 })
    let required = layout.monitor.minimumRows
    for window in axis.range {
      var found = WindowEvidence(rows: 0, .noRows)
      if let cell = cells[window] {
        found = try evidence(cell, window)
        if found.rows < required, found.rows > 0 {
          found.doubt = .tooFewRows(rows: found.rows, required: required)
        }
      }
      let span = axis.span(window)
      try history.take(found, from: span.begin, to: span.end)
    }
  }

  private func state(
    _ trigger: TriggerPlan, _ history: TriggerHistory, _ limits: TriggerLimits?
  ) -> TriggerState {
    var state = TriggerState(trigger, causes: history.causes)
    state.status = history.status
    state.window = history.last
    (state.lower, state.upper) = (limits?.stated.lower, limits?.stated.upper)
    (state.raisedSince, state.clearSince) = (history.raisedSince, history.clearSince())
    (state.alarms, state.judgedWindows) = (history.alarms, history.judged)
    state.unjudgedWindows = history.unjudged
    state.drifted = history.status == .raised ? history.drifted : []
    if layout.monitor.rule == .proven {
      state.alarmsPerWindow = layout.monitor.alarmsPerWindow(of: trigger)
    }
    return state
  }
}

extension TriggerState {
  /// A trigger of which nothing can be told, and why.
  init(_ trigger: TriggerPlan, causes: [Cause]) {
    (self.trigger, status, self.causes) = (trigger, .cannotTell, causes)
    (alarms, judgedWindows, unjudgedWindows, drifted) = (0, 0, 0, [])
  }
}
