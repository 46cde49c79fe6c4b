/// Explains a drift plan.
struct DriftExplanation {
  private let plan: Plan

  init(_ plan: Plan) { self.plan = plan }

  var sections: [PlanExplanation.Section] {
    [
      .init(title: "Comparison", lines: comparison),
      .init(title: "Verdicts", lines: verdicts + DriftDetailExplanation(plan).lines),
    ]
  }

  private var comparison: [String] {
    let drift = plan.drift
    let columns = drift.columns.isEmpty ? "every column" : WordList.and(drift.columns)
    let except = drift.ignore.isEmpty ? "" : " except \(WordList.and(drift.ignore))"
    var lines = [
      "\(plan.name) compares the distribution of \(columns)\(except) in a reference and a current log."
    ]
    if !plan.log.filter.isEmpty {
      lines.append("Only rows where \(WordList.and(plan.log.filter.map(\.words))) count.")
    }
    return lines
  }

  private var verdicts: [String] {
    let drift = plan.drift
    let psi = PlanNumber.text(drift.psi)
    if drift.textbook {
      return [
        "drift: when the Population Stability Index of a column is \(psi) or more, over \(drift.bins) right-closed quantile bins of the reference, each share at least \(PlanNumber.text(drift.shareFloor)).",
        "stable: otherwise. The textbook index ignores how many rows there are.",
      ]
    }
    return [
      "drift: when a column's Population Stability Index is shown to be above \(psi) (\(drift.bins) bins), a category of at least \(PlanNumber.percent(drift.categoryShare)) changes by more than a factor of \(PlanNumber.text(drift.categoryFactor)), or the share of missing values changes by more than \(PlanNumber.text(drift.missingShare * 100, digits: 6))pp.",
      "stable: when every column is shown to stay within these tolerances; cannot tell: in every other case.",
      "Over all columns together, drift is claimed wrongly with a chance of at most \(PlanNumber.percent(drift.significance)).",
    ]
  }
}
