internal import Stats
public import Summaries

/// Judges what the scans of a monitor found.
///
/// The guarantee under rule `proven`: while nothing lies beyond its limit, the expected number of false alarms is
/// at most the plan's, over all triggers and windows together, for every number of windows. `stable` needs every
/// trigger shown to be within its limit in its last window. Runs of failures are found, not estimated, and stand
/// outside of both.
public struct MonitorJudgement: Sendable {
  public let layout: MonitorLayout
  private let asOf: Timestamp?
  private let completeUntil: Timestamp?

  /// Creates a judgement.
  ///
  /// - Parameters:
  ///   - layout: What was scanned.
  ///   - asOf: The present, for freshness and schedules.
  ///   - completeUntil: Up to when the log is known to hold every row; its last row where nil.
  public init(_ layout: MonitorLayout, asOf: Timestamp?, completeUntil: Timestamp?) {
    (self.layout, self.asOf, self.completeUntil) = (layout, asOf, completeUntil)
  }

  private var plan: Plan { layout.plan }

  /// Decides.
  public func decide(_ readings: MonitorReadings) -> MonitorDecision {
    let monitor = layout.monitor
    let identity = plan.identity
    let log = readings.windows.values.first ?? LogSummary()
    let newest = readings.windows.values.compactMap(\.lastTime).max()
    let present = layout.present(newest: newest, completeUntil: completeUntil)
    let judge = TriggerJudge(
      layout: layout, readings: readings, identity: identity, present: present, asOf: asOf)
    let found = monitor.triggers.indices.map(judge.judge)
    let states = found.map(\.state)
    let reasons = invalidReasons(readings, newest: newest)
    let rollback = rollbackCheck(readings, found, present: present)
    let advice = advice(states, readings, present: asOf ?? present)
    let days = dailyChecks(found, present: present)
    var verdict = verdict(states, isValid: reasons.isEmpty)
    if let rollback { verdict = Self.worse(verdict, rollback.status.verdict) }
    if days.contains(where: { $0.status == .missing }) {
      verdict = Self.worse(verdict, .cannotTell)
    }
    return MonitorDecision(
      plan: identity, verdict: verdict,
      reasons: reasons + (log.rows.used == 0 ? [.noRows] : []), rule: monitor.rule,
      expectedAlarms: monitor.rule == .proven ? monitor.expectedAlarms : nil,
      alarmPeriod: monitor.alarmPeriod, significance: monitor.significance, rows: log.rows.used,
      baselineRows: (readings.baseline ?? readings.baselineColumns)?.rows.used, present: present,
      triggers: states, afterRollback: rollback,
      rollbackTarget: monitor.rollbackTarget.map {
        RollbackTarget($0.choice, among: readings.records)
      }, retraining: advice, dailyChecks: days, rowErrors: worst(readings)?.errors)
  }

  // MARK: Verdict

  /// Harm on a critical trigger counts whatever the data are like; nothing else is judged on invalid data.
  private func verdict(_ states: [TriggerState], isValid: Bool) -> MonitorVerdict {
    let raised = states.filter { $0.status == .raised }
    if raised.contains(where: { $0.trigger.action == .rollback }) { return .rollback }
    guard isValid else { return .invalid }
    if !raised.isEmpty { return .alert }
    return states.allSatisfy { $0.status == .clear } && !states.isEmpty ? .stable : .cannotTell
  }

  /// The first of rollback, invalid, alert, cannot tell and stable.
  private static func worse(_ a: MonitorVerdict, _ b: MonitorVerdict) -> MonitorVerdict {
    let order: [MonitorVerdict] = [.rollback, .invalid, .alert, .cannotTell, .stable]
    return order.first { $0 == a || $0 == b } ?? a
  }

  private func invalidReasons(_ readings: MonitorReadings, newest: Timestamp?) -> [Reason] {
    var reasons: [Reason] = []
    let baselines =
      [readings.baseline]
      + readings.baselineTraffic.keys.sorted().map { readings.baselineTraffic[$0] }
    for summary in [worst(readings), Self.worst(baselines.compactMap(\.self))].compactMap(\.self) {
      let share = Double(summary.rows.failed) / Double(max(1, summary.rows.read))
      if share > plan.toleratedRowErrors {
        reasons.append(
          .rowErrors(rows: summary.rows.failed, share: share, tolerated: plan.toleratedRowErrors))
      }
      reasons += summary.damage.map {
        .damagedInput(file: $0.file, byte: $0.byte, cause: $0.cause)
      }
    }
    if let allowed = plan.freshness, let asOf, let newest {
      let age = newest.seconds(to: asOf)
      if abs(age) > allowed {
        reasons.append(.staleLog(newest: newest, ageSeconds: age, allowedSeconds: allowed))
      }
    }
    return reasons
  }

