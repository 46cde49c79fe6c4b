extension TriggerReader {
  /// The limit of a trigger, of which it has just one.
  func limit(_ kind: Kind, _ measurement: TriggerPlan.Measurement) -> TriggerLimit? {
    switch measurement {
    case .consecutiveFailures(let run):
      return TriggerLimit(
        side: .above, unit: .level, value: Double(run.count), text: "\(run.count) in a row")
    case .drift: return driftLimit("a stability index above 0, such as 0.2", plan.drift.psi)
    case .divergence: return driftLimit("nats above 0, such as 0.1", plan.drift.klTolerance)
    case .split: return splitLimit()
    case .request: return TriggerLimit(side: .above, unit: .level, value: 0, text: "a request")
    case .metric, .notFinite, .traffic: break
    }
    let written = [PlanKeys.Trigger.above, .below, .beyond].compactMap { key in
      section[key].map { (TriggerLimit.Side(rawValue: key.rawValue), $0) }
    }
    guard let (side, text) = written.first, let side, written.count == 1 else {
      value.complain(
        written.isEmpty ? .missingKey : .contradiction,
        "\(section.path) has \(written.isEmpty ? "no limit" : "several limits")",
        mend: "write one of above: 5%, below: 80% or beyond: 3sd")
      return nil
    }
    let isShare = kind == .notFinite || (kind.metric?.isShare ?? false)
    let timeUnit = section[.unit]?.choice(Threshold.TimeUnit.self) ?? .milliseconds
    guard let source = text.text("a limit such as 5%") else { return nil }
    do {
      let limit = try TriggerLimit(
        source, .init(side: side, isShare: isShare, timeUnit: timeUnit))
      refuseMeaningless(limit, kind, text)
      return limit
    } catch {
      text.complain(.invalidValue, "\(text.path): \(error.complaint)", mend: error.mend)
      return nil
    }
  }

  private func driftLimit(_ expected: String, _ standard: Double) -> TriggerLimit? {
    section.refuse(
      [.below, .beyond], because: "is not used by kind drift", mend: "write above: 0.2")
    let limit = section[.above].map { $0.number(expected) { $0 > 0 } } ?? standard
    return limit.map {
      TriggerLimit(side: .above, unit: .level, value: $0, text: PlanNumber.text($0))
    }
  }

  private func refuseMeaningless(_ limit: TriggerLimit, _ kind: Kind, _ text: PlanValue) {
    if kind == .traffic, limit.unit != .deviations {
      text.complain(
        .contradiction, "\(text.path) of traffic is counted in standard deviations",
        mend: "write beyond: 3sd")
    } else if limit.unit == .deviations, kind != .traffic, kind != .mean {
      text.complain(
        .contradiction,
        "\(text.path) counts standard deviations of rows, and a \(kind.rawValue) has none",
        mend: "write a level, or a change such as +20%")
    } else if kind == .quantile, limit.side == .beyond {
      text.complain(
        .notSupported, "\(text.path) is not supported for quantiles",
        mend: "write above or below, or two triggers")
    } else if kind == .notFinite, limit.side != .above || limit.unit != .level {
      text.complain(
        .contradiction, "\(text.path) of not-finite is a share of rows", mend: "write above: 0")
    }
  }

  /// What is measured against a baseline needs one.
  func requireBaseline(_ trigger: TriggerPlan) {
    let needs: Bool
    switch trigger.measurement {
    case .drift, .divergence, .traffic: needs = true
    case .split, .request: needs = false
    case .metric, .notFinite, .consecutiveFailures: needs = trigger.limit.needsBaseline
    }
    guard needs, plan.monitor?.baseline == nil else { return }
    guard trigger.baseline == nil || trigger.limit.unit == .deviations else { return }
    value.complain(
      .missingKey, "\(section.path) is measured against a baseline, and the plan has none",
      mend: "add monitor: {baseline: {file: reference.csv}}, or the number, such as baseline: 92%")
  }
}
