/// Where an experiment stands.
public enum ExperimentState: Equatable, Codable, Sendable {
  /// A minimum is not reached yet; how much of it is, from 0 to 1, where the least is reached.
  case collecting(progress: Double)
  /// Every minimum is reached, and nothing is decided.
  case ongoing
  /// A treatment may be promoted.
  case success
  /// Stopped, rolled back, or not to be judged by these data.
  case failed
}

/// What an experiment says about its treatments.
public enum ExperimentOutcome: String, Codable, Sendable, CaseIterable {
  /// One is proven better, and not worse than any margin.
  case wins
  /// Each is shown to be worse, or its benefit is ruled out.
  case loses
  /// Neither is shown.
  case inconclusive
}

extension Decision {
  /// Where the experiment stands.
  public var state: ExperimentState {
    switch verdict {
    case .promote: .success
    case .stop, .rollback, .invalid: .failed
    case .continue:
      reasons.compactMap(progress).min().map { .collecting(progress: $0) } ?? .ongoing
    }
  }

  /// What it says about its treatments: a stop for want of time or of hope is inconclusive, and so is a
  /// promotion that asked for no benefit and found none.
  public var outcome: ExperimentOutcome {
    switch verdict {
    case .continue, .invalid: .inconclusive
    case .rollback: .loses
    case .promote: reasons.contains(where: \.showsBenefit) ? .wins : .inconclusive
    case .stop: reasons.first?.showsLoss == true ? .loses : .inconclusive
    }
  }

  /// How much of a minimum is reached, where the reason is that it is not.
  private func progress(_ reason: Reason) -> Double? {
    let progress: Double? =
      switch reason {
      case .noRows, .variantMissing, .durationUnknown: 0
      case .minimumSample(_, let units, let required): Double(units) / Double(required)
      case .unitsIncomplete(let metric, let treatment, _, _, let required):
        fewestComplete(metric, treatment) / Double(required)
      case .labelsImmature(_, _, let share, let required): share / required
      case .minimumDuration(let elapsed, let required, _, _): elapsed / required
      case .horizonNotReached(let elapsed?, let horizon?): elapsed / horizon
      case .horizonNotReached: 0
      default: nil
      }
    return progress.map { min(1, max(0, $0)) }
  }

  private func fewestComplete(_ metric: String, _ treatment: String) -> Double {
    let analysis = treatments.first { $0.variant == treatment }?.metrics.first { $0.name == metric }
    return analysis?.complete.map { Double(min($0.control, $0.treatment)) } ?? 0
  }
}

extension Reason {
  fileprivate var showsBenefit: Bool { if case .successProven = self { true } else { false } }

  fileprivate var showsLoss: Bool {
    switch self {
    case .harmShown, .jointHarmShown, .outOfReach: true
    default: false
    }
  }
}
