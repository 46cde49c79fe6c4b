public import Summaries

/// What a monitor answers, and the state of each of its triggers.
public struct MonitorDecision: Equatable, Codable, Sendable {
  public var schemaVersion: Int = Decision.schemaVersion
  public var plan: PlanIdentity
  public var verdict: MonitorVerdict
  /// Why the data may not be judged, or why there was nothing to judge; else the triggers say why.
  public var reasons: [Reason]
  public var rule: MonitorPlan.Rule
  /// False alarms expected over all triggers in `alarmPeriod` seconds; nil where the rule bounds none.
  public var expectedAlarms: Double?
  public var alarmPeriod: Double
  public var significance: Double
  public var rows: Int
  public var baselineRows: Int?
  /// Up to when the log is known to be whole.
  public var present: Timestamp?
  public var triggers: [TriggerState]
  public var afterRollback: RollbackVerification?
  public var rollbackTarget: RollbackTarget?
  public var retraining: [RetrainingAdvice]
  public var dailyChecks: [DailyCheck]
  /// The rows that could not be understood, by kind, and the first ones.
  public var rowErrors: RowErrors?
}

/// What a monitor answers.
public enum MonitorVerdict: String, Codable, Sendable, CaseIterable {
  /// Every trigger is shown to be clear.
  case stable
  case cannotTell
  /// A trigger is raised.
  case alert
  /// A critical trigger that rolls back is raised.
  case rollback
  case invalid

  /// What a pipeline is told.
  public var verdict: Verdict {
    switch self {
    case .stable: .promote
    case .cannotTell: .continue
    case .alert: .stop
    case .rollback: .rollback
    case .invalid: .invalid
    }
  }

  /// The exit code of the command line's default map.
  public var exitCode: Int32 { verdict.exitCode }
}

/// What can be said of one trigger at the end of the log.
public struct TriggerState: Equatable, Codable, Sendable {
  /// What can be said.
  public enum Status: String, Codable, Sendable {
    /// The value is beyond the limit, or was and is not shown to be back.
    case raised
    /// The value is shown to be within the limit.
    case clear
    case cannotTell
  }

  public var trigger: TriggerPlan
  public var status: Status
  public var causes: [Cause]
  /// What was found in the last window that is complete.
  public var window: WindowReading?
  /// The value from which on it is too little, and too much.
  public var lower: Double?
  public var upper: Double?
  /// What is usual.
  public var baseline: Double?
  /// When the window began in which the present alarm did.
  public var raisedSince: Timestamp?
  /// When the first of the last windows began that are all clear.
  public var clearSince: Timestamp?
  /// Windows in which an alarm was raised, of those that could be judged, and those that could not.
  public var alarms: Int
  public var judgedWindows: Int
  public var unjudgedWindows: Int
  /// The false alarms that are expected in a window.
  public var alarmsPerWindow: Double?
  /// Of a fixed threshold: how often a window like the last one exceeds it where nothing has changed.
  public var falseAlarms: FalseAlarms?
  /// The columns that drifted.
  public var drifted: [String]

  /// How often a threshold is exceeded by chance.
  public struct FalseAlarms: Equatable, Codable, Sendable {
    /// The true value that is assumed: the baseline, or the limit itself.
    public var trueValue: Double
    public var share: Double
  }

  /// Why a trigger has its status.
  public enum Cause: Equatable, Codable, Sendable {
    // Raised
    case windowBeyond(pValue: Double, significance: Double)
    case evidenceAccumulated(windows: Int)
    case estimateBeyond
    case notShownToBeOver
    case failureRun(count: Int, seconds: Double)
    /// Someone asked for it.
    case requested(by: String, reason: String, at: Timestamp)
    /// The share that is the farthest from its plan; nil stands for all values that the plan does not name.
    case splitOff(variant: String?, share: Double, planned: Double)

    // Cannot tell
    case noWindowYet
    case noRows
    case tooFewRows(rows: Int, required: Int)
    case tooFewEffectiveUnits(effective: Double, required: Double)
    case labelsImmature(share: Double, required: Double)
    /// Rows that do not say whether there was an event, which could hide a value beyond the limit.
    case valuesMissing(share: Double)
    case beyondNotProven(pValue: Double?)
    case withinNotProven(pValue: Double)
    case baselineMissing
    case baselineTooFewWindows(found: Int, required: Int)
    case notComputable
    case columnUnclear(column: String)
    /// It is within its limit, and would not be if the rows without an answer were wrong.
    case unanswered(share: Double)
    /// The labels of its last window have time to come until then.
    case labelsNotDue(until: Timestamp)
    case requestsMissing(file: String)
    case requestUnreadable(file: String, line: Int)
  }
}

/// What one window holds.
public struct WindowReading: Equatable, Codable, Sendable {
  public var begin: Timestamp
  public var end: Timestamp
  public var rows: Int
  public var units: Int
  public var estimate: Double?
  /// Each limit holds with confidence 1 − α.
  public var interval: Bounds?
  /// That the value is not beyond its limit, and that it is.
  public var beyondPValue: Double?
  public var withinPValue: Double?
  /// Of an accuracy, the share of rows without an answer.
  public var unanswered: Double?
}

/// Whether a rollback has done what it should.
public struct RollbackVerification: Equatable, Codable, Sendable {
  /// How it stands.
  public enum Status: String, Codable, Sendable {
    case verified, pending, failed
  }

  public var status: Status
  public var version: String
  public var began: Timestamp
  public var rowsOfVersion: Int
  public var rowsOfOthers: Int
  /// When the last row of another version came.
  public var lastOther: Timestamp?
  /// The longest that may have taken, in seconds.
  public var within: Double?
  public var clearFor: Double
  /// Triggers that are not clear for so long yet.
  public var waitingFor: [String]
  /// Triggers that were raised since.
  public var raised: [String]
}

/// The version to go back to.
public struct RollbackTarget: Equatable, Codable, Sendable {
  public var choice: RollbackTargetPlan.Choice
  /// Nil where the records name none.
  public var version: String?
  public var present: String?
  public var records: Int
}

/// Why a model is to be trained anew.
public enum RetrainingAdvice: Equatable, Codable, Sendable {
  case schedule(ageSeconds: Double, everySeconds: Double)
  case newRows(rows: Int, required: Int)
  /// A trigger is raised since an instant: by columns that drifted, the value found last and its limit.
  case drift(trigger: String, columns: [String], value: Double?, limit: Double?, since: Timestamp?)
  case performance(trigger: String, value: Double?, limit: Double?, since: Timestamp?)
}

/// One day after a deployment.
public struct DailyCheck: Equatable, Codable, Sendable {
  /// What the day's windows said, the worst first.
  public enum Status: String, Codable, Sendable {
    case raised
    /// The day is over, and no window of it could be judged.
    case missing
    case cannotTell, clear
    /// The day is not over.
    case open
  }

  /// From one.
  public var day: Int
  public var begin: Timestamp
  public var status: Status
  public var raised: [String]
}
