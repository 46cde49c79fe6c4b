public import Judge
internal import Summaries

extension JSONReport {
  /// The document of a monitor's answer.
  public static func text(_ decision: MonitorDecision, exitMap: ExitMap) -> String {
    document(decision, exitMap).text
  }

  static func document(_ decision: MonitorDecision, _ exitMap: ExitMap) -> JSONValue {
    .object([
      "kind": .string("monitor"),
      "schemaVersion": .integer(decision.schemaVersion),
      "plan": plan(decision.plan),
      "verdict": .string(decision.verdict.rawValue),
      "exitCode": .integer(Int(exitMap.code(for: decision.verdict))),
      "exitMap": .string(exitMap.rawValue),
      "reasons": .array(decision.reasons.map { reason($0, text: ReasonText().clause($0)) }),
      "rule": .string(decision.rule.rawValue),
      "expectedAlarms": JSONValue(decision.expectedAlarms),
      "alarmPeriodSeconds": JSONValue(decision.alarmPeriod),
      "significance": JSONValue(decision.significance),
      "rows": .integer(decision.rows),
      "baselineRows": JSONValue(decision.baselineRows),
      "present": JSONValue(decision.present.map(TimeText.iso8601)),
      "triggers": .array(decision.triggers.map(trigger)),
      "afterRollback": decision.afterRollback.map(check) ?? .null,
      "rollbackTarget": decision.rollbackTarget.map(target) ?? .null,
      "retraining": .array(
        decision.retraining.map { advice($0, decision.state(of: $0)) }),
      "dailyChecks": .array(decision.dailyChecks.map(day)),
      "rowErrors": rowErrors(decision.rowErrors ?? RowErrors()),
    ])
  }

  private static func trigger(_ state: TriggerState) -> JSONValue {
    let plan = state.trigger
    return .object([
      "name": .string(plan.name),
      "condition": .string(plan.condition),
      "severity": .string(plan.severity.rawValue),
      "action": .string(plan.action.rawValue),
      "responseSeconds": JSONValue(plan.response),
      "windowSeconds": JSONValue(plan.window),
      "status": .string(state.status.rawValue),
      "causes": .array(state.causes.map(cause)),
      "window": state.window.map(window) ?? .null,
      "lower": JSONValue(state.lower),
      "upper": JSONValue(state.upper),
      "baseline": JSONValue(state.baseline),
      "raisedSince": JSONValue(state.raisedSince.map(TimeText.iso8601)),
      "clearSince": JSONValue(state.clearSince.map(TimeText.iso8601)),
      "alarms": .integer(state.alarms),
      "judgedWindows": .integer(state.judgedWindows),
      "unjudgedWindows": .integer(state.unjudgedWindows),
      "alarmsPerWindow": JSONValue(state.alarmsPerWindow),
      "falseAlarms": state.falseAlarms.map {
        .object(["trueValue": JSONValue($0.trueValue), "share": JSONValue($0.share)])
      } ?? .null,
      "drifted": .array(state.drifted.map(JSONValue.string)),
    ])
  }

  private static func window(_ window: WindowReading) -> JSONValue {
    .object([
      "begin": .string(TimeText.iso8601(window.begin)),
      "end": .string(TimeText.iso8601(window.end)),
      "rows": .integer(window.rows),
      "units": .integer(window.units),
      "estimate": JSONValue(window.estimate),
      "interval": bounds(window.interval),
      "beyondPValue": JSONValue(window.beyondPValue),
      "withinPValue": JSONValue(window.withinPValue),
      "unanswered": JSONValue(window.unanswered),
    ])
  }

