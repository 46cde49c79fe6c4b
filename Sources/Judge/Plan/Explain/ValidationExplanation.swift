/// Explains the plan of a validation.
struct ValidationExplanation {
  private let plan: Plan
  private let validation: ValidationPlan

  init(_ plan: Plan) {
    self.plan = plan
    validation = plan.validation ?? ValidationPlan(model: "")
  }

  var sections: [PlanExplanation.Section] {
    let parts: [PlanExplanation.Section] = [
      .init(title: "Validation", lines: subject),
      .init(title: "Checks on the log", lines: rowChecks),
      .init(title: "Checks on documents", lines: documentChecks),
      .init(title: "Overrides", lines: overrides),
      .init(title: "Verdicts", lines: verdicts), .init(title: "Guarantees", lines: guarantees),
    ]
    return parts.filter { !$0.lines.isEmpty }
  }

  private var subject: [String] {
    var lines = ["\(plan.name) judges \(validation.model) before it is deployed."]
    if let baseline = validation.baseline {
      lines.append(
        baseline.file.map {
          "It is compared with a baseline whose answers are in \($0), paired by \(plan.log.request ?? "request")."
        } ?? "It is compared with a baseline whose answers are in the same log.")
    } else {
      lines.append("There is no baseline, so that only absolute criteria apply.")
    }
    lines.append(
      plan.log.unit.map {
        "Units are the values of \($0): rows of one unit are not taken for independent."
      } ?? "Every row is a unit of its own.")
    if !plan.log.filter.isEmpty {
      lines.append("Only rows where \(WordList.and(plan.log.filter.map(\.words))) count.")
    }
    if let window = validation.backTest?.window {
      lines.append(
        "Only the \(TimeSpan(seconds: window).words) before the newest row count, and the log must reach back as far."
      )
    }
    return lines
  }

  // MARK: Checks

  private var rowChecks: [String] {
    var lines = validation.criteria.map { sentence($0) }
    lines += validation.nonInferiority.map {
      let worse = $0.quantity.kind == .falsePositiveRate ? "above" : "below"
      return
        "\($0.name): \($0.quantity.kind.rawValue) at most \(points($0.margin)) \(worse) the baseline's on the same rows\(rule($0.rule))."
    }
    for bias in validation.bias {
      let bound = bias.threshold.map {
        ["\(limit(bias.limit)) \(PlanNumber.percent($0))"]
      }
      let margin = bias.margin.map { ["at most \(points($0)) worse than under the baseline"] }
      lines.append(
        "\(bias.name): \(bias.quantity.kind.rawValue) \(WordList.and((bound ?? []) + (margin ?? []))) in every group of \(WordList.and(bias.columns)); groups below \(bias.minimumGroup) labelled rows are not judged\(rule(bias.rule))."
      )
    }
    if let scores = validation.scores {
      lines.append(
        "score validity: \(PlanNumber.percent(scores.valid)) of rows have a finite \(scores.column), and \(PlanNumber.percent(scores.valid)) of those lie from \(PlanNumber.text(scores.minimum)) to \(PlanNumber.text(scores.maximum))."
      )
    }
    if let tolerated = missingValues { lines.append(tolerated) }
    if validation.baseline != nil, !validation.nonInferiority.isEmpty {
      lines.append(
        "missing pairs: at most \(PlanNumber.percent(validation.missingPairs)) of rows may lack the baseline's answer."
      )
    }
    if validation.needsLabels {
      let coverage = validation.backTest?.labelCoverage ?? plan.labels?.coverage ?? 0.8
      lines.append(
        "label coverage: at least \(PlanNumber.percent(coverage)) of rows have their label.")
    }
    return lines
  }

