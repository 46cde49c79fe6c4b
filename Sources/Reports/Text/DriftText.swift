internal import Foundation
internal import Judge
internal import Summaries

/// What a column's drift report says, in words.
enum DriftText {
  static func words(_ status: ColumnDrift.Status) -> String {
    switch status {
    case .noChangeSeen: "no change seen"
    case .withinTolerance: "within tolerance"
    case .drift: "DRIFT"
    case .cannotTell: "cannot tell"
    }
  }

  static func tone(_ status: ColumnDrift.Status) -> Phrase.Tone {
    switch status {
    case .noChangeSeen, .withinTolerance: .good
    case .drift: .bad
    case .cannotTell: .caution
    }
  }

  /// The cause as a clause, with what was found and what it was held against.
  static func clause(_ cause: ColumnDrift.Cause) -> String {
    switch cause {
    case .psiAboveTolerance(let psi, let lower, let tolerance):
      "the PSI is \(index(psi))\(lower < psi ? " (at least \(index(lower)))" : ""), "
        + "where \(number(tolerance)) is tolerated"
    case .klAboveTolerance(let divergence, let tolerance):
      "the Kullback–Leibler divergence is \(index(divergence)), where \(number(tolerance)) is tolerated"
    case .scoreAboveTolerance(let distance, let score, let tolerance):
      "the drift score (\(name(distance))) is \(index(score)), where \(number(tolerance)) is tolerated"
    case .shiftAboveTolerance(let shift, let tolerance):
      "the mean moved by \(NumberText.signed(shift, places: 2)) standard deviations of the reference, "
        + "where \(number(tolerance)) are tolerated"
    case .windowsDrifted(let windows, let first):
      "\(NumberText.count(windows)) \(windows == 1 ? "window" : "windows") drifted, "
        + "the first from \(TimeText.minute(first)) on"
    case .alarmRaised(let logEValue):
      "all looks together raise an alarm, with an e-value of \(evidence(logEValue)) for this column"
    case .klUnclear(let upper, let tolerance):
      "the Kullback–Leibler divergence may be as large as \(index(upper)), "
        + "where \(number(tolerance)) is tolerated"
    case .scoreUnclear(let distance, let upper, let tolerance):
      "the drift score (\(name(distance))) may be as large as \(index(upper)), "
        + "where \(number(tolerance)) is tolerated"
    case .noAlarmYet:
      "this look by itself would be drift; all looks together raise no alarm yet"
    case .constantInReference: "every value of the reference is the same"
    case .constantInCurrent: "every value is now the same"
    case .categoryShare(let category, let reference, let current, let factor):
      "the share of \(InertText.name(category)) went from \(NumberText.percent(reference, places: 2))"
        + " to \(NumberText.percent(current, places: 2)), "
        + "by more than the tolerated factor of \(number(factor))"
    case .missingShare(let reference, let current, let tolerance):
      "missing values went from \(NumberText.percent(reference, places: 1)) to "
        + "\(NumberText.percent(current, places: 1)), "
        + "by more than the tolerated \(number(tolerance * 100))pp"
    case .typeChanged(let reference, let current):
      "its type changed from \(InertText.name(reference)) to \(InertText.name(current))"
    case .columnVanished: "the column is not in the current log"
    case .columnAppeared: "the column is not in the reference"
    case .missingShareUnclear(let reference, let current, let upper, let tolerance):
      "missing values went from \(NumberText.percent(reference, places: 1)) to "
        + "\(NumberText.percent(current, places: 1)): the change may be as large as "
        + "\(number(upper * 100))pp, where \(number(tolerance * 100))pp is tolerated"
    case .categoryShareUnclear(let category, let reference, let current, let factor):
      "the share of \(InertText.name(category)) went from \(NumberText.percent(reference, places: 2))"
        + " to \(NumberText.percent(current, places: 2)); "
        + "more than the tolerated factor of \(number(factor)) is not shown, and not ruled out"
    case .rareCategories(let share):
      "\(NumberText.percent(share, places: 1)) of the reference lies in categories too rare to compare"
    case .statistics(let message): "it cannot be compared: \(InertText.name(message, limit: 120))"
    case .columnUnknown: "the column is in neither log"
    case .onlyPresenceCompared:
      "nearly every value is different, so only whether there is one was compared"
    case .tooFewRows(let expected):
      "too few rows: the smallest cell expects \(NumberText.significant(expected, digits: 2)) of them"
    case .tooManyCategories: "too many different texts to count each"
    case .labelsIncomplete(let share, let required): QualityText.labels(share, required)
    case .intervalCoversTolerance(let lower, let upper, let tolerance):
      lower > tolerance
        ? "the PSI lies between \(index(lower)) and \(index(upper)); that it is beyond the tolerated "
          + "\(number(tolerance)) is not shown once all columns are allowed for"
        : "the PSI lies between \(index(lower)) and \(index(upper)), around the tolerated "
          + number(tolerance)
    }
  }

  /// The p-value of a column's strongest evidence, with the window that it is of.
  static func pValue(_ column: ColumnDrift) -> String? {
    guard let strongest = column.strongest else { return nil }
    let window = strongest.window.map { " (\(day($0)))" } ?? ""
    return NumberText.pValue(strongest.pValue) + window
  }

  /// A window's beginning, without its time where that is midnight.
  private static func day(_ time: Timestamp) -> String {
    let text = TimeText.iso8601(time)
    return text.hasSuffix("T00:00:00Z") ? String(text.prefix(10)) : TimeText.minute(time)
  }

  static func name(_ distance: DriftPlan.ScoreDistance) -> String {
    switch distance {
    case .jensenShannon: "Jensen–Shannon distance"
    case .hellinger: "Hellinger distance"
    }
  }

  private static func evidence(_ logEValue: Double) -> String {
    logEValue > 13 ? "over 400,000" : NumberText.significant(power(logEValue), digits: 3)
  }

  /// The e-value of a logarithm.
  static func power(_ logEValue: Double) -> Double { exp(logEValue) }

  private static func index(_ value: Double) -> String { NumberText.decimal(value, places: 3) }

  private static func number(_ value: Double) -> String {
    NumberText.significant(value, digits: 4)
  }
}
