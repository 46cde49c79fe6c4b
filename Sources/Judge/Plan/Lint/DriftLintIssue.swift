/// One thing that a drift plan gives away, by itself or beside its reference: numbers, never text.
public enum DriftLintIssue: Equatable, Codable, Sendable {
  // Errors
  /// Every column that the plan names is left out.
  case nothingCompared
  /// A critical column is none of the columns.
  case criticalNotCompared(column: String)

  // Warnings
  /// A tolerance that never decides, since the index's own is reached first.
  case toleranceImplied(tolerance: String, value: Double, psi: Double)
  /// The reference has too few rows to show an unchanged column within a tolerance, whatever the current log.
  case referenceTooSmall(tolerance: String, value: Double, rows: Int, needed: Int)
  /// Fewer bins than planned, for each needs rows of its own.
  case fewerBins(planned: Int, used: Int, rows: Int)
  /// The smallest index that is called drift, where both logs have so many rows.
  case driftSeenFrom(psi: Double, tolerance: Double, rows: Int, columns: Int)
  /// The smallest index that looks can ever raise an alarm for: what the reference itself may be off is
  /// allowed for.
  case looksSeeFrom(psi: Double, tolerance: Double, rows: Int, columns: Int)
  /// A profile has no rows, of which predictions could be held against labels.
  case qualityNeedsRows
  /// A column that the reference does not have.
  case columnUnknown(column: String, nearest: String?)

  // Notes
  /// How many rows either log needs for an unchanged column to be shown within a tolerance.
  case rowsNeeded(tolerance: String, value: Double, rows: Int)
  /// How many false alarms a year of looks may raise.
  case falseAlarms(looks: Double, rate: Double, alarms: Double)
}

extension DriftLintIssue {
  var severity: LintIssue.Severity {
    switch self {
    case .nothingCompared, .criticalNotCompared: .error
    case .toleranceImplied, .referenceTooSmall, .fewerBins, .driftSeenFrom, .looksSeeFrom,
      .qualityNeedsRows, .columnUnknown:
      .warning
    case .falseAlarms(_, _, let alarms): alarms > 12 ? .warning : .note
    case .rowsNeeded: .note
    }
  }

  var code: String {
    switch self {
    case .nothingCompared: "nothing-compared"
    case .criticalNotCompared: "critical-not-compared"
    case .toleranceImplied: "tolerance-implied"
    case .referenceTooSmall: "reference-too-small"
    case .fewerBins: "fewer-bins"
    case .driftSeenFrom: "drift-seen-from"
    case .looksSeeFrom: "looks-see-from"
    case .qualityNeedsRows: "quality-needs-rows"
    case .columnUnknown: "column-unknown"
    case .rowsNeeded: "rows-needed"
    case .falseAlarms: "false-alarms"
    }
  }

  var text: String {
    switch self {
    case .nothingCompared: "every column of drift.columns is left out by drift.ignore"
    case .criticalNotCompared(let column):
      "drift.critical names \"\(column)\", which is none of drift.columns and never compared"
    case .toleranceImplied(let tolerance, let value, let psi):
      "\(tolerance) \(number(value)) never decides: a column that reaches it has a PSI beyond \(number(psi)) already; lower it, or leave it out"
    case .referenceTooSmall(let tolerance, let value, let rows, let needed):
      "the reference has \(rows) rows; to show an unchanged column within \(tolerance) \(number(value)) it takes \(needed), however many the current log has"
    case .fewerBins(let planned, let used, let rows):
      "of \(planned) bins at most \(used) are used: each needs 20 rows, and the reference has \(rows); write bins: \(used)"
    case .driftSeenFrom(let psi, let tolerance, let rows, let columns):
      "with \(rows) rows in either log and \(columns) columns only a PSI of \(number(psi)) and more is called drift, where \(number(tolerance)) is tolerated; take more rows or fewer columns"
    case .looksSeeFrom(let psi, let tolerance, let rows, let columns):
      "with \(rows) rows in the reference and \(columns) columns looks see no PSI below \(number(psi)), where \(number(tolerance)) is tolerated: what the reference itself may be off is allowed for; take a larger one"
    case .qualityNeedsRows:
      "quality never decides against a profile, which has no rows to hold predictions against labels; take the log itself for the reference, or leave quality out"
    case .columnUnknown(let column, let nearest):
      "the reference has no column \"\(column)\""
        + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
    case .rowsNeeded(let tolerance, let value, let rows):
      "to show an unchanged column within \(tolerance) \(number(value)) takes \(rows) rows in either log"
    case .falseAlarms(let looks, let rate, let alarms):
      "\(number(looks)) looks a year at alarm_rate \(number(rate)) may raise \(number(alarms)) false alarms in it"
    }
  }

  private func number(_ value: Double) -> String { PlanNumber.text(value, digits: 3) }
}
