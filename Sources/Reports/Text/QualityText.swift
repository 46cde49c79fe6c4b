internal import Foundation
internal import Judge

/// What is said of the quality of predictions, in words.
struct QualityText {
  let quality: DriftHarm.Quality

  init(_ quality: DriftHarm.Quality) { self.quality = quality }

  /// The measure's name.
  var name: String {
    switch quality.measure {
    case .accuracy: "accuracy"
    case .expectedAccuracy: "expected accuracy"
    case .precision: "precision"
    case .recall: "recall"
    case .f1: "F1"
    case .mae: "MAE"
    case .rmse: "RMSE"
    case .mape: "MAPE"
    case .r2: "R²"
    }
  }

  /// Whether values are told in per cent.
  private var isShare: Bool {
    switch quality.measure {
    case .accuracy, .expectedAccuracy, .precision, .recall, .f1, .mape: true
    case .mae, .rmse, .r2: false
    }
  }

  /// Whether less is better.
  var fallsWhenBetter: Bool {
    switch quality.measure {
    case .mae, .rmse, .mape: true
    default: false
    }
  }

  func value(_ value: Double) -> String {
    isShare ? NumberText.percent(value, places: 2) : NumberText.significant(value, digits: 4)
  }

  func values(_ bounds: Bounds) -> String { "\(value(bounds.lower)) to \(value(bounds.upper))" }

  /// A change with its sign and unit.
  func change(_ change: Double) -> String {
    switch quality.scale {
    case .ratio: return NumberText.signed(100 * change, places: 2) + "%"
    case .difference:
      if isShare { return NumberText.signed(100 * change, places: 2) + "pp" }
      return (change > 0 ? "+" : "") + NumberText.significant(change, digits: 3)
    }
  }

  func changes(_ bounds: Bounds) -> String { "\(change(bounds.lower)) to \(change(bounds.upper))" }

  /// How much worse it may become.
  var tolerance: String {
    switch quality.scale {
    case .ratio: NumberText.significant(100 * quality.tolerance, digits: 4) + "%"
    case .difference:
      isShare
        ? NumberText.significant(100 * quality.tolerance, digits: 4) + "pp"
        : NumberText.significant(quality.tolerance, digits: 4)
    }
  }

  /// The estimated change on the scale that is judged.
  var estimate: Double? {
    guard let before = quality.reference, let now = quality.current else { return nil }
    return quality.scale == .ratio ? now / before - 1 : now - before
  }

  var status: Phrase {
    switch quality.status {
    case .harmless: Phrase("harmless", .good)
    case .harmful: Phrase("HARMFUL", .bad)
    case .unknown: Phrase(quality.cause.map(Self.word) ?? "cannot tell", .caution)
    }
  }

  /// Why nothing can be told, in a word or two.
  private static func word(_ cause: DriftHarm.Cause) -> String {
    switch cause {
    case .unread: "not read"
    case .tooFewLabels: "too few labels"
    case .labelsIncomplete: "labels to come"
    case .tooFewEffectiveUnits: "too few rows"
    case .answersMissing: "answers missing"
    case .labelsOfZero: "labels of zero"
    case .undefined: "not defined"
    case .errorsAlike: "errors all alike"
    case .statistics: "not computed"
    }
  }

  /// What became of it, as a clause.
  var clause: String {
    guard let before = quality.reference, let now = quality.current, let change = quality.change
    else {
      return "\(name) cannot be told: \(quality.cause.map(clause) ?? "no labels")"
    }
    let measure =
      quality.measure == .expectedAccuracy
      ? "the accuracy that the scores promise, as far as they are calibrated," : name
    return
      "\(measure) went from \(value(before)) (\(NumberText.count(quality.referenceRows)) rows) to "
      + "\(value(now)) (\(NumberText.count(quality.currentRows)) rows), a change of "
      + "\(self.change(change.lower)) to \(self.change(change.upper)), where a "
      + "\(fallsWhenBetter ? "rise" : "fall") of \(tolerance) is tolerated"
      + (quality.cause.map { ", but \(clause($0))" } ?? "")
  }

  func clause(_ cause: DriftHarm.Cause) -> String {
    switch cause {
    case .unread(let log):
      "the rows of the \(log.rawValue) log have no predictions or no labels, and a profile keeps neither"
    case .tooFewLabels(let rows, let required):
      "\(NumberText.count(rows)) labelled rows, and \(NumberText.count(required)) are needed"
    case .labelsIncomplete(let share, let required): Self.labels(share, required)
    case .answersMissing(let rows, let share, let worst):
      "\(NumberText.count(rows)) rows (\(NumberText.percent(share, places: 2))) lack a prediction or a "
        + "label beyond the share that did before or may: "
        + (worst.map { "were they wrong, the change could be \(change($0))" }
          ?? "nothing bounds how wrong they were")
    case .tooFewEffectiveUnits(let effective, let required):
      "worth \(NumberText.significant(effective, digits: 3)) independent rows, and "
        + "\(NumberText.significant(required, digits: 3)) are needed"
    case .labelsOfZero(let rows):
      "\(NumberText.count(rows)) labels are zero, of which no error is a part"
    case .undefined: "not defined: there is nothing to divide by, or nothing that varies"
    case .errorsAlike:
      "every row has the same error, which tells nothing of how much errors vary"
    case .statistics: "cannot be computed"
    }
  }

  static func labels(_ share: Double, _ required: Double) -> String {
    "\(NumberText.percent(share)) of rows have their label, and \(NumberText.percent(required)) are needed"
  }

  /// The rows that a quality is measured on.
  static func name(_ group: DriftHarm.Group) -> String {
    let column = InertText.name(group.column, limit: 40)
    return switch group.value {
    case .value(let text): "\(column) = \(InertText.name(text, limit: 40))"
    case .other(let values): "\(column): \(NumberText.count(values)) others"
    case .missing: "\(column): missing"
    }
  }
}
