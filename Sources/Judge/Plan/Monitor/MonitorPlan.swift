public import Summaries

/// How a live log is watched: against what, by which rule, and how often a false alarm may be.
public struct MonitorPlan: Equatable, Codable, Sendable {
  /// When a trigger is raised.
  public enum Rule: String, Codable, Sendable, CaseIterable {
    /// The value is shown to be beyond the limit, false alarms being bounded.
    case proven
    /// The estimate is beyond the limit: what operations documents write, at whatever rate of false alarms.
    case threshold
  }

  /// What is usual, and where it is to be read.
  public enum Baseline: Equatable, Codable, Sendable {
    /// A log of its own.
    case file(String)
    /// An earlier part of the log; windows that begin before its end are not judged.
    case period(since: Timestamp, until: Timestamp)
  }

  public var rule: Rule = .proven
  /// How many false alarms are expected, over all triggers, in `alarmPeriod`.
  public var expectedAlarms: Double = 0.1
  /// In seconds.
  public var alarmPeriod: Double = 30 * 86_400
  /// Rows that a window needs to be judged.
  public var minimumRows: Int = 100
  /// The chance that a trigger whose value is beyond its limit is called clear in a window, and, once, that the
  /// baseline's own error misleads.
  public var significance: Double = 0.05
  /// None where every limit stands for itself.
  public var baseline: Baseline?
  public var triggers: [TriggerPlan] = []
  public var afterRollback: RecoveryCheckPlan?
  public var rollbackTarget: RollbackTargetPlan?
  public var retraining: RetrainingPlan?
  public var dailyChecks: DailyChecksPlan?

  /// Creates the defaults, without a trigger.
  public init() {}

  /// The false alarms that a trigger may raise in each window: equal shares of what is expected.
  public func alarmsPerWindow(of trigger: TriggerPlan) -> Double {
    guard trigger.isEstimated else { return 0 }
    return expectedAlarms / Double(max(1, triggers.count(where: \.isEstimated))) * trigger.window
      / alarmPeriod
  }
}

/// What must hold before a rollback is called finished.
public struct RecoveryCheckPlan: Equatable, Codable, Sendable {
  /// When the rollback began.
  public var began: Timestamp
  /// The version that must answer.
  public var version: String
  /// The column of the version.
  public var column: String
  /// In seconds, how long every trigger must have been clear.
  public var clearFor: Double
  /// In seconds, when the last row of another version must have come; any time where nil.
  public var within: Double?
}

/// Where the version to go back to is found.
public struct RollbackTargetPlan: Equatable, Codable, Sendable {
  /// Which of the versions it is.
  public enum Choice: String, Codable, Sendable, CaseIterable {
    /// The newest that was promoted with success, and never rolled back from.
    case lastKnownGood = "last-known-good"
    /// The highest of those that were archived.
    case highestArchived = "highest-archived"
  }

  public var choice: Choice
  /// Deployment records, JSON Lines.
  public var records: String
}

/// When the model is to be trained anew, whatever triggers say.
public struct RetrainingPlan: Equatable, Codable, Sendable {
  /// When the training data of the present model ended.
  public var trained: Timestamp
  /// In seconds, how old a model may be.
  public var every: Double?
  /// How many rows since the training are worth another.
  public var newRows: Int?
}

/// Days after a deployment, each of which must have been judged.
public struct DailyChecksPlan: Equatable, Codable, Sendable {
  public var deployed: Timestamp
  public var days: Int
}
