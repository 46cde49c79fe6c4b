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
    case .horizonMissing:
      "a fixed horizon is judged when the maximum duration has passed, and there is none; add duration.maximum"
    case .timeColumnMissing:
      "durations and freshness are counted on the log's clock; name its column as log.time"
    case .noSuccessMetric: "no metric has role success, so nothing can be promoted"
    case .noGuardrail: "no metric has role guardrail, so no harm can be seen"
    case .unitNone:
      "every row counts as a unit of its own; if users were randomised and return, error rates are higher than planned: name their column"
    case .sampleTooSmall(let metric, let treatment, let effect, let power, let units, let needed):
      "at the minimum sample \(treatment) has \(PlanNumber.count(units, "unit", "units")), and a single look sees an improvement of \(effect.text) in \(metric) with a chance of only \(percent(power)); \(PlanNumber.count(needed)) units of \(treatment) are needed for one look, about twice as many for bounds that hold at every look"
    case .estimateRule(let metric, let minimum, let falsePromotion):
      "rule estimate promotes \(percent(falsePromotion)) of all treatments whose true improvement in \(metric) is exactly the minimum of \(minimum.text), once they are shown better than nothing; rule lower bound promotes at most the significance"
    case .competingGuardrails(let first, let firstHarm, let second, let secondHarm):
      "\(first) and \(second) measure the same and call different changes harm (\(firstHarm.text) and \(secondHarm.text)): the stricter one decides first; keep one"
    case .plannedBelowMinimum(let planned, let minimum):
      "bounds are tightest at \(PlanNumber.count(planned)) units in all, before the minimum sample of \(PlanNumber.count(minimum)) in all lets anything be judged"
    case .improvementImpossible(let metric, let baseline, let minimum):
      "\(metric) is expected at \(percent(baseline)), from where no treatment can improve it by \(minimum.text): nothing can be promoted"
    case .marginTooTight(let metric, let treatment, let margin, let chance, let units, let needed):
      "with \(PlanNumber.count(units, "unit", "units")) of \(treatment), one look shows an unchanged \(metric) to be within \(margin.text) with a chance of only \(percent(chance)), and promotion waits for it; \(PlanNumber.count(needed)) units of \(treatment) are needed for one look, about twice as many for bounds that hold at every look"
    case .marginNeverBinds(let metric, let baseline, let margin):
      "\(metric) is expected at \(percent(baseline)), from where it cannot get worse by \(margin.text): the guardrail guards nothing"
    case .rampOutlastsDuration(let ramp, let maximum, let reached):
      "the ramp needs \(TimeSpan(seconds: ramp).words) to its maximum, and the experiment ends after \(TimeSpan(seconds: maximum).words), at \(PlanNumber.text(reached))%"
    case .plansDisagree(let plan, let disagreement):
      "the plan \"\(plan)\" is for the same variants and says otherwise: \(disagreement.text)"
    case .stageTooThin(let stage, let units, let required, let seconds):
      "stage \(stage) brings the treatment about \(PlanNumber.text(units, digits: 3)) units of the \(required) it needs, so that it lasts about \(TimeSpan(seconds: seconds.rounded()).words): too little traffic for a canary of this length; lengthen the stage, give it more traffic, or let a shadow answer first"
    case .switchUnchecked:
      "nothing is asked of the treatment before all traffic goes to it: name smoke cases as switch.smoke, or their result as switch.evidence"
    case .calmUnprovable(let metric, let margin, let clusters, let required):
      "should neither side have one event of \(metric), its margin of \(margin.text) takes \(PlanNumber.count(required, "cluster", "clusters")) without any, and the plan has \(clusters): the answer would be continue; watch for longer, or take shorter blocks"
    case .conditionHopeless(let stage, let metric, let limit, let events, let required):
      "by the end of stage \(stage) about \(PlanNumber.text(events, digits: 2)) events of \(metric) come to the treatment, and a limit of \(limit.text) is judged from \(PlanNumber.text(required)) on: the stage holds until then; write a limit of 0 or in per cent, which is judged exactly"
    case .strategyAdvised(let criticality, let advised, let strategy):
      "criticality \(criticality.rawValue) goes with strategy \(advised.rawValue), and this plan is \(strategy.rawValue)"
    case .minimumSampleInAll(let perVariant, let variant, let share, let total):
      "\(PlanNumber.count(perVariant)) units in each variant are \(PlanNumber.count(total)) units in all, because \(variant) receives \(percent(share))"
    case .detectableEffect(let metric, let treatment, let effect, let power):
      "at the minimum sample, \(treatment) is promoted on \(metric) with a chance of \(percent(power)) if its true improvement is \(effect.text), judged by a single look"
    case .rampPath(let weights, let seconds):
      "the ramp goes \(weights.map { PlanNumber.text($0) + "%" }.joined(separator: ", ")), one step every \(TimeSpan(seconds: seconds).words)"
    case .priceOfLooks(let looks, let groupSequential, let alwaysValid):
      "\(PlanNumber.count(looks, "look costs", "looks cost")) \(PlanNumber.text(groupSequential, digits: 3)) times the sample of a single one if they are group-sequential, and \(PlanNumber.text(alwaysValid, digits: 3)) times if always-valid, for the same power at the end"
    case .rareErrors(
      let metric, let treatment, let before, let after, let unitsPerHour, let chance):
      "\(PlanNumber.text(unitsPerHour, digits: 3)) units an hour, as the plan's sample and duration have it: if \(metric) of \(treatment) rises from \(percent(before)) to \(percent(after)), it is rolled back within an hour with a chance of \(percent(chance))"
    case .rarelyPromoted(let promoted, let rollouts, let most, let power, let units):
      "of \(rollouts) simulated rollouts with \(units) units, in which success truly improves by twice its minimum, \(promoted) promoted it: at most \(percent(most)), where the plan asks for a power of \(percent(power)); plan more units, wider margins or fewer metrics, and see assay simulate"
    case .sampleRarelyReached(let short, let rollouts, let units, let required):
      "in \(short) of \(rollouts) simulated rollouts, the smallest arm had fewer than the \(required) units of the minimum sample to the end, and at most \(units): nothing is decided; give it more traffic, let the ramp grow sooner, or ask for less"
    case .peekingPromotes(
      let promoted, let rollouts, let least, let looks, let significance, let areDeclared):
      "\(areDeclared ? "looks are declared, and the" : "the") fixed test is read once, at the end: read at each of \(looks) looks, it promoted \(promoted) of \(rollouts) simulated treatments that improve by exactly the minimum, which is at least \(percent(least)) where \(percent(significance)) is promised; to look earlier, write success: group-sequential or always-valid"
    case .estimatePromotes(let promoted, let rollouts, let least, let byLowerBound):
      "of \(rollouts) simulated rollouts with a treatment that improves by exactly the minimum, rule estimate promoted \(promoted), at least \(percent(least)) of all, and rule lower bound \(byLowerBound)"
    case .rowsMislead(let wrong, let rollouts, let least, let promise):
      "of \(rollouts) simulated rollouts without harm, in which users return and a few send most requests, \(wrong) were judged wrongly with each row as a unit: at least \(percent(least)), where \(percent(promise)) is promised; name the column of users as log.unit, or write assignment: {kind: per-request}"
    case .partialWeeks(let minimum):
      "a minimum of \(TimeSpan(seconds: minimum).words) is no whole number of weeks, so some weekdays weigh more than others"
    case .roundedWeeks(let minimum, let enforced):
      "a minimum of \(TimeSpan(seconds: minimum).words) is rounded up to \(TimeSpan(seconds: enforced).words), whole weeks, so that each weekday weighs the same; write whole_weeks: false to keep it"
    case .thresholdUnprovable(let check, let threshold):
      "no number of rows proves that the truth of \(check) is \(threshold): choose a threshold with room, or write rule: estimate"
    case .marginUnprovable(let check):
      "a margin of 0 lets \(check) pass only where the model is shown to be better than its baseline; one that is as good never passes for certain, and by rule estimate half of the time"
    case .checkByEstimate(let check, let falsePass):
      "rule estimate lets \(percent(falsePass)) of all models pass \(check) whose truth is exactly at the threshold; rule lower bound at most the significance"
    case .groupTooSmall(let check, let minimum, let needed):
      "a group of \(PlanNumber.count(minimum, "row", "rows")) cannot pass \(check), were every answer right: it takes \(needed) for the bound to reach the threshold"
    case .checkSetAside(let check, let name): "\(check) is set aside by \(name)"
    case .impossibleTrigger(let trigger, let limit):
      "no share lies \(limit.side.rawValue) \(limit.text), so that \(trigger) is never raised"
    case .baselineBeyondLimit(let trigger, let baseline, let limit):
      "what is usual for \(trigger), \(PlanNumber.text(baseline)), lies \(limit.side.rawValue) its limit of \(limit.text): it would always be raised"
    case .alertAfterRollback(let alert, let alertLimit, let rollback, let rollbackLimit):
      "\(alert) is told \(alertLimit.side.rawValue) \(alertLimit.text), and \(rollback) rolls back \(rollbackLimit.side.rawValue) \(rollbackLimit.text) of the same: the alert never comes first; give it the stricter limit"
    case .competingTriggers(
      let strict, let strictLimit, let strictAction, let lax, let laxLimit, let laxAction):
      "\(strict) (\(strictAction.rawValue) \(strictLimit.side.rawValue) \(strictLimit.text)) and \(lax) (\(laxAction.rawValue) \(laxLimit.side.rawValue) \(laxLimit.text)) measure the same: between the two limits the first alone is raised; keep both if these are stages, else one"
    case .windowTooSmall(let trigger, let rows, let needed, let significance):
      "\(PlanNumber.count(rows, "row never shows", "rows never show")) \(trigger) to be within its limit, not even without a single event: \(needed) are needed at a significance of \(percent(significance)); raise monitor.minimum_rows, or take longer windows"
    case .splitTooWide(let trigger, let variant, let share, let limit):
      "\(variant) is planned with \(percent(share)), and \(trigger) tolerates \(limit.text): without any row of \(variant) it is never raised; write a smaller distance"
    case .thresholdRule(let falseAlarms):
      "rule threshold raises a trigger in \(percent(falseAlarms)) of all windows whose true value is exactly its limit, and bounds no rate of false alarms; rule proven does"
    case .drift(let issue): issue.text
    }
  }

  private func percent(_ share: Double) -> String { PlanNumber.text(share * 100, digits: 2) + "%" }
}