  /// How many rows may lack the value of a mean, a quantile or a rate; nil where none is asked for.
  private var missingValues: String? {
    let all = validation.criteria + (validation.loadTest?.criteria ?? [])
    let kinds = all.map(\.quantity.kind).filter { [.mean, .quantile, .rate].contains($0) }
    guard !kinds.isEmpty else { return nil }
    let share = PlanNumber.percent(plan.toleratedMissing.value)
    let worst =
      kinds.contains { $0 != .mean }
      ? " A row without one counts as the worst of a quantile or a rate; a mean leaves it out." : ""
    return
      "missing values: a mean, a quantile or a rate is judged if at most \(share) of its rows lack their value.\(worst)"
  }

  private func sentence(_ criterion: Criterion) -> String {
    let quantity = criterion.quantity
    let what =
      switch quantity.kind {
      case .mean: "the mean of \(quantity.column)"
      case .quantile:
        "the \(PlanNumber.percent(quantity.probability ?? 0.5)) quantile of \(quantity.column)"
      case .rate: "the share of rows where \(quantity.column) is true"
      default: "\(quantity.kind.rawValue) of \(quantity.column)"
      }
    let warmUp =
      switch criterion.warmUp {
      case nil: ""
      case .rows(let rows)?: ", without the first \(PlanNumber.count(rows, "row", "rows"))"
      case .seconds(let seconds)?: ", without the first \(TimeSpan(seconds: seconds).words)"
      }
    return
      "\(criterion.name): \(what) \(limit(criterion.limit)) \(criterion.text)\(warmUp)\(rule(criterion.rule))."
  }

  private func limit(_ limit: Criterion.Limit) -> String {
    limit == .atLeast ? "at least" : "at most"
  }

  private func points(_ margin: Double) -> String {
    "\(PlanNumber.text(margin * 100, digits: 6))pp"
  }

  private func rule(_ rule: Criterion.Rule) -> String {
    rule == .bound ? "" : "; the estimate decides, whatever its error"
  }

  private var documentChecks: [String] {
    var lines: [String] = []
    if let signature = validation.signature {
      lines.append(
        "signature: the log has the columns of \(signature.file ?? "the plan"), of the declared types."
      )
      if let current = signature.current {
        lines.append("compatibility: every column of \(current) is there, of the same type.")
      }
    }
    if let manifest = validation.manifest {
      lines.append("manifest: \(manifest.file) has \(WordList.and(manifest.required)).")
    }
    lines += validation.evidence.map { "\($0.name): \($0.words)." }
    lines += validation.folds.map {
      "\($0.name): the mean over folds is \(limit($0.limit)) \(PlanNumber.text($0.threshold))\(rule($0.rule)), by \($0.method.rawValue)."
    }
    if let smoke = validation.smoke {
      lines.append("smoke cases: every case of \(smoke.file) is answered as expected.")
    }
    if let loadTest = validation.loadTest {
      let traffic = loadTest.requestsPerSecond.map {
        " at \(PlanNumber.text($0)) requests a second or more"
      }
      lines.append("The load test of \(loadTest.file)\(traffic ?? ""):")
      lines += loadTest.criteria.map { sentence($0) }
    }
    return lines
  }

  private var overrides: [String] {
    validation.overrides.map { "\($0.check) is set aside by \($0.name): \($0.reason)." }
  }

  // MARK: Verdicts

  private var verdicts: [String] {
    [
      "promote: when every check passes, or is set aside by name.",
      "stop: when a check is shown to fail.",
      "invalid: when the log may not be judged, as too many rows cannot be read\(plan.freshness == nil ? "" : " or the newest is too old").",
      "continue: in every other case, and whenever evidence is missing: each check starts as not judged.",
    ]
  }

  private var guarantees: [String] {
    let inference = plan.inference
    return [
      "A model that should not pass every check is promoted with a chance of at most \(PlanNumber.percent(inference.significance)): each check is proven by itself at that significance.",
      "A model that should pass every check is stopped with a chance of at most \(PlanNumber.percent(inference.deteriorationSignificance)), over all comparisons and groups together.",
      "Both hold for one look at one log, and not for checks under rule estimate.",
    ]
  }
}
