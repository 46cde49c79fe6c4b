extension LintFinding: CustomStringConvertible {
  /// One line: `warning: metrics[0].rule: … [estimate-rule]`.
  public var description: String { "\(severity.rawValue): \(path): \(issue.text) [\(code)]" }
}

extension LintIssue {
  /// The issue in words, with its numbers and a way out.
  public var text: String {
    switch self {
    case .noTreatments: "no treatment is named; add variants.treatments"
    case .noMetrics: "there is no metric, so nothing can be judged"
    case .duplicateVariant(let name): "variant \"\(name)\" is named twice"
    case .duplicateMetric(let name): "two metrics are called \"\(name)\""
    case .harmAboveMargin(let harm, let margin):
      "harm \(harm.text) is more than the margin \(margin.text): a change could be harmless enough to stay and too bad to promote; harm must lie between 0 and the margin"
    case .trafficUnknownVariant(let name):
      "traffic names \"\(name)\", which is no variant of the plan"
    case .trafficMissing(let variant): "traffic gives variant \"\(variant)\" nothing"
    case .durationReversed(let minimum, let maximum):
      "the minimum of \(TimeSpan(seconds: minimum).words) is longer than the maximum of \(TimeSpan(seconds: maximum).words)"
    case .rampReversed(let initial, let maximum):
      "the ramp starts at \(PlanNumber.text(initial))%, above its maximum of \(PlanNumber.text(maximum))%"
    case .rampNeverGrows(let initial, let maximum):
      "with step 0 the ramp never leaves \(PlanNumber.text(initial))% for \(PlanNumber.text(maximum))%"
    case .horizonMissing:
      "a fixed horizon is judged when the maximum duration has passed, and there is none; add duration.maximum"
    case .timeColumnMissing:
      "durations and freshness are counted on the log's clock; name its column as log.time"
    case .noSuccessMetric: "no metric has role success, so nothing can be promoted"
    case .noGuardrail: "no metric has role guardrail, so no harm can be seen"
    case .unitNone:
      "every row counts as a unit of its own; if users were randomised and return, error rates are higher than planned: name their column"
    case .sampleTooSmall(let metric, let treatment, let effect, let power, let units, let needed):
      "at the minimum sample \(treatment) has \(units) units, and a single look sees an improvement of \(effect.text) in \(metric) with a chance of only \(percent(power)); \(needed) units of \(treatment) are needed for one look, about twice as many for bounds that hold at every look"
    case .estimateRule(let metric, let minimum, let falsePromotion):
      "rule estimate promotes \(percent(falsePromotion)) of all treatments whose true improvement in \(metric) is exactly the minimum of \(minimum.text), once they are shown better than nothing; rule lower bound promotes at most the significance"
    case .competingGuardrails(let first, let firstHarm, let second, let secondHarm):
      "\(first) and \(second) measure the same and call different changes harm (\(firstHarm.text) and \(secondHarm.text)): the stricter one decides first; keep one"
    case .plannedBelowMinimum(let planned, let minimum):
      "bounds are tightest at \(planned) units in all, before the minimum sample of \(minimum) in all lets anything be judged"
    case .minimumSampleInAll(let perVariant, let variant, let share, let total):
      "\(perVariant) units in each variant are \(total) units in all, because \(variant) receives \(percent(share))"
    case .detectableEffect(let metric, let treatment, let effect, let power):
      "at the minimum sample, \(treatment) is promoted on \(metric) with a chance of \(percent(power)) if its true improvement is \(effect.text), judged by a single look"
    case .rampPath(let weights, let seconds):
      "the ramp goes \(weights.map { PlanNumber.text($0) + "%" }.joined(separator: ", ")), one step every \(TimeSpan(seconds: seconds).words)"
    case .priceOfLooks(let looks, let groupSequential, let alwaysValid):
      "\(looks) looks cost \(PlanNumber.text(groupSequential, digits: 3)) times the sample of a single one if they are group-sequential, and \(PlanNumber.text(alwaysValid, digits: 3)) times if always-valid, for the same power at the end"
    case .rareErrors(
      let metric, let treatment, let before, let after, let unitsPerHour, let chance):
      "\(PlanNumber.text(unitsPerHour, digits: 3)) units an hour, as the plan's sample and duration have it: if \(metric) of \(treatment) rises from \(percent(before)) to \(percent(after)), it is rolled back within an hour with a chance of \(percent(chance))"
    case .rarelyPromoted(let promoted, let rollouts, let most, let power, let units):
      "of \(rollouts) simulated rollouts with \(units) units, in which success truly improves by twice its minimum, \(promoted) promoted it: at most \(percent(most)), where the plan asks for a power of \(percent(power)); plan more units, wider margins or fewer metrics, and see assay simulate"
    case .partialWeeks(let minimum):
      "a minimum of \(TimeSpan(seconds: minimum).words) is no whole number of weeks, so some weekdays weigh more than others"
    case .roundedWeeks(let minimum, let enforced):
      "a minimum of \(TimeSpan(seconds: minimum).words) is rounded up to \(TimeSpan(seconds: enforced).words), whole weeks, so that each weekday weighs the same; write whole_weeks: false to keep it"
    }
  }

  private func percent(_ share: Double) -> String { PlanNumber.text(share * 100, digits: 2) + "%" }
}
