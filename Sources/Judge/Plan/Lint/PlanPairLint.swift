/// Finds where a plan contradicts others that are for the same variants.
///
/// Each alone may be sound; together they let a rollout be stopped by one and promoted by the other, on the same
/// data.
public struct PlanPairLint: Sendable {
  private let plan: Plan
  private let others: [Plan]

  /// Creates a check of a plan beside others.
  public init(_ plan: Plan, beside others: [Plan]) { (self.plan, self.others) = (plan, others) }

  /// In the order of the others.
  public var findings: [LintFinding] {
    others.filter(isComparable).flatMap { other in
      (durations(other) + samples(other) + ramps(other) + guardrails(other)).map { path, found in
        LintFinding(path: path, issue: .plansDisagree(plan: other.name, found))
      }
    }
  }

  private func isComparable(_ other: Plan) -> Bool {
    !plan.variants.isEmpty && plan.strategy == other.strategy && plan.control == other.control
      && Set(plan.treatments) == Set(other.treatments) && plan.hash != other.hash
  }

  private func durations(_ other: Plan) -> [(String, PlanDisagreement)] {
    let pairs = [
      ("duration.minimum", plan.duration.enforcedMinimum, other.duration.enforcedMinimum),
      ("duration.maximum", plan.duration.maximum, other.duration.maximum),
    ]
    return pairs.compactMap { path, here, there in
      guard here != there else { return nil }
      return (path, .seconds(here: here, there: there))
    }
  }

  private func samples(_ other: Plan) -> [(String, PlanDisagreement)] {
    let (here, there) = (plan.inference.minimumSample, other.inference.minimumSample)
    return here == there
      ? [] : [("inference.minimum_sample", .units(here: here, there: there))]
  }

  private func ramps(_ other: Plan) -> [(String, PlanDisagreement)] {
    guard let here = plan.ramp?.path, let there = other.ramp?.path, here != there else { return [] }
    return [("ramp", .weights(here: here, there: there))]
  }

  /// Guardrails on one measurement whose limits of harm differ.
  private func guardrails(_ other: Plan) -> [(String, PlanDisagreement)] {
    let theirs = other.metrics.filter { $0.role == .guardrail }
    return plan.metrics.enumerated().compactMap { index, metric in
      guard metric.role == .guardrail,
        let rival = theirs.first(where: { metric.measuresTheSame(as: $0) }),
        rival.harm.value != metric.harm.value || rival.harm.unit != metric.harm.unit
      else { return nil }
      return (
        "metrics[\(index)].harm",
        .harm(metric: metric.name, here: metric.harm, rival: rival.name, there: rival.harm)
      )
    }
  }
}

/// What two plans say of the same thing.
public enum PlanDisagreement: Equatable, Codable, Sendable {
  /// A length of time; none where nil.
  case seconds(here: Double?, there: Double?)
  case units(here: Int, there: Int)
  /// The steps of a ramp, in per cent.
  case weights(here: [Double], there: [Double])
  case harm(metric: String, here: Threshold, rival: String, there: Threshold)

  /// Both, in words.
  var text: String {
    switch self {
    case .seconds(let here, let there):
      "\(Self.words(there)) there, \(Self.words(here)) here"
    case .units(let here, let there): "\(there) units in each variant there, \(here) here"
    case .weights(let here, let there):
      "its ramp goes \(Self.path(there)), and this one \(Self.path(here))"
    case .harm(let metric, let here, let rival, let there):
      "its \(rival) is harmed at \(there.text), and \(metric) here at \(here.text)"
    }
  }

  private static func words(_ seconds: Double?) -> String {
    seconds.map { TimeSpan(seconds: $0).words } ?? "none"
  }

  private static func path(_ weights: [Double]) -> String {
    weights.map { PlanNumber.text($0) + "%" }.joined(separator: ", ")
  }
}
