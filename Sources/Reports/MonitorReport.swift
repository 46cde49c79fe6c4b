public import Judge
internal import Summaries

/// A monitor's answer in words and tables: the verdict and its first cause, every trigger's numbers, and what
/// could not be told.
public struct MonitorReport: Sendable {
  private let decision: MonitorDecision
  private let map: ExitMap

  /// Creates the report of a monitor's answer, told under an exit map.
  public init(_ decision: MonitorDecision, exitMap: ExitMap = .standard) {
    (self.decision, map) = (decision, exitMap)
  }

  /// The whole report.
  public var report: Report {
    var blocks = [headline, .facts(facts), .heading("Triggers"), .table(triggerTable)]
    blocks += [.heading("Values"), .table(valueTable)]
    let causes =
      decision.reasons.map { Phrase(ReasonText().clause($0)) }
      + decision.triggers.flatMap { state in
        state.causes.map {
          Phrase("\(InertText.name(state.trigger.name)): \(MonitorText.clause($0))")
        }
      }
    if !causes.isEmpty { blocks += [.heading("Reasons"), .list(causes)] }
    if let errors = decision.rowErrors, !errors.examples.isEmpty {
      blocks += [
        .heading("Rows that could not be read"),
        .list(errors.examples.map { Phrase(RowErrorText.sentence($0)) }),
      ]
    }
    if let check = decision.afterRollback {
      blocks += [.heading("After the rollback"), .facts(facts(check))]
    }
    if let target = decision.rollbackTarget {
      blocks += [.heading("Version to go back to"), .paragraph(Phrase(sentence(target)))]
    }
    if !decision.retraining.isEmpty {
      let advice = decision.retraining.map {
        Phrase(MonitorText.clause($0, decision.state(of: $0)))
      }
      blocks += [.heading("Retraining is advised"), .list(advice)]
    }
    if !decision.dailyChecks.isEmpty {
      blocks += [.heading("Days after the deployment"), .table(dayTable)]
    }
    return Report(blocks: blocks + [.heading("Guarantee"), .paragraph(Phrase(guarantee))])
  }

  /// One line: the verdict, its code and its first cause.
  public var line: String {
    guard case .headline(let label, let text) = headline else { return "" }
    return InertText.line("\(label.text): \(text)")
  }

  // MARK: Headline

  private var raised: [TriggerState] { decision.triggers.filter { $0.status == .raised } }

  private var headline: Report.Block {
    let code = map.code(for: decision.verdict)
    let told = map == .standard ? "\(code)" : "exit \(code) under \(map.rawValue)"
    let total = NumberText.count(decision.triggers.count)
    return switch decision.verdict {
    case .stable:
      .headline(
        Phrase("STABLE (\(told))", .good),
        "\(decision.triggers.count == 1 ? "the trigger is" : "all \(total) triggers are") clear.")
    case .cannotTell:
      .headline(
        Phrase("CANNOT TELL (\(told))", .caution),
        "no trigger is raised, and not everything is shown to be well\(doubt).")
    case .alert:
      .headline(Phrase("ALERT (\(told))", .bad), "\(names(raised))\(failedCheck).")
    case .rollback:
      .headline(
        Phrase("ROLLBACK (\(told))", .bad),
        "\(names(raised.filter { $0.trigger.action == .rollback })), and the plan rolls back\(target)."
      )
    case .invalid: .headline(Phrase("INVALID (\(told))", .bad), "the data may not be judged.")
    }
  }

  private func names(_ states: [TriggerState]) -> String {
    guard !states.isEmpty else { return "no trigger is raised" }
    let names = states.map { InertText.name($0.trigger.name) }.joined(separator: ", ")
    return "\(names) \(states.count == 1 ? "is" : "are") raised"
  }

  private var failedCheck: String {
    decision.afterRollback?.status == .failed ? "; the rollback has not done what it should" : ""
  }

  private var target: String {
    decision.rollbackTarget?.version.map { ", to \(InertText.name($0))" } ?? ""
  }

  private var doubt: String {
    if let reason = decision.reasons.first { return ", because \(ReasonText().clause(reason))" }
    guard let state = decision.triggers.first(where: { $0.status == .cannotTell }),
      let cause = state.causes.first
    else { return "" }
    return ", because of \(InertText.name(state.trigger.name)): \(MonitorText.clause(cause))"
  }

  private var facts: [Fact] {
    let plan = decision.plan
    var facts = [
      Fact("plan", "\(InertText.name(plan.name)), SHA-256 \(plan.hash.prefix(12))"),
      Fact("rows", NumberText.count(decision.rows) + baseline),
    ]
    if let present = decision.present {
      facts.append(Fact("whole up to", TimeText.minute(present)))
    }
    if decision.rule == .threshold {
      facts.append(Fact("rule", "threshold: an estimate beyond its limit raises a trigger"))
    }
    if map != .standard { facts.append(Fact("exit map", map.rawValue)) }
    return facts
  }

  private var baseline: String {
    decision.baselineRows.map { ", against \(NumberText.count($0)) of the baseline" } ?? ""
  }

  // MARK: Tables

  private var triggerTable: Table {
    let columns = [
      Table.Column("trigger"), .init("severity"), .init("do"), .init("by"), .init("since"),
      .init("status"),
    ]
    let rows = decision.triggers.map { state in
      let trigger = state.trigger
      let since = state.status == .raised ? state.raisedSince : state.clearSince
      let texts = [
        InertText.name(trigger.name, limit: 30), trigger.severity.rawValue, trigger.action.rawValue,
        MonitorText.response(trigger.response),
        state.status == .cannotTell ? "" : since.map(TimeText.minute) ?? "",
      ]
      return texts.map { Phrase($0) }
        + [Phrase(MonitorText.words(state.status), MonitorText.tone(state.status))]
    }
    return Table(columns: columns, rows: rows).withoutEmptyColumns
  }

