internal import Judge

/// What a decision's error rates promise, in words.
struct GuaranteeText {
  private let decision: Decision

  init(_ decision: Decision) { self.decision = decision }

  /// The paragraph below the heading.
  var paragraph: String {
    let budgets = decision.budgets
    if let clusters = decision.clusters { return ClusterText.guarantee(clusters, budgets) }
    let tests = decision.treatments.flatMap(\.tests)
    let methods = Set(tests.map(\.method))
    let looks =
      if methods.contains(.fixed) {
        tests.contains { $0.question == .harm && $0.method != .fixed }
          ? "At the one look of the fixed horizon, and for harm over any number of looks"
          : "At the one look of the fixed horizon"
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

extension TreatmentAnalysis {
  /// What is asked of all metrics that could be computed.
  fileprivate var tests: [ThresholdTest] {
    metrics.flatMap { metric -> [ThresholdTest] in
      guard case .computed(let comparison) = metric.result else { return [] }
      return comparison.tests
    }
  }

  /// Whether promotion is asked at a fixed horizon, so that its p-value holds at one look alone.
  var isLookedAtOnce: Bool { tests.contains { $0.question != .harm && $0.method == .fixed } }
}
