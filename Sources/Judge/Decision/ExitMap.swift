/// How verdicts are told to the program that started assay: one exit code for each verdict.
///
/// Only verdicts are mapped. A run that ends without a verdict keeps its code from sysexits (64…78),
/// whatever the map.
public enum ExitMap: String, Codable, Sendable, CaseIterable {
  /// Every verdict has its own code: 0, 10, 20, 21, 30.
  case standard = "default"
  /// `promote` is 0 and everything else is 1, for consumers that know no other codes.
  case strict
  /// Fails a pipeline only where something is wrong: `continue` is 0 too.
  case guardOnly = "guard"
  /// `rollback` keeps 21 and everything else is 0, for a hook whose failure rolls back.
  case rollbackHook = "rollback-hook"
  /// The plugin codes of Nagios and Icinga: OK 0, WARNING 1, CRITICAL 2, UNKNOWN 3.
  case nagios
  /// 99 skips the task, which is what Airflow's `BashOperator` makes of it by default.
  case airflow

  /// The exit code that tells `verdict`.
  public func code(for verdict: Verdict) -> Int32 {
    switch self {
    case .standard: verdict.exitCode
    case .strict: verdict == .promote ? 0 : 1
    case .guardOnly: verdict == .continue ? 0 : verdict.exitCode
    case .rollbackHook: verdict == .rollback ? verdict.exitCode : 0
    case .nagios:
      switch verdict {
      case .promote: 0
      case .continue: 1
      case .stop, .rollback: 2
      case .invalid: 3
      }
    case .airflow:
      switch verdict {
      case .promote: 0
      case .continue: 99
      case .stop, .rollback, .invalid: 1
      }
    }
  }

  /// The exit code that tells a decision: that of its verdict, and of `promote` where a stage may advance, as
  /// then the next step of the plan may be taken.
  public func code(for decision: Decision) -> Int32 {
    code(for: decision.stage?.action == .advance ? Verdict.promote : decision.verdict)
  }

  /// The exit code that tells `verdict`: that of the gate's verdict which means the same.
  public func code(for verdict: DriftVerdict) -> Int32 {
    switch verdict {
    case .stable: code(for: Verdict.promote)
    case .changed, .cannotTell: code(for: Verdict.continue)
    case .drift: code(for: Verdict.stop)
    case .criticalDrift: code(for: Verdict.rollback)
    case .invalid: code(for: Verdict.invalid)
    }
  }

  /// The exit code that tells `verdict`: that of the gate's verdict which means the same.
  public func code(for verdict: MonitorVerdict) -> Int32 { code(for: verdict.verdict) }
}
