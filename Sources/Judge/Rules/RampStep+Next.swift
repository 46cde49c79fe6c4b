internal import Summaries

extension RampStep {
  /// The next weight: a step further while nothing is wrong, also while data are still collected.
  ///
  /// A rollback goes to zero, a promotion to all traffic, and data that may not be judged hold the weight.
  init?(_ plan: Plan, sample: SampleAccount, verdict: Verdict) {
    guard let ramp = plan.ramp else { return nil }
    let isSilentOnTraffic = plan.traffic.isEmpty && plan.phases.isEmpty
    let current = isSilentOnTraffic ? ramp.initial : 100 * plan.shares.dropFirst().reduce(0, +)
    // A variant without rows may be down: nothing shows that it can take more traffic.
    let isSilent = sample.arms.contains { $0.rows == 0 }
    let next =
      switch verdict {
      case .promote: 100.0
      case .continue where isSilent: current
      case .continue: max(current, min(current + ramp.step, ramp.maximum))
      case .invalid: current
      case .stop, .rollback: 0.0
      }
    self.init(
      current: current, next: next,
      earliest: verdict == .continue ? sample.firstTime?.advanced(by: ramp.every) : nil)
  }
}
