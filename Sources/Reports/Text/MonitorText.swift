internal import Judge
internal import Summaries

/// What a monitor's report says, in words.
enum MonitorText {
  static func words(_ status: TriggerState.Status) -> String {
    switch status {
    case .raised: "RAISED"
    case .clear: "clear"
    case .cannotTell: "cannot tell"
    }
  }

  static func tone(_ status: TriggerState.Status) -> Phrase.Tone {
    switch status {
    case .raised: .bad
    case .clear: .good
    case .cannotTell: .caution
    }
  }

  static func response(_ seconds: Double) -> String {
    seconds == 0 ? "at once" : TimeText.duration(seconds)
  }

  /// A value as the trigger's measurement is read: a share in per cent.
  static func value(_ value: Double, _ trigger: TriggerPlan) -> String {
    switch trigger.measurement {
    case .metric(let metric) where metric.kind.isPerCent: NumberText.percent(value, places: 2)
    case .notFinite, .split: NumberText.percent(value, places: 2)
    case .traffic: NumberText.decimal(value, places: 0)
    case .drift, .divergence: NumberText.decimal(value, places: 3)
    case .metric, .consecutiveFailures, .request: NumberText.significant(value, digits: 4)
    }
  }

  /// The cause as a clause, with what was found and what it was held against.
  static func clause(_ cause: TriggerState.Cause) -> String {
    switch cause {
    case .windowBeyond(let pValue, let significance):
      "its last window is beyond the limit (p \(NumberText.pEquals(pValue)), where "
        + "\(NumberText.significant(significance, digits: 2)) is its share of false alarms)"
    case .evidenceAccumulated(let windows):
      "the evidence of its last \(NumberText.count(windows, "judged window", "judged windows")) adds up"
    case .estimateBeyond: "the estimate of its last window is beyond the limit"
    case .notShownToBeOver: "it was raised before and is not shown to be over"
    case .failureRun(let count, let seconds):
      "\(NumberText.count(count, "failure", "failures")) came one after the other within \(TimeText.duration(seconds))"
    case .requested(let by, let reason, let at):
      "\(InertText.name(by)) asked for it at \(TimeText.minute(at)): \(InertText.name(reason, limit: 200))"
    case .splitOff(let variant, let share, let planned):
      "\(variant.map { InertText.name($0) } ?? "rows of no planned value") "
        + "\(variant == nil ? "are" : "has") \(NumberText.percent(share, places: 2)) of its last window, and "
        + "\(NumberText.percent(planned, places: 2)) \(variant == nil ? "were" : "was") planned"
    case .unanswered(let share):
      "\(NumberText.percent(share, places: 2)) of the window's rows have no answer, and were they wrong it would "
        + "not be shown to be within the limit"
    case .labelsNotDue(let until):
      "the labels of its last window may come until \(TimeText.minute(until))"
    case .requestsMissing(let file):
      "there is no \(InertText.name(file)) to say whether anyone asked"
    case .requestUnreadable(let file, let line):
      "line \(line) of \(InertText.name(file)) is no request with a name, a reason and a time"
    case .noWindowYet: "no window is complete yet"
    case .noRows: "its last window has no rows with a value"
    case .tooFewRows(let rows, let required):
      "\(NumberText.count(rows, "row is", "rows are")) fewer than the \(NumberText.count(required)) that are required"
    case .tooFewEffectiveUnits(let effective, let required):
      "only \(NumberText.significant(effective, digits: 2)) effective units carry its last window, "
        + "and \(NumberText.significant(required, digits: 2)) are required"
    case .labelsImmature(let share, let required):
      "\(NumberText.percent(share, places: 1)) of the window's rows have their label, and "
        + "\(NumberText.percent(required)) are required"
    case .valuesMissing(let share):
      share >= 1
        ? "no row of its last window says whether there was an event"
        : "\(NumberText.percent(share, places: 1)) of its last window's rows do not say whether there was an "
          + "event, and could hide a value beyond the limit"
    case .beyondNotProven(let pValue):
      "it looks beyond the limit, and that is not proven\(pValue.map { " (p \(NumberText.pEquals($0)))" } ?? "")"
    case .withinNotProven(let pValue):
      "it looks within the limit, and that is not proven (p \(NumberText.pEquals(pValue)))"
    case .baselineMissing: "what is usual could not be told from the baseline"
    case .baselineTooFewWindows(let found, let required):
      "the baseline has \(NumberText.count(found, "window", "windows")) of this time of day, and "
        + "\(NumberText.count(required)) are required"
    case .notComputable: "its value cannot be computed"
    case .columnUnclear(let column):
      "the drift of \(InertText.name(column)) cannot be told from so many rows"
    }
  }

  /// The advice as a clause; `state` is that of the trigger it comes from.
  static func clause(_ advice: RetrainingAdvice, _ state: TriggerState?) -> String {
    switch advice {
    case .schedule(let age, let every):
      "the model is \(TimeText.duration(age)) old, and is trained every \(TimeText.duration(every))"
    case .newRows(let rows, let required):
      "\(NumberText.count(rows, "row is", "rows are")) new, and \(NumberText.count(required, "is", "are")) worth a training"
    case .drift(let trigger, let columns, _, _, _):
      "\(InertText.name(trigger)) is raised: drift of "
        + columns.map { InertText.name($0) }.joined(separator: ", ") + numbers(advice, state)
    case .performance(let trigger, _, _, _):
      "\(InertText.name(trigger)) is raised" + numbers(advice, state)
    }
  }

  /// Since when, what was found last, and what it was held against.
  private static func numbers(_ advice: RetrainingAdvice, _ state: TriggerState?) -> String {
    let (value, limit, since): (Double?, Double?, Timestamp?)
    switch advice {
    case .drift(_, _, let found, let bound, let begin):
      (value, limit, since) = (found, bound, begin)
    case .performance(_, let found, let bound, let begin):
      (value, limit, since) = (found, bound, begin)
    case .schedule, .newRows: return ""
    }
    let begin = since.map { " since \(TimeText.minute($0))" } ?? ""
    guard let state, let value else { return begin }
    let found = "\(begin), \(self.value(value, state.trigger)) in its last window"
    return limit.map { "\(found), the limit being \(self.value($0, state.trigger))" } ?? found
  }

  static func words(_ status: DailyCheck.Status) -> String {
    switch status {
    case .raised: "RAISED"
    case .missing: "not judged"
    case .cannotTell: "cannot tell"
    case .clear: "clear"
    case .open: "not over yet"
    }
  }
}

extension MetricPlan.Kind {
  /// Whether values are told in per cent.
  fileprivate var isPerCent: Bool {
    switch self {
    case .accuracy, .precision, .recall, .f1, .auc, .proportion, .rate: true
    case .mean, .ratio, .quantile: false
    }
  }
}
