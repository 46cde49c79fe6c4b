internal import Foundation

/// Finds what a monitor's triggers give away before any data is seen.
struct MonitorLint {
  private let plan: Plan
  private let monitor: MonitorPlan

  init(_ plan: Plan) { (self.plan, monitor) = (plan, plan.monitor ?? MonitorPlan()) }

  var findings: [LintFinding] {
    var findings: [LintFinding] = []
    if plan.log.unit == nil { findings.append(LintFinding(path: "log.unit", issue: .unitNone)) }
    for (index, trigger) in monitor.triggers.enumerated() {
      let path = "triggers[\(index)]"
      findings += limitIssues(trigger).map {
        LintFinding(path: "\(path).\(trigger.limit.side.rawValue)", issue: $0)
      }
      for earlier in monitor.triggers.prefix(index) {
        guard let issue = pairIssue(earlier, trigger) else { continue }
        findings.append(LintFinding(path: path, issue: issue))
      }
    }
    if monitor.rule == .threshold {
      findings.append(LintFinding(path: "monitor.rule", issue: .thresholdRule(falseAlarms: 0.5)))
    }
    return findings
  }

  // MARK: One trigger

  private func limitIssues(_ trigger: TriggerPlan) -> [LintIssue] {
    if case .split(let split) = trigger.measurement {
      return split.shares.filter { $0.share <= trigger.limit.value }.map {
        .splitTooWide(
          trigger: trigger.name, variant: $0.name, share: $0.share, limit: trigger.limit)
      }
    }
    guard case .metric(let metric) = trigger.measurement, trigger.limit.unit == .level else {
      return []
    }
    let limit = trigger.limit
    var issues: [LintIssue] = []
    if metric.kind.isShare, limit.side == .above ? limit.value >= 1 : limit.value <= 0 {
      issues.append(.impossibleTrigger(trigger: trigger.name, limit: limit))
    }
    if let baseline = trigger.baseline,
      limit.side == .above ? baseline > limit.value : baseline < limit.value
    {
      issues.append(
        .baselineBeyondLimit(trigger: trigger.name, baseline: baseline, limit: limit))
    }
    if metric.kind.isShare, monitor.rule == .proven, let needed = rowsToClear(limit),
      needed > monitor.minimumRows
    {
      issues.append(
        .windowTooSmall(
          trigger: trigger.name, rows: monitor.minimumRows, needed: needed,
          significance: monitor.significance))
    }
    return issues
  }

  /// The rows without a single event, or without a miss, that show a share to be within its limit.
  private func rowsToClear(_ limit: TriggerLimit) -> Int? {
    let other = limit.side == .above ? 1 - limit.value : limit.value
    guard other > 0, other < 1 else { return nil }
    return Int(exactly: (log(monitor.significance) / log(other)).rounded(.up))
  }

  // MARK: Two triggers

  /// Two triggers on one measurement whose limits differ.
  private func pairIssue(_ first: TriggerPlan, _ second: TriggerPlan) -> LintIssue? {
    guard first.measuresTheSame(as: second), first.limit.unit == second.limit.unit,
      first.limit.side == second.limit.side, first.limit.value != second.limit.value
    else { return nil }
    let isFirstStricter =
      (first.limit.value < second.limit.value) == (first.limit.side != .below)
    let (strict, lax) = isFirstStricter ? (first, second) : (second, first)
    if strict.action == .rollback, lax.action != .rollback {
      return .alertAfterRollback(
        alert: lax.name, alertLimit: lax.limit, rollback: strict.name,
        rollbackLimit: strict.limit)
    }
    return .competingTriggers(
      strict: strict.name, strictLimit: strict.limit, strictAction: strict.action, lax: lax.name,
      laxLimit: lax.limit, laxAction: lax.action)
  }
}

extension TriggerPlan {
  /// Whether two triggers measure the same, over whatever windows.
  fileprivate func measuresTheSame(as other: TriggerPlan) -> Bool {
    guard case .metric(var own) = measurement, case .metric(let theirs) = other.measurement else {
      return measurement == other.measurement
    }
    own.name = theirs.name
    own.baseline = theirs.baseline
    return own == theirs
  }
}
