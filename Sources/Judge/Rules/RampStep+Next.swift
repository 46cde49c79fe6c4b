internal import Summaries

extension RampStep {
  /// The next weight: a step further while nothing is wrong, also while data are still collected.
  ///
  /// A rollback goes to zero, a promotion to all traffic, and data that may not be judged hold the weight. The
  /// present one is that of the log's last days, where the plan leaves it to the log to tell.
  init?(_ plan: Plan, sample: SampleAccount, phase: Phase?, verdict: Verdict) {
    guard let ramp = plan.ramp else { return nil }
    let isSilentOnTraffic = plan.traffic.isEmpty && plan.phases.isEmpty
    // A variant without rows may be down: nothing shows that it can take more traffic.
    let isSilent = sample.arms.contains { $0.rows == 0 }
    var found = isSilent || plan.log.time == nil ? nil : phase.map { 100 * (1 - $0.shares[0]) }
    // Shares are divisions: the weight is the one of the path that they stand for.
    found = found.map { share in ramp.path.first { abs($0 - share) < 1e-9 } ?? share }
    let planned = 100 * plan.shares.dropFirst().reduce(0, +)
    let current = isSilentOnTraffic ? found ?? ramp.initial : planned
    let next =
      switch verdict {
      case .promote: 100.0
      case .continue where isSilent: current
      case .continue: ramp.weight(after: current)
      case .invalid: current
      case .stop, .rollback: 0.0
      }
    let started = [phase?.start, sample.firstTime].compactMap(\.self).max()
    self.init(
      current: current, next: next,
      earliest: verdict == .continue
        ? started?.advanced(by: ramp.length(at: current)) : nil)
  }
}
