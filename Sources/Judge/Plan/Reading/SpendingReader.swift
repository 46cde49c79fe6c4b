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
    let inference = plan.inference
    guard inference.success == .groupSequential, let success = section[.success] else {
      section.refuse(
        [.spending, .futilitySpending], because: "is used by success: group-sequential alone",
        mend: "remove it, or write success: group-sequential")
      return
    }
    func complain(_ complaint: String, mend: String) {
      success.complain(.contradiction, "group-sequential \(complaint)", mend: mend)
    }
    if inference.looks == nil {
      complain("needs looks, the time between two of them", mend: "add looks: 1d")
    } else if plan.lookSpacing < Double(Plan.shortestBucket) || inference.looks != plan.lookSpacing
    {
      section[.looks]?.complain(
        .invalidValue, "inference.looks must be whole seconds, and a minute at least",
        mend: "write looks: 1d or looks: 1h")
    }
    if plan.log.time == nil { success.needsTime() }
    if inference.plannedSample == nil, plan.duration.maximum == nil {
      complain(
        "needs to know where it ends",
        mend: "add planned_sample: 20000, or duration: {maximum: 14d}")
    }
    if plan.ramp != nil, plan.lookSpacing.truncatingRemainder(dividingBy: 86_400) != 0 {
      complain(
        "with a ramp, whose phases are found by the day, needs looks of whole days",
        mend: "write looks: 1d")
    }
    let judged = plan.metrics.filter { $0.role != .monitor }
    let open = judged.filter { plan.delay(of: $0) == nil }
    if !open.isEmpty {
      complain(
        "needs units that are complete some time, and those of \(WordList.and(open.map(\.name))) go on accruing: looks at a count of units whose values still move promote more often than promised",
        mend: mend(open, plan))
    }
    for metric in judged {
      if let delay = plan.delay(of: metric), let maximum = plan.duration.maximum, delay >= maximum {
        complain(
          "ends after \(TimeSpan(seconds: maximum).words), before any unit of \(metric.name) is complete",
          mend: "lengthen duration.maximum, or shorten the window or the maturity of the labels")
      }
    }
    if let maximum = plan.duration.maximum, maximum / plan.lookSpacing > 1000 {
      complain(
        "would look more than 1000 times", mend: "choose a wider spacing as inference.looks")
    }
  }

  private static func mend(_ open: [MetricPlan], _ plan: Plan) -> String {
    if plan.unitColumn == nil {
      return "say until when a label counts, such as labels: {maturity: 14d}"
    }
    return open.contains { $0.kind == .quantile }
      ? "give each a window, such as window: 7d, and judge the share of rows above a limit in place of a quantile"
      : "give each a window, such as window: 7d"
  }
}
