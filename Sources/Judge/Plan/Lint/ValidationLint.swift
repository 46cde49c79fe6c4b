internal import Foundation

/// What a validation plan gives away: checks that no log can pass, and rules that promise nothing.
struct ValidationLint {
  private let plan: Plan
  private let validation: ValidationPlan

  init(_ plan: Plan) {
    self.plan = plan
    validation = plan.validation ?? ValidationPlan(model: "")
  }

  var findings: [LintFinding] {
    criteria(validation.criteria, "validation.criteria")
      + criteria(validation.loadTest?.criteria ?? [], "validation.load_test.criteria")
      + margins + bias
      + validation.overrides.enumerated().map { index, override in
        LintFinding(
          path: "validation.overrides[\(index)]",
          issue: .checkSetAside(check: override.check, name: override.name))
      }
  }

  private func criteria(_ criteria: [Criterion], _ path: String) -> [LintFinding] {
    criteria.enumerated().flatMap { index, criterion -> [LintFinding] in
      var issues = estimate(criterion.name, criterion.rule)
      let end = criterion.limit == .atLeast ? 1.0 : 0
      if criterion.rule == .bound, criterion.quantity.kind.isShare, criterion.threshold == end {
        issues.append(.thresholdUnprovable(check: criterion.name, threshold: criterion.text))
      }
      return issues.map { LintFinding(path: "\(path)[\(index)]", issue: $0) }
    }
  }

  private var margins: [LintFinding] {
    validation.nonInferiority.enumerated().flatMap { index, plan -> [LintFinding] in
      var issues = estimate(plan.name, plan.rule)
      if plan.rule == .bound, plan.margin == 0 {
        issues.append(.marginUnprovable(check: plan.name))
      }
      return issues.map { LintFinding(path: "validation.non_inferiority[\(index)]", issue: $0) }
    }
  }

  private var bias: [LintFinding] {
    validation.bias.enumerated().flatMap { index, bias -> [LintFinding] in
      var issues = estimate(bias.name, bias.rule)
      // Where every answer is right, the exact lower bound of n rows is the n-th root of the significance.
      if let threshold = bias.threshold, bias.rule == .bound, bias.limit == .atLeast, threshold < 1,
        threshold > 0
      {
        let needed = Int((log(plan.inference.significance) / log(threshold)).rounded(.up))
        if bias.minimumGroup < needed {
          issues.append(
            .groupTooSmall(check: bias.name, minimum: bias.minimumGroup, needed: needed))
        }
      }
      return issues.map { LintFinding(path: "validation.bias[\(index)]", issue: $0) }
    }
  }

  private func estimate(_ check: String, _ rule: Criterion.Rule) -> [LintIssue] {
    // An unbiased, symmetric estimate lies on the good side of its own true value half of the time.
    rule == .estimate ? [.checkByEstimate(check: check, falsePass: 0.5)] : []
  }
}
