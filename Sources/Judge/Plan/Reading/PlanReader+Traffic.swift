/// How traffic is divided, now and over time.
extension PlanReader {
  /// The weights of the variants, each named once.
  func traffic(_ value: PlanValue, _ variants: [String]) -> [String: Double] {
    guard let entries = value.entries() else { return [:] }
    var traffic: [String: Double] = [:]
    for (name, entry) in entries {
      guard variants.contains(name) else {
        let nearest = Spelling.nearest(to: name, in: variants).map { "did you mean \"\($0)\"?" }
        entry.complain(
          .contradiction, "traffic names \"\(name)\", which is no variant of the plan",
          mend: nearest ?? "known are \(variants.joined(separator: ", "))")
        continue
      }
      traffic[name] = entry.weight()
    }
    for name in variants where traffic[name] == nil && !entries.contains(where: { $0.name == name })
    {
      value.complain(
        .contradiction, "traffic gives variant \"\(name)\" nothing",
        mend: "add its weight, such as \(name): 50")
    }
    value.requireWhole(entries)
    return traffic
  }

  /// The phases of a plan, in the order of time.
  func phases(_ plan: Plan) -> [TrafficPhase] {
    guard let value = top[.phases] else { return [] }
    let phases = (value.items() ?? []).compactMap { item -> TrafficPhase? in
      guard let section = item.section(PlanKeys.Phase.self) else { return nil }
      let mend = "write {from: 2026-03-02, traffic: {champion: 90, challenger: 10}}"
      let start = section.required(.from, mend: mend)?.instant()
      let weights = section.required(.traffic, mend: mend).map { traffic($0, plan.variants) }
      guard let start, let weights else { return nil }
      return TrafficPhase(start: start, traffic: weights)
    }
    if zip(phases, phases.dropFirst()).contains(where: { $0.start >= $1.start }) {
      value.complain(
        .contradiction, "the phases do not follow each other in time", mend: "order them by from")
    }
    if plan.log.time == nil {
      value.complain(
        .contradiction, "phases need the time of each row", mend: "name its column as log.time")
    }
    top.refuse(
      [.traffic], because: "and phases say the same", mend: "keep the traffic of the phases")
    return phases
  }
}
