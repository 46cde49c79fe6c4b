/// Reads how traffic to a treatment grows: in equal steps, or through weights that are named one by one.
struct RampReader {
  let section: PlanSection<PlanKeys.Ramp>
  let plan: Plan

  private static let steps = "write {initial: 10%, step: 10%, maximum: 50%, every: 1d}"
  private static let named = "write {schedule: [5%, 20%, 50%, 100%], every: 1d}"

  func ramp() -> RampPlan? {
    guard var ramp = section[.schedule].map(scheduled) ?? stepped() else { return nil }
    ramp.skip = section[.skip]?.choice(RampPlan.Skip.self)
    if ramp.skip == .proven, !plan.metrics.contains(where: { $0.role == .guardrail }) {
      section[.skip]?.complain(
        .contradiction, "ramp.skip is proven, and the plan has no guardrail to prove",
        mend: "add a metric with role: guardrail and a margin, or remove it")
    }
    ramp.budget = section[.budget].flatMap(budget)
    return ramp
  }

  private func stepped() -> RampPlan? {
    let initial = section.required(.initial, mend: Self.steps)?.perCent()
    let step = section.required(.step, mend: Self.steps)?.perCent()
    let maximum = section.required(.maximum, mend: Self.steps)?.perCent()
    let every = section.required(.every, mend: Self.steps)?.span()
    guard let initial, let step, let maximum, let every else { return nil }
    if initial <= 0 { section[.initial]?.invalid("0", "a weight above 0%") }
    if initial > maximum {
      section[.maximum]?.complain(
        .contradiction,
        "ramp.maximum is \(PlanNumber.text(maximum))%, and ramp.initial \(PlanNumber.text(initial))%",
        mend: "begin at or below the maximum")
    }
    if step <= 0, initial < maximum { section[.step]?.invalid("0", "a step above 0%") }
    return RampPlan(initial: initial, step: step, maximum: maximum, every: every)
  }

  private func scheduled(_ value: PlanValue) -> RampPlan? {
    section.refuse(
      [.initial, .step, .maximum], because: "and ramp.schedule say the same",
      mend: "keep one of them")
    let lengths = (section.required(.every, mend: Self.named)?.itemsOrSelf() ?? []).map {
      $0.span()
    }
    let items = value.items() ?? []
    let weights = items.map { $0.perCent() }
    for (index, item) in items.enumerated() where index > 0 {
      guard let weight = weights[index], let former = weights[index - 1], weight <= former else {
        continue
      }
      item.complain(
        .contradiction,
        "\(item.path) is \(PlanNumber.text(weight))%, and the weight before it \(PlanNumber.text(former))%",
        mend: "order the weights, each above the one before it")
    }
    if let first = weights.first, let weight = first, weight <= 0 {
      items[0].invalid("0", "a weight above 0%")
    }
    if items.isEmpty {
      value.complain(.invalidValue, "ramp.schedule is empty", mend: Self.named)
    }
    if lengths.count > max(1, items.count) {
      section[.every]?.complain(
        .contradiction,
        "ramp.every has \(lengths.count) lengths, and ramp.schedule \(items.count) weights",
        mend: "write one length for each weight, or one for all")
    }
    let known = (weights.compactMap(\.self), lengths.compactMap(\.self))
    guard !known.0.isEmpty, known.0.count == weights.count, !known.1.isEmpty,
      known.1.count == lengths.count
    else { return nil }
    return RampPlan(schedule: known.0, lengths: known.1)
  }

  private func budget(_ value: PlanValue) -> HarmBudget? {
    guard let section = value.section(PlanKeys.HarmBudget.self) else { return nil }
    let mend = "write {metric: errors, loss: 200}"
    let name = section.required(.metric, mend: mend)?.text("the name of a metric")
    let loss = section.required(.loss, mend: mend)?.number("a number above 0") { $0 > 0 }
    guard let name, let loss else { return nil }
    guard let metric = plan.metrics.first(where: { $0.name == name }) else {
      let names = plan.metrics.map(\.name)
      let nearest = Spelling.nearest(to: name, in: names).map { "did you mean \"\($0)\"?" }
      section[.metric]?.complain(
        .contradiction, "ramp.budget names \"\(name)\", which is no metric of the plan",
        mend: nearest ?? "known are \(names.joined(separator: ", "))")
      return nil
    }
    if metric.kind == .ratio || metric.kind.isOfDistribution || metric.kind.isOfPositives {
      section[.metric]?.complain(
        .contradiction, "the \(metric.kind.rawValue) \(name) is no sum over units",
        mend: "budget a mean, an accuracy, a proportion or a rate")
    }
    if plan.log.time == nil { value.needsTime() }
    let worst = section[.worst]?.number("a number above 0") { $0 > 0 }
    if worst == nil, !metric.kind.isShare {
      section.problems.add(
        .missingKey, at: section.position, path: "\(section.path).worst",
        "what a unit could lose at most is not known of the \(metric.kind.rawValue) \(name)",
        mend: "add worst: 50, in the metric's own unit")
    }
    return HarmBudget(metric: name, loss: loss, worst: worst ?? 1)
  }
}
