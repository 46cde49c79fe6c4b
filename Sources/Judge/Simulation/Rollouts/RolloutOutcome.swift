/// What came of one simulated rollout.
public struct RolloutOutcome: Equatable, Sendable {
  /// The wrong answers that were given at any look.
  public internal(set) var errors: Set<SimulatedError> = []
  /// The first verdict that ends a rollout; `continue` where none came.
  public internal(set) var verdict = Verdict.continue
  /// A treatment that deserved it was promoted at some look.
  public internal(set) var isTrulyPromoted = false
  /// The look of the first verdict that ends a rollout.
  public internal(set) var look: Int?
  /// Units seen by that look, or by the last one.
  public internal(set) var units = 0
  /// Units of the smallest arm at the last look.
  var fewestUnits = 0
  /// At the last look there were too few units, or too few that were complete, for any verdict of success.
  var lacksSample = false
  /// Whether the interval of the effect, on the guardrail at its margin or else on the first metric, held the
  /// truth when the rollout ended; nil where it had none.
  public internal(set) var isCovered: Bool?
  /// Whether it held it at every look.
  public internal(set) var isAlwaysCovered: Bool?
  /// Of a canary: seconds from the start to what ended it; nil where nothing did.
  public internal(set) var seconds: Double?
  /// Of a canary: seconds from the start to each stage that began.
  public internal(set) var stageStarts: [Double] = []
  /// Of a canary: what rules on estimates made of the same rollout, where they were asked.
  public internal(set) var rules: Rules?
}

/// A wrong answer.
public enum SimulatedError: String, Codable, Sendable, CaseIterable {
  case falsePromotion, falseRollback, falseStop, falseInvalid
}

extension RolloutOutcome {
  /// Adds the answer of a look.
  mutating func add(_ decision: Decision, look: Int, _ truth: TrueEffects) {
    let covers = truth.isCovered(by: decision)
    if let covers { isAlwaysCovered = (isAlwaysCovered ?? true) && covers }
    addErrors(of: decision, truth)
    fewestUnits = decision.sample.arms.map(\.units).min() ?? 0
    lacksSample = decision.reasons.contains(where: \.isOfMinimumSample)
    guard self.look == nil else { return }
    units = decision.sample.arms.map(\.units).reduce(0, +)
    if covers != nil { isCovered = covers }
    guard decision.verdict != .continue else { return }
    (verdict, self.look) = (decision.verdict, look)
  }

  /// Adds what is wrong with an answer, and whether it promotes what deserves it.
  mutating func addErrors(of decision: Decision, _ truth: TrueEffects) {
    switch decision.verdict {
    case .promote:
      if truth.isFalsePromotion(decision) {
        errors.insert(.falsePromotion)
      } else {
        isTrulyPromoted = true
      }
    case .rollback:
      if truth.namesFalseHarm(decision, critical: true) { errors.insert(.falseRollback) }
    case .stop:
      if truth.namesFalseHarm(decision, critical: false) { errors.insert(.falseStop) }
    // No simulated log is damaged.
    case .invalid: errors.insert(.falseInvalid)
    case .continue: break
    }
  }
}

extension Reason {
  fileprivate var isOfMinimumSample: Bool {
    switch self {
    case .noRows, .variantMissing, .minimumSample, .unitsIncomplete: true
    default: false
    }
  }
}

extension TrueEffects {
  /// The promoted treatment is not what the promotion says of it.
  func isFalsePromotion(_ decision: Decision) -> Bool {
    guard let name = decision.promoted, let treatment = plan.treatments.firstIndex(of: name) else {
      return true
    }
    let named = decision.reasons.compactMap { reason -> String? in
      if case .successProven(let metric, name, _, _, _, _) = reason { metric } else { nil }
    }
    return plan.metrics.indices.contains { index in
      switch plan.metrics[index].role {
      case .monitor: false
      case .success:
        named.contains(plan.metrics[index].name)
          && !isSuperior(metric: index, variant: treatment + 1)
      case .guardrail: !isWithinMargin(metric: index, variant: treatment + 1)
      }
    }
  }

  /// The decision calls something harmful that is not; joint evidence, where nothing is.
  func namesFalseHarm(_ decision: Decision, critical wanted: Bool) -> Bool {
    decision.reasons.contains { reason in
      switch reason {
      case .harmShown(let metric, let treatment, _, _, _, _, wanted):
        !isHarmful(metric, treatment)
      case .jointHarmShown(_, _, wanted):
        !plan.metrics.contains { metric in
          metric.role != .monitor && metric.watchesRollback == wanted
            && plan.treatments.contains { isHarmful(metric.name, $0) }
        }
      // Blocks of time, at a canary's last stage.
      case .rollout(.clusterHarm(let metric, _, _, _, _, _, _, wanted)):
        !isHarmful(metric, plan.treatments.first ?? "")
      default: false
      }
    }
  }

  private func isHarmful(_ metric: String, _ treatment: String) -> Bool {
    guard let index = plan.metrics.firstIndex(where: { $0.name == metric }),
      let variant = plan.variants.firstIndex(of: treatment)
    else { return false }
    return isHarmful(metric: index, variant: variant)
  }

  /// Whether the interval of the first treatment's effect on the metric that is asked about holds the truth.
  fileprivate func isCovered(by decision: Decision) -> Bool? {
    guard let metric = decision.treatments.first?.metrics[asked],
      case .computed(let comparison) = metric.result
    else { return nil }
    let truth = value(metric: asked, variant: 1) - value(metric: asked, variant: 0)
    let bounds = comparison.differenceInterval
    return bounds.lower <= truth && truth <= bounds.upper
  }
}
