internal import Judge

/// What a decision's error rates promise, in words.
struct GuaranteeText {
  private let decision: Decision

  init(_ decision: Decision) { self.decision = decision }

  /// The paragraph below the heading.
  var paragraph: String {
    let budgets = decision.budgets
    if let clusters = decision.clusters { return ClusterText.guarantee(clusters, budgets) }
    let methods = Set(
      decision.treatments.flatMap(\.metrics).flatMap { metric -> [ThresholdTest.Method] in
        guard case .computed(let comparison) = metric.result else { return [] }
        return comparison.tests.map(\.method)
      })
    let looks =
      if methods.contains(.fixed) {
        "At the one look of the fixed horizon"
      } else if methods.contains(.groupSequential) {
        "Over the looks of the plan, and for harm over any number of them"
      } else {
        "Over any number of looks"
      }
    let randomised = decision.shadow == nil ? ", and given valid randomisation" : ""
    return
      "\(looks), whatever the truth is\(randomised): a promotion that the plan "
      + "does not allow has a chance of at most \(NumberText.percent(budgets.falsePromotion)), "
      + "a rollback without harm \(NumberText.percent(budgets.falseRollback)), "
      + "a stop without deterioration \(NumberText.percent(budgets.falseStop)), "
      + "and the rejection of a valid log \(NumberText.percent(budgets.falseInvalid)) "
      + "for each integrity test." + together + noBenefit
  }

  private var together: String {
    decision.budgets.joint.map { " The four sum to \(NumberText.percent($0))." } ?? ""
  }

  private var noBenefit: String {
    guard decision.policy == .doNoHarm else { return "" }
    return
      " A promotion says that no guardrail is worse than its margin, and nothing about a benefit: the plan "
      + "asks for none."
  }
}
