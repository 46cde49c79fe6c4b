/// Explains a comparison of few clusters that nobody assigned by chance.
struct ClusterExplanation {
  private let plan: Plan

  init(_ plan: Plan) { self.plan = plan }

  var sections: [PlanExplanation.Section] {
    [
      .init(title: "Comparison", lines: comparison), .init(title: "Checks", lines: checks),
      .init(title: "Metrics", lines: plan.metrics.map { MetricExplanation($0, plan).sentence }),
      .init(title: "Missing values", lines: missing),
      .init(title: "Verdicts", lines: verdicts), .init(title: "Guarantees", lines: guarantees),
    ].filter { !$0.lines.isEmpty }
  }

  /// What must be shown elsewhere.
  private var checks: [String] {
    guard let checks = plan.rolloutChecks else { return [] }
    return checks.evidence.map { "\($0.name): \($0.words)." }
      + [
        checks.smoke.map { "smoke cases: every case of \($0.file) is answered as expected." }
      ].compactMap(\.self)
  }

  private var missing: [String] {
    let tolerated = plan.toleratedMissing.text
    var lines = [
      "invalid: when a metric is shown to miss its value in more of one side's rows than of the other's, by more than \(tolerated); continue: when it looks so.",
      "A blank of a rate is no row without an event: such rows are left out, unless most of the control's are blank.",
    ]
    if let labels = plan.labels {
      lines.append(
        "Labels come from \(labels.file). Nothing is promoted on them before \(PlanNumber.percent(labels.coverage)) of each side's rows have theirs."
      )
    }
    return lines
  }

  private var control: String { plan.control ?? "the control" }
  private var treatment: String { WordList.and(plan.treatments) }
  private var looks: String { TimeSpan(seconds: plan.inference.lookSeconds).words }

  private var comparison: [String] {
    if let switched = plan.switched {
      let when =
        switched.at.map { "at \($0.words)" } ?? "at the minute that divides them best in the log"
      return [
        "\(plan.name) compares \(TimeSpan(seconds: switched.monitoring).words) of \(treatment) after a switch of all traffic, \(when), with \(TimeSpan(seconds: switched.before).words) of \(control) before it.",
        "A cluster is a block of \(TimeSpan(seconds: switched.block).words). What else changed at that time cannot be told from the switch.",
      ]
    }
    return [
      "\(plan.name) compares the servers that \(treatment) runs on with those that still run \(control), since the first of \(plan.rolling?.servers ?? 0) was updated.",
      "A cluster is a server, a value of \(plan.clusterWord). Which servers come first was not drawn by lot.",
    ]
  }

  private var verdicts: [String] {
    let fewest = ClusterAnalyzer.fewest
    let proof =
      "every guardrail is proven not worse than its margin, and each success metric that is asked for better"
    var lines =
      plan.switched == nil
      ? [
        "advance (exit code 0): at least \(fewest) servers of each version were compared since the last update, and nothing is shown against them: the next server may be updated.",
        "promote: when \(proof): the rest may be updated.",
      ]
      : [
        "promote: when the time after the switch is over and \(proof).",
        "stop: when it is over without that; continue: where neither side has an event and its clusters are too few to tell.",
      ]
    if plan.rolloutChecks != nil {
      lines.append(
        "stop: when a check is shown to fail; continue: while one of them is not judged, whatever the metrics say."
      )
    }
    lines += [
      "rollback: as soon as a critical guardrail is shown to be worse than its harm limit; stop: as soon as another metric is.",
      "continue (exit code 10): in every other case; fewer than \(fewest) clusters on a side are never judged.",
    ]
    return lines
  }

  private var guarantees: [String] {
    let inference = plan.inference
    return [
      "Student's t on clusters, with as many degrees of freedom as the smaller side has clusters, less one. Looks are taken every \(looks) after the change; look j holds 6/(π²j²) of each error rate, so that they hold over all looks.",
      "They hold if nothing but the version makes clusters differ, which this comparison cannot show: it proves a difference, not its cause.",
      "False promotion at most \(PlanNumber.percent(inference.significance)), false rollback \(PlanNumber.percent(inference.rollbackSignificance)), false stop \(PlanNumber.percent(inference.deteriorationSignificance)).",
    ]
  }
}
