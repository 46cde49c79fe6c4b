internal import Stats
internal import Summaries

/// Judges one trigger of a monitor over all of its windows.
struct TriggerJudge {
  let layout: MonitorLayout
  let readings: MonitorReadings
  let identity: PlanIdentity
  /// Up to when the log is whole.
  let present: Timestamp?
  /// The time of the question, up to which labels have come.
  let asOf: Timestamp?

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
      case .divergence(let columns, let least):
        return try judgeDivergence(columns, atLeast: least, trigger)
      case .split: return try judgeSplit(trigger, index)
      case .request(let file): return judgeRequests(file, trigger)
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
      var found = try evidence(metric, slots, limits, cell)
      if let due = labelsDue(metric, cell.bucket, trigger) { found.doubt = due }
      return found
    }
    var state = state(trigger, history, limits)
    state.baseline = layout.baselines[index]?.value
    if layout.monitor.rule == .threshold, let cell = lastCell, history.last?.estimate != nil {
      state.falseAlarms = try? falseAlarms(metric, slots, limits, cell, state.baseline)
    }
    return Finding(state: state, history: history)
  }

  private func evidence(
    _ metric: MetricPlan, _ slots: MonitorLayout.Slots, _ limits: TriggerLimits,
    _ cell: LogSummary.Cell
  ) throws(StatsError) -> WindowEvidence {
    let ratio = layout.ratio(metric, slots, cell)
    let extremes = layout.extremes(slots, cell)
    guard ratio.rows > 0 else {
      let isBlank = extremes.contains { $0.rows > 0 }
      return WindowEvidence(
        rows: 0, doubt(slots, cell) ?? (isBlank ? .valuesMissing(share: 1) : .noRows))
    }
    var found =
      metric.kind == .quantile
      ? try quantileEvidence(metric, slots, limits, cell)
      : try ratio.evidence(limits, alpha: layout.monitor.significance)
    for extreme in extremes {
      try found.allow(for: extreme, ratio, limits, alpha: layout.monitor.significance)
    }
    if let unanswered = slots.unanswered {
      try weigh(unanswered, metric, slots, limits, cell, &found)
    }
    if let doubt = doubt(slots, cell) { found.doubt = doubt }
    return found
  }

  /// Holds the limits against the worst and the best that unanswered rows can make of an accuracy: where they hide
  /// the hard questions those that are answered look better than the model is (Manski, 1989).
  private func weigh(
    _ unanswered: (wrong: Int, right: Int), _ metric: MetricPlan, _ slots: MonitorLayout.Slots,
    _ limits: TriggerLimits, _ cell: LogSummary.Cell, _ found: inout WindowEvidence
  ) throws(StatsError) {
    var (wrong, right) = (slots, slots)
    (wrong.pair, right.pair) = (unanswered.wrong, unanswered.right)
    let (low, high) = (layout.ratio(metric, wrong, cell), layout.ratio(metric, right, cell))
    guard low.rows > found.rows else { return }
    let share = 1 - Double(found.rows) / Double(low.rows)
    let alpha = layout.monitor.significance
    let worst = try low.evidence(limits.only(.below), alpha: alpha)
    let best = try high.evidence(limits.only(.above), alpha: alpha)
    found.unanswered = share
    if worst.isBeyond(limits.stated) || best.isBeyond(limits.stated) {
      found.hidden = found.hidden ?? .unanswered(share: share)
    }
    let within = [found.within, worst.within, best.within].compactMap(\.self).max()
    if (found.within ?? 1) <= alpha, (within ?? 1) > alpha {
      found.caution = found.caution ?? .unanswered(share: share)
    }
    found.within = within
  }

  /// What keeps a window from being judged by labels that still have time to come.
  private func labelsDue(
    _ metric: MetricPlan, _ bucket: Int, _ trigger: TriggerPlan
  ) -> TriggerState.Cause? {
    guard let maturity = layout.plan.labels?.maturity, layout.plan.isLabel(metric),
      let known = asOf ?? present
    else { return nil }
    let end = MonitorLayout.width(trigger) * Int64(bucket + 1)
    let due = Timestamp(microseconds: end + Int64(maturity * 1e6))
    return known < due ? .labelsNotDue(until: due) : nil
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

  // MARK: Windows

  func axis(_ summary: LogSummary, _ trigger: TriggerPlan) -> WindowAxis {
    var after: Timestamp?
    if case .period(_, let until) = layout.monitor.baseline { after = until }
    return WindowAxis(
      width: MonitorLayout.width(trigger), first: summary.firstTime, present: present, after: after)
  }

  func follow(
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

  func state(
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
