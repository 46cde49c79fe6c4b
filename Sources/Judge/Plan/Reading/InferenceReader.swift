/// Reads how evidence is weighed.
enum InferenceReader {
  static func inference(_ section: PlanSection<PlanKeys.Inference>) -> InferencePlan {
    var inference = InferencePlan()
    func method(_ key: PlanKeys.Inference) -> InferencePlan.Method? {
      section[key]?.choice(InferencePlan.Method.self)
    }
    func probability(_ key: PlanKeys.Inference, _ standard: Double) -> Double {
      section[key]?.probability() ?? standard
    }
    inference.harm = method(.harm) ?? inference.harm
    if inference.harm == .groupSequential {
      section[.harm]?.complain(
        .contradiction, "inference.harm cannot wait for looks: it is asked whenever one looks",
        mend: "write harm: always-valid")
    }
    inference.success = method(.success) ?? inference.success
    inference.spending = section[.spending].flatMap(SpendingReader.spending)
    inference.futilitySpending = section[.futilitySpending].flatMap(SpendingReader.spending)
    inference.significance = probability(.significance, inference.significance)
    inference.rollbackSignificance = probability(
      .rollbackSignificance, inference.rollbackSignificance)
    inference.deteriorationSignificance = probability(
      .deteriorationSignificance, inference.deteriorationSignificance)
    inference.invalidSignificance = probability(
      .invalidSignificance, inference.invalidSignificance)
    inference.power = probability(.power, inference.power)
    inference.minimumSample =
      section[.minimumSample]?.integer(atLeast: 1) ?? inference.minimumSample
    inference.plannedSample = section[.plannedSample]?.integer(atLeast: 1)
    inference.looks = section[.looks]?.seconds()
    inference.successPolicy =
      section[.successPolicy]?.choice(InferencePlan.SuccessPolicy.self) ?? inference.successPolicy
    inference.policy = section[.policy]?.choice(InferencePlan.Policy.self)
    if inference.policy == .doNoHarm {
      section.refuse(
        [.successPolicy], because: "asks for a benefit, and policy catch asks for none",
        mend: "remove one of them")
    }
    inference.futilityPower = section[.futility]?.probability()
    if inference.futilityPower != nil, inference.success != .alwaysValid {
      section.refuse(
        [.futility],
        because:
          "needs success: always-valid: a single look at the end is not taken before it, and looks in groups have futility_spending",
        mend: "remove one of them")
    }
    if section[.joint]?.flag() == true { join(&inference, section) }
    return inference
  }

  /// Divides one error rate among the four errors: those that are written have theirs, a false invalid its
  /// default, and the others equal parts of the rest.
  private static func join(
    _ inference: inout InferencePlan, _ section: PlanSection<PlanKeys.Inference>
  ) {
    let whole = inference.significance
    var rest = whole - inference.invalidSignificance
    var open: [WritableKeyPath<InferencePlan, Double>] = [\.significance]
    let written: [(PlanKeys.Inference, WritableKeyPath<InferencePlan, Double>)] = [
      (.rollbackSignificance, \.rollbackSignificance),
      (.deteriorationSignificance, \.deteriorationSignificance),
    ]
    for (key, rate) in written {
      if section[key] == nil { open.append(rate) } else { rest -= inference[keyPath: rate] }
    }
    guard rest > 0 else {
      section[.joint]?.complain(
        .contradiction,
        "inference.joint divides \(PlanNumber.percent(whole)), and the other rates leave nothing of it for promotion",
        mend: "raise significance, which is all of them together, or lower the others")
      return
    }
    for rate in open { inference[keyPath: rate] = rest / Double(open.count) }
    inference.joint = whole
  }
}
