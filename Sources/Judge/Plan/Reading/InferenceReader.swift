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
    inference.futility = section[.futility].flatMap(SpendingReader.spending)
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
    if let joint = section[.joint], joint.flag() == true {
      joint.complain(
        .notSupported, "inference.joint is not supported by this version",
        mend:
          "set significance, rollback_significance and deterioration_significance so that they sum to the whole"
      )
    }
    return inference
  }
}