  /// All scans read the same rows, and what one cannot understand another may not look at.
  private func worst(_ readings: MonitorReadings) -> LogSummary? {
    Self.worst(readings.windows.keys.sorted().compactMap { readings.windows[$0] })
  }

  private static func worst(_ scans: [LogSummary]) -> LogSummary? {
    scans.max { $0.rows.failed < $1.rows.failed }
  }

  // MARK: After a rollback

  private func rollbackCheck(
    _ readings: MonitorReadings, _ found: [TriggerJudge.Finding], present: Timestamp?
  ) -> RollbackVerification? {
    guard let check = layout.monitor.afterRollback else { return nil }
    let versions = readings.versions
    let lastOther = versions?.others.lastTime
    let settled = [check.began, lastOther].compactMap(\.self).max() ?? check.began
    func isClear(_ finding: TriggerJudge.Finding) -> Bool {
      let since =
        finding.history.map { $0.clearSince(notBefore: settled) }
        ?? finding.state.clearSince.map { max($0, settled) }
      guard let since, let present, finding.state.status == .clear else { return false }
      let end = finding.state.window?.end ?? present
      return since.seconds(to: end) >= check.clearFor
    }
    let waiting = found.filter { !isClear($0) }.map(\.state.trigger.name)
    let raised = found.filter { finding in
      finding.history?.steps.contains { $0.status == .raised && $0.begin >= settled }
        ?? (finding.state.status == .raised)
    }.map(\.state.trigger.name)
    let rows = (versions?.target.rows.used ?? 0, versions?.others.rows.used ?? 0)
    let isLate = check.within.map { (lastOther.map { check.began.seconds(to: $0) } ?? 0) > $0 }
    var status = RollbackVerification.Status.pending
    if !raised.isEmpty || isLate == true {
      status = .failed
    } else if waiting.isEmpty, rows.0 >= layout.monitor.minimumRows {
      status = .verified
    }
    return RollbackVerification(
      status: status, version: check.version, began: check.began, rowsOfVersion: rows.0,
      rowsOfOthers: rows.1, lastOther: lastOther, within: check.within, clearFor: check.clearFor,
      waitingFor: waiting, raised: raised)
  }

  // MARK: Retraining

  private func advice(
    _ states: [TriggerState], _ readings: MonitorReadings, present: Timestamp?
  ) -> [RetrainingAdvice] {
    var advice: [RetrainingAdvice] = []
    if let retraining = layout.monitor.retraining {
      if let every = retraining.every, let present {
        let age = retraining.trained.seconds(to: present)
        if age >= every { advice.append(.schedule(ageSeconds: age, everySeconds: every)) }
      }
      if let required = retraining.newRows, let rows = readings.newRows?.rows.used, rows >= required
      {
        advice.append(.newRows(rows: rows, required: required))
      }
    }
    for state in states where state.status == .raised && state.trigger.action == .retrain {
      let (name, value) = (state.trigger.name, state.window?.estimate)
      let limit =
        state.upper.flatMap { upper in (value ?? upper) >= upper ? upper : nil } ?? state.lower
        ?? state.upper
      switch state.trigger.measurement {
      case .drift, .divergence:
        advice.append(
          .drift(
            trigger: name, columns: state.drifted, value: value, limit: limit,
            since: state.raisedSince))
      default:
        advice.append(
          .performance(trigger: name, value: value, limit: limit, since: state.raisedSince))
      }
    }
    return advice
  }

  // MARK: The days after a deployment

  private func dailyChecks(
    _ found: [TriggerJudge.Finding], present: Timestamp?
  ) -> [DailyCheck] {
    guard let checks = layout.monitor.dailyChecks else { return [] }
    let day: Int64 = 86_400_000_000
    return (0..<checks.days).map { index in
      let begin = Timestamp(microseconds: checks.deployed.microseconds + Int64(index) * day)
      let end = Timestamp(microseconds: begin.microseconds + day)
      var raised: [String] = []
      var worst: TriggerState.Status?
      for finding in found {
        let steps = (finding.history?.steps ?? []).filter { $0.end > begin && $0.end <= end }
        if steps.contains(where: { $0.status == .raised }) {
          raised.append(finding.state.trigger.name)
          worst = .raised
        } else if let last = steps.last(where: \.wasJudged), worst != .raised {
          worst = worst == .cannotTell ? .cannotTell : last.status
        }
      }
      let isOver = present.map { $0 >= end } ?? false
      let status: DailyCheck.Status =
        switch worst {
        case .raised: .raised
        case _ where !isOver: .open
        case .clear: .clear
        case .cannotTell: .cannotTell
        case nil: .missing
        }
      return DailyCheck(day: index + 1, begin: begin, status: status, raised: raised)
    }
  }
}

extension RollbackVerification.Status {
  /// A rollback that is not verified yet is no stable state.
  fileprivate var verdict: MonitorVerdict {
    switch self {
    case .verified: .stable
    case .pending: .cannotTell
    case .failed: .alert
    }
  }
}
