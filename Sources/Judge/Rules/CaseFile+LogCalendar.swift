internal import Summaries

/// What the rows' own times say against a log.
extension CaseFile {
  /// The split that the plan says stays the same differs between days.
  func allocationDrift(significance: Double) -> [Reason] {
    guard let allocation, allocation.pValue <= significance else { return [] }
    return [
      .allocationDrifts(
        days: allocation.days, pValue: allocation.pValue, significance: significance,
        worst: allocation.worst, observed: allocation.observed, expected: allocation.expected)
    ]
  }

  /// Longer without rows than the plan tolerates: all variants, one of them, or one up to the end.
  var gaps: [Reason] {
    guard let tolerated = plan.toleratedGap, let calendar = logCalendar,
      let newest = calendar.newest()
    else {
      return []
    }
    var reasons: [Reason] = []
    let whole = calendar.longestGap().flatMap { $0.seconds > tolerated ? $0 : nil }
    if let whole { reasons.append(reason(whole, of: nil, tolerated)) }
    for (index, variant) in plan.variants.enumerated() {
      // Where nobody logged, this variant did not either: that is told once.
      if let gap = calendar.longestGap(of: index), gap.seconds > tolerated,
        whole.map({ $0.from < gap.from || gap.to < $0.to }) ?? true
      {
        reasons.append(reason(gap, of: variant, tolerated))
      }
      if let last = calendar.newest(of: index), last.seconds(to: newest) > tolerated {
        reasons.append(
          .variantSilent(
            variant: variant, newest: last, seconds: last.seconds(to: newest),
            tolerated: tolerated))
      }
    }
    return reasons
  }

  private func reason(
    _ gap: LogCalendar.Gap, of variant: String?, _ tolerated: Double
  ) -> Reason {
    .timeGap(
      variant: variant, from: gap.from, to: gap.to, seconds: gap.seconds, tolerated: tolerated)
  }
}
