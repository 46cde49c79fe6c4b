internal import Summaries

/// Reads the plan of a monitor: what `strategy: monitor` asks beyond the log.
struct MonitorReader {
  let top: PlanSection<PlanKeys.Top>

  /// Reads how the log is watched, and then what is.
  func monitor(_ plan: Plan) -> MonitorPlan {
    var monitor = MonitorPlan()
    let section = top[.monitor]?.section(PlanKeys.Monitor.self)
    if let section { read(section, &monitor) }
    var known = plan
    known.monitor = monitor
    let mend = "add a list of triggers"
    let list = top.required(.triggers, mend: mend)?.items() ?? []
    monitor.triggers = TriggerReader.triggers(list, known)
    if top[.triggers] != nil, list.isEmpty {
      top[.triggers]?.complain(.invalidValue, "triggers is empty", mend: mend)
    }
    if !monitor.triggers.isEmpty, !monitor.triggers.contains(where: \.isEstimated) {
      top[.triggers]?.complain(
        .contradiction, "requests alone watch nothing of the log",
        mend: "add a trigger that does, such as kind: rate")
    }
    if monitor.rule == .proven { requirePossible(monitor, section) }
    return monitor
  }

  private func read(_ section: PlanSection<PlanKeys.Monitor>, _ monitor: inout MonitorPlan) {
    monitor.rule = section[.rule]?.choice(MonitorPlan.Rule.self) ?? monitor.rule
    monitor.expectedAlarms =
      section[.expectedAlarms]?.number("a number above 0") { $0 > 0 } ?? monitor.expectedAlarms
    monitor.alarmPeriod = section[.alarmPeriod]?.span() ?? monitor.alarmPeriod
    monitor.minimumRows = section[.minimumRows]?.integer(atLeast: 1) ?? monitor.minimumRows
    monitor.significance = section[.significance]?.probability() ?? monitor.significance
    monitor.baseline = section[.baseline].flatMap(baseline)
    monitor.afterRollback = section[.afterRollback].flatMap(afterRollback)
    monitor.rollbackTarget = section[.rollbackTarget].flatMap(rollbackTarget)
    monitor.retraining = section[.retraining].flatMap(retraining)
    monitor.dailyChecks = section[.dailyChecks].flatMap(dailyChecks)
    if monitor.rule == .threshold {
      section.refuse(
        [.expectedAlarms, .alarmPeriod], because: "bounds nothing under rule: threshold",
        mend: "remove it, or write rule: proven")
    }
  }

  private func baseline(_ value: PlanValue) -> MonitorPlan.Baseline? {
    guard let section = value.section(PlanKeys.MonitorBaseline.self) else { return nil }
    let since = section[.since]?.instant()
    let until = section[.until]?.instant()
    if let file = section[.file]?.text("a file") {
      section.refuse(
        [.since, .until], because: "names a part of the log, and file another log",
        mend: "keep one of them")
      return .file(file)
    }
    guard let since, let until, since < until else {
      value.complain(
        .invalidValue, "\(value.path) names neither a file nor a part of the log",
        mend: "write {file: reference.csv} or {since: 2026-03-01, until: 2026-03-08}")
      return nil
    }
    return .period(since: since, until: until)
  }

  private func afterRollback(_ value: PlanValue) -> RecoveryCheckPlan? {
    guard let section = value.section(PlanKeys.AfterRollback.self) else { return nil }
    let mend =
      "write {at: 2026-03-02T06:00:00Z, version: v41, column: model_version, clear_for: 1h}"
    let began = section.required(.at, mend: mend)?.instant()
    let version = section.required(.version, mend: mend)?.text("a version")
    let column = section.required(.column, mend: mend)?.text("the name of a column")
    let clearFor = section[.clearFor]?.span() ?? 3600
    let within = section[.within]?.span()
    guard let began, let version, let column else { return nil }
    return RecoveryCheckPlan(
      began: began, version: version, column: column, clearFor: clearFor, within: within)
  }

  private func rollbackTarget(_ value: PlanValue) -> RollbackTargetPlan? {
    guard let section = value.section(PlanKeys.RollbackTarget.self) else { return nil }
    let mend = "write {choose: last-known-good, records: deployments.jsonl}"
    let choice = section.required(.choose, mend: mend)?.choice(RollbackTargetPlan.Choice.self)
    let records = section.required(.records, mend: mend)?.text("a file")
    guard let choice, let records else { return nil }
    return RollbackTargetPlan(choice: choice, records: records)
  }

  private func retraining(_ value: PlanValue) -> RetrainingPlan? {
    guard let section = value.section(PlanKeys.Retraining.self) else { return nil }
    guard let trained = section.required(.trained, mend: "add trained: 2026-03-01")?.instant()
    else {
      return nil
    }
    let every = section[.every]?.span()
    let newRows = section[.newRows]?.integer(atLeast: 1)
    if section[.every] == nil, section[.newRows] == nil {
      value.complain(
        .missingKey, "\(value.path) never advises anything",
        mend: "add every: 30d, or new_rows: 100000")
    }
    return RetrainingPlan(trained: trained, every: every, newRows: newRows)
  }

  private func dailyChecks(_ value: PlanValue) -> DailyChecksPlan? {
    guard let section = value.section(PlanKeys.DailyChecks.self),
      let deployed = section.required(.deployed, mend: "add deployed: 2026-03-01")?.instant()
    else { return nil }
    return DailyChecksPlan(deployed: deployed, days: section[.days]?.integer(atLeast: 1) ?? 7)
  }

  /// A budget of a whole alarm a window bounds nothing.
  private func requirePossible(
    _ monitor: MonitorPlan, _ section: PlanSection<PlanKeys.Monitor>?
  ) {
    guard let trigger = monitor.triggers.first(where: { monitor.alarmsPerWindow(of: $0) >= 0.5 })
    else { return }
    let value = section?[.expectedAlarms] ?? section?[.alarmPeriod] ?? top[.triggers]
    value?.complain(
      .contradiction,
      "\(trigger.name) has windows of \(TimeSpan(seconds: trigger.window).words), for which \(PlanNumber.text(monitor.expectedAlarms)) alarms in \(TimeSpan(seconds: monitor.alarmPeriod).words) are half an alarm a window or more",
      mend: "expect fewer alarms, or name a longer period")
  }
}
