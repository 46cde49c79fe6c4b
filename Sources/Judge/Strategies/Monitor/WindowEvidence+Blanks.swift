internal import Stats

/// Rows of a rate that do not say whether there was an event.
extension WindowEvidence {
  /// Lets a window be clear only where it would be with the blanks taken for events, or for none.
  ///
  /// What is known decides alone whether a limit is passed: a blank raises nothing.
  ///
  /// - Parameters:
  ///   - extreme: The rate with the blanks taken one way.
  ///   - known: The rate over the rows that say whether there was an event.
  ///   - limits: What it is held against.
  ///   - alpha: The chance at which a window is called clear.
  /// - Throws: `StatsError` where a tail cannot be computed.
  mutating func allow(
    for extreme: RatioEvidence, _ known: RatioEvidence, _ limits: TriggerLimits, alpha: Double
  ) throws(StatsError) {
    guard extreme.rows > known.rows else { return }
    let missing = TriggerState.Cause.valuesMissing(
      share: Double(extreme.rows - known.rows) / Double(extreme.rows))
    let worst = try extreme.evidence(limits, alpha: alpha)
    if worst.estimate.map(limits.isBeyond) ?? true { hidden = missing }
    let former = within ?? 1
    within = max(former, worst.within ?? 1)
    if former <= alpha, (within ?? 1) > alpha { caution = caution ?? missing }
  }
}