  private static func cause(_ cause: TriggerState.Cause) -> JSONValue {
    var members: [String: JSONValue]
    switch cause {
    case .windowBeyond(let pValue, let significance):
      members = [
        "code": .string("windowBeyond"), "pValue": JSONValue(pValue),
        "significance": JSONValue(significance),
      ]
    case .evidenceAccumulated(let windows):
      members = ["code": .string("evidenceAccumulated"), "windows": .integer(windows)]
    case .estimateBeyond: members = ["code": .string("estimateBeyond")]
    case .notShownToBeOver: members = ["code": .string("notShownToBeOver")]
    case .failureRun(let count, let seconds):
      members = [
        "code": .string("failureRun"), "count": .integer(count), "seconds": JSONValue(seconds),
      ]
    case .requested(let by, let reason, let at):
      members = [
        "code": .string("requested"), "by": .string(by), "reason": .string(reason),
        "at": .string(TimeText.iso8601(at)),
      ]
    case .splitOff(let variant, let share, let planned):
      members = [
        "code": .string("splitOff"), "variant": JSONValue(variant), "share": JSONValue(share),
        "planned": JSONValue(planned),
      ]
    case .unanswered(let share):
      members = ["code": .string("unanswered"), "share": JSONValue(share)]
    case .labelsNotDue(let until):
      members = ["code": .string("labelsNotDue"), "until": .string(TimeText.iso8601(until))]
    case .requestsMissing(let file):
      members = ["code": .string("requestsMissing"), "file": .string(file)]
    case .requestUnreadable(let file, let line):
      members = [
        "code": .string("requestUnreadable"), "file": .string(file), "line": .integer(line),
      ]
    case .noWindowYet: members = ["code": .string("noWindowYet")]
    case .noRows: members = ["code": .string("noRows")]
    case .tooFewRows(let rows, let required):
      members = [
        "code": .string("tooFewRows"), "rows": .integer(rows), "required": .integer(required),
      ]
    case .tooFewEffectiveUnits(let effective, let required):
      members = [
        "code": .string("tooFewEffectiveUnits"), "effective": JSONValue(effective),
        "required": JSONValue(required),
      ]
    case .labelsImmature(let share, let required):
      members = [
        "code": .string("labelsImmature"), "share": JSONValue(share),
        "required": JSONValue(required),
      ]
    case .valuesMissing(let share):
      members = ["code": .string("valuesMissing"), "share": JSONValue(share)]
    case .beyondNotProven(let pValue):
      members = ["code": .string("beyondNotProven"), "pValue": JSONValue(pValue)]
    case .withinNotProven(let pValue):
      members = ["code": .string("withinNotProven"), "pValue": JSONValue(pValue)]
    case .baselineMissing: members = ["code": .string("baselineMissing")]
    case .baselineTooFewWindows(let found, let required):
      members = [
        "code": .string("baselineTooFewWindows"), "found": .integer(found),
        "required": .integer(required),
      ]
    case .notComputable: members = ["code": .string("notComputable")]
    case .columnUnclear(let column):
      members = ["code": .string("columnUnclear"), "column": .string(column)]
    }
    members["text"] = .string(MonitorText.clause(cause))
    return .object(members)
  }

  private static func check(_ check: RollbackVerification) -> JSONValue {
    .object([
      "status": .string(check.status.rawValue),
      "version": .string(check.version),
      "began": .string(TimeText.iso8601(check.began)),
      "rowsOfVersion": .integer(check.rowsOfVersion),
      "rowsOfOthers": .integer(check.rowsOfOthers),
      "lastOther": JSONValue(check.lastOther.map(TimeText.iso8601)),
      "withinSeconds": JSONValue(check.within),
      "clearForSeconds": JSONValue(check.clearFor),
      "waitingFor": .array(check.waitingFor.map(JSONValue.string)),
      "raised": .array(check.raised.map(JSONValue.string)),
    ])
  }

  private static func target(_ target: RollbackTarget) -> JSONValue {
    .object([
      "choice": .string(target.choice.rawValue),
      "version": JSONValue(target.version),
      "present": JSONValue(target.present),
      "records": .integer(target.records),
    ])
  }

  private static func advice(_ advice: RetrainingAdvice, _ state: TriggerState?) -> JSONValue {
    var members: [String: JSONValue]
    switch advice {
    case .schedule(let age, let every):
      members = [
        "code": .string("schedule"), "ageSeconds": JSONValue(age),
        "everySeconds": JSONValue(every),
      ]
    case .newRows(let rows, let required):
      members = [
        "code": .string("newRows"), "rows": .integer(rows), "required": .integer(required),
      ]
    case .drift(let trigger, let columns, let value, let limit, let since):
      members = [
        "code": .string("drift"), "trigger": .string(trigger),
        "columns": .array(columns.map(JSONValue.string)), "value": JSONValue(value),
        "limit": JSONValue(limit), "since": JSONValue(since.map(TimeText.iso8601)),
      ]
    case .performance(let trigger, let value, let limit, let since):
      members = [
        "code": .string("performance"), "trigger": .string(trigger), "value": JSONValue(value),
        "limit": JSONValue(limit), "since": JSONValue(since.map(TimeText.iso8601)),
      ]
    }
    members["text"] = .string(MonitorText.clause(advice, state))
    return .object(members)
  }

  private static func day(_ check: DailyCheck) -> JSONValue {
    .object([
      "day": .integer(check.day),
      "begin": .string(TimeText.iso8601(check.begin)),
      "status": .string(check.status.rawValue),
      "raised": .array(check.raised.map(JSONValue.string)),
    ])
  }
}
