/// Ways of reading a plan that let pass what it is there to hold back, with how often they do.
extension SimulationLint {
  /// A test of one look that is read at each of the plan's looks.
  ///
  /// The gate waits for the end; whoever reads the same test before it is told what that would come to.
  var peeking: [LintFinding] {
    guard plan.inference.success == .fixed, plan.duration.maximum != nil else { return [] }
    var peeked = plan
    peeked.duration.maximum = 1
    guard
      let found = tally(
        .successAtMinimum, judged: peeked, where: { $0.errors.contains(.falsePromotion) }),
      found.lower > plan.inference.significance
    else { return [] }
    let issue = LintIssue.peekingPromotes(
      promoted: found.count, rollouts: found.rollouts, least: found.lower, looks: found.looks,
      significance: plan.inference.significance, areDeclared: plan.inference.looks != nil)
    return [LintFinding(path: "inference.success", issue: issue)]
  }

  /// An estimate above the minimum that is taken for proof of it, beside a bound above it.
  var estimates: [LintFinding] {
    func isTaken(_ metric: MetricPlan) -> Bool {
      metric.role == .success && metric.rule == .estimate && metric.minimumImprovement.value > 0
    }
    guard let index = plan.metrics.firstIndex(where: isTaken) else { return [] }
    var strict = plan
    for index in strict.metrics.indices where isTaken(strict.metrics[index]) {
      strict.metrics[index].rule = .lowerBound
    }
    func promoted(by judged: Plan) -> Tally? {
      tally(.successAtMinimum, drawn: strict, judged: judged) {
        $0.errors.contains(.falsePromotion)
      }
    }
    guard let found = promoted(by: plan), found.lower > plan.inference.significance,
      let proven = promoted(by: strict)
    else { return [] }
    let issue = LintIssue.estimatePromotes(
      promoted: found.count, rollouts: found.rollouts, least: found.lower,
      byLowerBound: proven.count)
    return [LintFinding(path: "metrics[\(index)].rule", issue: issue)]
  }

  /// Requests that count as units where users were randomised: how often they find harm that is none.
  var returningUsers: [LintFinding] {
    guard plan.log.unit == nil, plan.assignment.kind != .perRequest,
      let sketch = try? SimulationStudy(plan)
    else { return [] }
    var users = plan
    users.log.unit = "user"
    var settings = SimulationSettings()
    // A few users send most requests. They send 1 + 1/2 + … + 1/1000 = 7.5 on average: so many users send
    // about as many requests as are planned.
    settings.shape = .clustered
    settings.units = max(2, Int(Double(sketch.units) / 7.5))
    let wrong: Set<SimulatedError> = [.falseRollback, .falseStop, .falsePromotion]
    let promise = max(plan.inference.rollbackSignificance, plan.inference.deteriorationSignificance)
    guard
      let found = tally(
        .atHarmLimit(correlation: 0), drawn: users, settings: settings, judged: plan,
        where: { !$0.errors.isDisjoint(with: wrong) }), found.lower > 2 * promise
    else { return [] }
    let issue = LintIssue.rowsMislead(
      wrong: found.count, rollouts: found.rollouts, least: found.lower, promise: promise)
    return [LintFinding(path: "log.unit", issue: issue)]
  }
}
