/// Explains a monitor plan.
struct MonitorExplanation {
  private let plan: Plan
  private let monitor: MonitorPlan

  init(_ plan: Plan) { (self.plan, monitor) = (plan, plan.monitor ?? MonitorPlan()) }

  var sections: [PlanExplanation.Section] {
    [
      .init(title: "Watch", lines: watch),
      .init(title: "Triggers", lines: monitor.triggers.map(sentence)),
      .init(title: "Verdicts", lines: verdicts),
      .init(title: "Guarantee", lines: [guarantee]),
    ]
  }

  private var watch: [String] {
    let usual =
      switch monitor.baseline {
      case .file(let file): "against \(file)"
      case .period(let since, let until):
        "against its own rows from \(since.words) to \(until.words)"
      case nil: "against the limits of the plan alone"
      }
    let unit =
      plan.log.unit.map { "Evidence is counted in values of \($0), not rows." }
      ?? "Every row is a unit of its own."
    var lines = [
      "\(plan.name) watches a log \(usual), in windows that lie end to end. \(unit)",
      "A window is judged once it is over and holds \(PlanNumber.count(monitor.minimumRows, "row", "rows")).",
    ]
    if let check = monitor.afterRollback {
      let within = check.within.map {
        ", and no row of another after \(TimeSpan(seconds: $0).words)"
      }
      lines.append(
        "The rollback of \(check.began.words) is verified once \(check.version) answers, in \(check.column)\(within ?? ""), and every trigger has been clear for \(TimeSpan(seconds: check.clearFor).words)."
      )
    }
    if let target = monitor.rollbackTarget {
      lines.append(
        "The version to go back to is the \(target.choice.words), from \(target.records).")
    }
    if let retraining = monitor.retraining {
      let causes = [
        retraining.every.map { "\(TimeSpan(seconds: $0).words) after \(retraining.trained.words)" },
        retraining.newRows.map { "with \($0) rows since then" },
      ].compactMap(\.self)
      lines.append("Retraining is advised \(WordList.or(causes)).")
    }
    if let checks = monitor.dailyChecks {
      lines.append(
        "Each of the \(checks.days) days from \(checks.deployed.words) on must have been judged.")
    }
    return lines
  }

  private func sentence(_ trigger: TriggerPlan) -> String {
    let response =
      trigger.response == 0 ? "at once" : "within \(TimeSpan(seconds: trigger.response).words)"
    return
      "\(trigger.name) (\(trigger.severity.rawValue), \(trigger.action.rawValue) \(response)): \(trigger.condition)."
  }

  private var verdicts: [String] {
    let roll = monitor.triggers.filter { $0.action == .rollback }.map(\.name)
    return [
      roll.isEmpty ? nil : "rollback: as soon as \(WordList.or(roll)) is raised.",
      "alert: when any other trigger is raised.",
      "stable: when every trigger is shown to be within its limit in its last window.",
      "cannot tell: in every other case, and whenever rows, or their values, are missing.",
      "invalid: when more than \(PlanNumber.percent(plan.toleratedRowErrors)) of the rows cannot be read\(freshness); a rollback still stands.",
    ].compactMap(\.self)
  }

  private var freshness: String {
    plan.freshness.map { ", or the newest row is older than \(TimeSpan(seconds: $0).words)" } ?? ""
  }

  private var guarantee: String {
    switch monitor.rule {
    case .proven:
      "While nothing lies beyond its limit, at most \(PlanNumber.text(monitor.expectedAlarms)) false alarms are expected in \(TimeSpan(seconds: monitor.alarmPeriod).words), over all triggers and windows together."
    case .threshold:
      "None: an estimate is held against a fixed threshold. The report says how often a window exceeds it by chance."
    }
  }
}

extension TriggerPlan {
  /// What raises the trigger, in words.
  public var condition: String {
    let windows = "in windows of \(TimeSpan(seconds: window).words)"
    switch measurement {
    case .metric(let metric):
      return "\(metric.subject) \(limit.words), \(windows)"
    case .notFinite(let column):
      return "share of values of \(column) that are NaN or infinite \(limit.words), \(windows)"
    case .drift(let columns, let least):
      let which = columns.count == 1 ? columns[0] : "\(least) or more of \(WordList.and(columns))"
      return "the distribution of \(which) changed by a PSI above \(limit.text), \(windows)"
    case .divergence(let columns, let least):
      let which = columns.count == 1 ? columns[0] : "\(least) or more of \(WordList.and(columns))"
      return
        "the distribution of \(which) changed by a Kullback-Leibler divergence above \(limit.text), \(windows)"
    case .split(let split):
      let planned = split.shares.map { "\($0.name) \(PlanNumber.percent($0.share))" }
      return
        "the share of a value of \(split.column) farther than \(limit.text) from its plan (\(WordList.and(planned))), \(windows)"
    case .request(let file): return "someone asks for it in \(file)"
    case .traffic:
      return "rows \(limit.words) at the same time of other days, \(windows)"
    case .consecutiveFailures(let run):
      return
        "\(run.count) rows one after the other with \(run.column), within \(TimeSpan(seconds: run.seconds).words)"
    }
  }
}

extension TriggerLimit {
  /// The limit in words.
  var words: String {
    switch (side, unit) {
    case (.beyond, _): "farther than \(text) from the baseline"
    case (_, .level): "\(side.rawValue) \(text)"
    case (_, .relative) where text.hasSuffix("x"): "\(side.rawValue) \(text) the baseline"
    default: "\(side.rawValue) the baseline \(text)"
    }
  }
}

extension MetricPlan {
  /// What is measured, in words.
  fileprivate var subject: String {
    let what =
      switch kind {
      case .mean: "mean of \(column)"
      case .proportion: "share of rows with \(column)"
      case .rate: "rate of \(column)"
      case .accuracy, .precision, .recall, .f1, .auc: "\(kind.rawValue) of \(column)"
      case .ratio: "\(column) per \(secondColumn ?? "")"
      case .quantile: "\(PlanNumber.percent(probability ?? 0)) quantile of \(column)"
      }
    return conditions.isEmpty ? what : "\(what) where \(WordList.and(conditions.map(\.words)))"
  }
}

extension RollbackTargetPlan.Choice {
  fileprivate var words: String {
    switch self {
    case .lastKnownGood: "last known good one"
    case .highestArchived: "highest that was archived"
    }
  }
}
