/// Explains what a drift plan says beyond the index: other measures, exceptions, critical columns, looks.
struct DriftDetailExplanation {
  private let plan: Plan
  private var drift: DriftPlan { plan.drift }

  init(_ plan: Plan) { self.plan = plan }

  var lines: [String] { measures + exceptions + severities + labels + time }

  private var measures: [String] {
    let kl = PlanNumber.text(drift.klTolerance)
    let score = PlanNumber.text(drift.scoreTolerance)
    let distance = drift.distance == .hellinger ? "Hellinger" : "Jensen–Shannon"
    guard !drift.textbook else {
      var lines: [String] = []
      if drift.kl != nil { lines.append("drift, too: a Kullback–Leibler divergence above \(kl).") }
      if drift.score != nil { lines.append("drift, too: a \(distance) distance above \(score).") }
      return lines
    }
    var lines = [
      "drift, too: a Kullback–Leibler divergence shown to be above \(kl), or a drift score (\(distance) distance) above \(score)."
    ]
    let predictions = [plan.log.prediction, plan.log.score].compactMap(\.self)
    if !predictions.isEmpty {
      lines.append(
        "drift, too: a mean of \(WordList.and(predictions)) that moved by more than \(PlanNumber.text(drift.shiftTolerance)) standard deviations of the reference."
      )
    }
    return lines
  }

  private var exceptions: [String] {
    guard let all = drift.tolerances else { return [] }
    var lines: [String] = []
    if let numeric = all.numeric { lines.append("Columns of numbers: \(words(numeric)).") }
    if let categorical = all.categorical {
      lines.append("Columns of categories: \(words(categorical)).")
    }
    for (name, tolerances) in (all.columns ?? [:]).sorted(by: { $0.key < $1.key }) {
      lines.append("\(name): \(words(tolerances)).")
    }
    return lines
  }

  private func words(_ tolerances: DriftTolerances) -> String {
    var words: [String] = []
    if let psi = tolerances.psi { words.append("index \(PlanNumber.text(psi))") }
    if let kl = tolerances.kl { words.append("divergence \(PlanNumber.text(kl))") }
    if let score = tolerances.score { words.append("score \(PlanNumber.text(score))") }
    if let share = tolerances.categoryShare {
      words.append("categories of at least \(PlanNumber.percent(share))")
    }
    if let factor = tolerances.categoryFactor {
      words.append("a factor of \(PlanNumber.text(factor)) for their shares")
    }
    if let missing = tolerances.missingShare {
      words.append("\(PlanNumber.text(missing * 100, digits: 6))pp of missing values")
    }
    return words.isEmpty ? "as above" : WordList.and(words)
  }

  private var severities: [String] {
    var lines: [String] = []
    if drift.withinTolerance == .warn {
      lines.append("changed: when a column changed within its tolerances.")
    }
    lines += quality
    if let critical = drift.critical {
      lines.append(
        "critical drift: when at least \(drift.criticalCount) of \(WordList.and(critical)) drifted."
      )
    }
    return lines
  }

  private var quality: [String] {
    guard drift.holdsQuality else { return [] }
    let limits = drift.heldQualities.map { limit in
      let amount =
        limit.tolerance.unit == .relative
        ? "\(PlanNumber.text(limit.tolerance.value * 100, digits: 6))% of the reference's"
        : limit.measure.isAmount
          ? PlanNumber.text(limit.tolerance.value)
          : "\(PlanNumber.text(limit.tolerance.value * 100, digits: 6))pp"
      return limit.measure.sign > 0
        ? "the \(limit.measure.rawValue) is shown to have fallen by more than \(amount)"
        : "the \(limit.measure.rawValue) is shown to have risen by more than \(amount)"
    }
    let proxy =
      drift.heldQualities.contains { $0.measure == .accuracy }
      ? ", by labels or, without them, by scores" : ", by labels"
    var lines = ["critical drift: when \(limits.joined(separator: ", or "))\(proxy)."]
    lines.append(
      "No harm is shown only if there would be none were each row wrong that lacks a prediction or a label, beyond the share that did in the reference\(allowance)."
    )
    if let groups = drift.qualities?.groups {
      lines.append(
        "The same holds in every value of \(WordList.and(groups)); fewer than \(drift.fewestGroupLabels) labelled rows cannot tell."
      )
    }
    return lines
  }

  /// What is let pass of rows without a prediction or a label.
  private var allowance: String {
    let coverage = plan.labels.map {
      " or the \(PlanNumber.percent(1 - $0.coverage)) whose labels may be late"
    }
    let errors =
      drift.heldQualities.contains { $0.measure.isRegression }
      ? "; of errors, which have no bound, if such rows are at most \(plan.toleratedMissing.text)"
      : ""
    return (coverage ?? "") + errors
  }

  private var labels: [String] {
    guard let labels = plan.labels else { return [] }
    return [
      "The target is compared, and quality judged, once \(PlanNumber.percent(labels.coverage)) of rows have their label in \(labels.file)."
    ]
  }

  private var time: [String] {
    var lines: [String] = []
    switch drift.window {
    case .month: lines.append("The current log is cut into months, by \(plan.log.time ?? "").")
    case .seconds(let seconds):
      let words = TimeSpan(seconds: Double(seconds)).words
      lines.append("The current log is cut into windows of \(words), by \(plan.log.time ?? "").")
    case nil: break
    }
    if drift.window != nil {
      lines.append(
        "Traffic is unusual beyond \(PlanNumber.text(drift.trafficTolerance)) standard deviations of its hour."
      )
    }
    if !drift.textbook {
      lines.append(
        "With --state at most \(PlanNumber.percent(drift.falseAlarms)) of all looks are expected to raise an alarm without drift."
      )
    }
    return lines
  }
}