  private var valueTable: Table {
    let level = NumberText.percent(1 - 2 * decision.significance)
    let columns = [
      Table.Column("trigger"), .init("value", .right), .init(level, .right), .init("usual", .right),
      .init("limit", .right), .init("rows", .right), .init("window from"), .init("of"),
      .init("by chance", .right),
    ]
    return Table(columns: columns, rows: decision.triggers.map(valueRow)).withoutEmptyColumns
  }

  private func valueRow(_ state: TriggerState) -> [Phrase] {
    let trigger = state.trigger
    func text(_ value: Double?) -> String { value.map { MonitorText.value($0, trigger) } ?? "" }
    let window = state.window
    let interval = window?.interval.map {
      "\(MonitorText.value($0.lower, trigger)) to \(MonitorText.value($0.upper, trigger))"
    }
    let begin = window.map { TimeText.minute($0.begin).replacing(" UTC", with: "") }
    return [
      InertText.name(trigger.name, limit: 30), text(window?.estimate), interval ?? "",
      text(state.baseline), limit(state), window.map { NumberText.count($0.rows) } ?? "",
      begin ?? "", trigger.window > 0 ? TimeText.duration(trigger.window) : "",
      state.falseAlarms.map { NumberText.chance($0.share) } ?? "",
    ].map { Phrase($0) }
  }

  private func limit(_ state: TriggerState) -> String {
    let trigger = state.trigger
    switch trigger.measurement {
    case .consecutiveFailures, .request: return trigger.limit.text
    default: break
    }
    func text(_ value: Double) -> String { MonitorText.value(value, trigger) }
    return switch (state.lower, state.upper) {
    case (let lower?, let upper?): "\(text(lower)) to \(text(upper))"
    case (let lower?, nil): "≥ \(text(lower))"
    case (nil, let upper?): "≤ \(text(upper))"
    case (nil, nil): "\(trigger.limit.side.rawValue) \(trigger.limit.text)"
    }
  }

  private var dayTable: Table {
    let rows = decision.dailyChecks.map { check in
      [
        Phrase("\(check.day)"), Phrase(TimeText.minute(check.begin)),
        Phrase(MonitorText.words(check.status)),
        Phrase(check.raised.map { InertText.name($0) }.joined(separator: ", ")),
      ]
    }
    let columns = [
      Table.Column("day", .right), .init("begins"), .init("status"), .init("raised"),
    ]
    return Table(columns: columns, rows: rows).withoutEmptyColumns
  }

  // MARK: After a rollback

  private func facts(_ check: RollbackVerification) -> [Fact] {
    var facts = [
      Fact("status", check.status.rawValue),
      Fact(
        "version",
        "\(NumberText.count(check.rowsOfVersion, "row", "rows")) of \(InertText.name(check.version)), "
          + "\(NumberText.count(check.rowsOfOthers)) of others since \(TimeText.minute(check.began))"
      ),
    ]
    if let last = check.lastOther {
      let allowed = check.within.map { ", \(TimeText.duration($0)) being allowed" } ?? ""
      facts.append(
        Fact(
          "last of others",
          "\(TimeText.duration(check.began.seconds(to: last))) after the rollback began\(allowed)"))
    }
    if !check.raised.isEmpty { facts.append(Fact("raised since", list(check.raised))) }
    if !check.waitingFor.isEmpty {
      facts.append(
        Fact("not clear for \(TimeText.duration(check.clearFor)) yet", list(check.waitingFor)))
    }
    return facts
  }

  private func list(_ names: [String]) -> String {
    names.map { InertText.name($0) }.joined(separator: ", ")
  }

  private func sentence(_ target: RollbackTarget) -> String {
    let choice =
      switch target.choice {
      case .lastKnownGood: "last known good version"
      case .highestArchived: "highest archived version"
      }
    let present = target.present.map { "; \(InertText.name($0)) answers now" } ?? ""
    guard let version = target.version else {
      let records = NumberText.count(target.records, "record names", "records name")
      return "The \(records) no \(choice)\(present)."
    }
    return "\(InertText.name(version)), the \(choice) of "
      + "\(NumberText.count(target.records, "record", "records"))\(present)."
  }

  private var guarantee: String {
    guard let expected = decision.expectedAlarms else {
      return
        "None: an estimate is held against a fixed threshold. The column by chance is how often a "
        + "window like the last exceeds it where the true value is the usual one, or else the limit."
    }
    return
      "While nothing lies beyond its limit, at most \(NumberText.significant(expected, digits: 3)) false alarms "
      + "are expected in \(TimeText.duration(decision.alarmPeriod)), over all triggers and windows together, "
      + "however often one looks. Evidence that adds up over windows takes units of different windows as "
      + "independent. Clear means shown to be within the limit, each at "
      + "\(NumberText.percent(1 - decision.significance)). \(found), not estimated."
  }

  private var found: String {
    let isAsked = decision.triggers.contains {
      if case .request = $0.trigger.measurement { true } else { false }
    }
    return isAsked ? "Runs of failures and requests are found" : "Runs of failures are found"
  }
}

extension MonitorDecision {
  /// The trigger that an advice comes from.
  func state(of advice: RetrainingAdvice) -> TriggerState? {
    switch advice {
    case .drift(let name, _, _, _, _), .performance(let name, _, _, _):
      triggers.first { $0.trigger.name == name }
    case .schedule, .newRows: nil
    }
  }
}
