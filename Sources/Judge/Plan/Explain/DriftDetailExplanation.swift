/// Explains what a drift plan says beyond the index: other measures, exceptions, critical columns, looks.
struct DriftDetailExplanation {
  private let plan: Plan
  private var drift: DriftPlan { plan.drift }

  init(_ plan: Plan) { self.plan = plan }

  var lines: [String] { measures + exceptions + severities + time }

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
    if let quality = drift.quality {
      lines.append(
        "critical drift: when the accuracy is shown to have fallen by more than \(PlanNumber.text(quality * 100, digits: 6))pp, by labels or, without them, by scores."
      )
    }
    if let critical = drift.critical {
      lines.append(
        "critical drift: when at least \(drift.criticalCount) of \(WordList.and(critical)) drifted."
      )
    }
    return lines
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
