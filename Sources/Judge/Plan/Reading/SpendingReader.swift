internal import Stats

/// Reads how error rates are spent over looks, and what a test in groups needs besides.
enum SpendingReader {
  /// A name, or a family with its parameter.
  static func spending(_ value: PlanValue) -> SpendingFunction? {
    let mend =
      "write obrien-fleming, pocock, {hwang-shih-decani: -4} or {power: 3}"
    if value.isWord("obrien-fleming") { return .obrienFleming }
    if value.isWord("pocock") { return .pocock }
    guard value.isMapping else {
      if let text = value.scalarText {
        value.invalid(text, "a spending function", mend: mend)
      } else {
        value.mistyped("a spending function", mend: mend)
      }
      return nil
    }
    guard let entry = value.entries()?.first, value.entries()?.count == 1 else {
      value.mistyped("one spending function", mend: mend)
      return nil
    }
    switch entry.name {
    case "hwang-shih-decani":
      return entry.value.number("a number from -40 to 40") { abs($0) <= 40 }
        .map { .hwangShihDeCani(gamma: $0) }
    case "power":
      return entry.value.number("a number above 0, up to 20") { $0 > 0 && $0 <= 20 }
        .map { .power(exponent: $0) }
    default:
      value.invalid(entry.name, "a spending function", mend: mend)
      return nil
    }
  }

  /// Notes what keeps a plan from being tested in groups, once all of it is read.
  static func check(_ plan: Plan, _ section: PlanSection<PlanKeys.Inference>) {
    guard plan.inference.success == .groupSequential else {
      section.refuse(
        [.spending, .futilitySpending], because: "is used by success: group-sequential alone",
        mend: "remove it, or write success: group-sequential")
      return
    }
    // Where the plan does not say so, it is tested in groups because nothing is in the way.
    guard let success = section[.success] else { return }
    for obstacle in plan.groupSequentialObstacles {
      let mend = obstacle.mend(plan)
      switch obstacle {
      case .looksUneven:
        section[.looks]?.complain(
          .invalidValue, "inference.looks must be whole seconds, and a minute at least", mend: mend)
      case .timeMissing: success.needsTime()
      // The keys that contradict it complain themselves.
      case .shadow, .axisTooFine, .extensionAllowed, .futilityByPower: continue
      default:
        success.complain(.contradiction, "group-sequential \(obstacle.complaint)", mend: mend)
      }
    }
  }
}
