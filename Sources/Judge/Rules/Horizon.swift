internal import Summaries

/// The end of an experiment, as seen from the present.
struct Horizon: Equatable {
  /// The sample at the end, in multiples of the present one, at the log's own pace; 1 or less when it has passed.
  var growth: Double
  /// When that is, where rows have times.
  var end: Timestamp?
  /// Seconds from the first row to the last, where rows have times.
  var elapsed: Double?

  /// The growth of the units that are complete, each so many seconds after its first row.
  func growth(delay: Double) -> Double {
    guard let elapsed, elapsed > delay else { return growth }
    return (elapsed * growth - delay) / (elapsed - delay)
  }
}

extension CaseFile {
  /// All units so far.
  var units: Int { sample.arms.map(\.units).reduce(0, +) }

  /// When there will be so many times as many units, at the log's own pace.
  ///
  /// - Parameters:
  ///   - growth: How many times as many.
  ///   - delay: Seconds until a unit is complete, where complete ones are meant: the present ones came in the
  ///     time before the last windows began.
  /// - Returns: The instant; nil where rows have no times, or no unit can be complete yet.
  func time(atGrowth growth: Double, delay: Double = 0) -> Timestamp? {
    guard let elapsed, elapsed > delay, growth.isFinite else { return nil }
    return instant(elapsed: delay + (elapsed - delay) * growth)
  }

  /// When so many seconds of the log will have passed, if they pass without another pause.
  ///
  /// Counted from the present: days without rows are none of the time that has passed.
  func instant(elapsed seconds: Double) -> Timestamp? {
    guard let elapsed else { return nil }
    return present?.advanced(by: seconds - elapsed)
  }

  /// Up to when the log goes: a few wrong times do not make it later.
  ///
  /// Its last row, unless that lies behind a stretch without rows that is longer than all days with rows, and
  /// less than one per cent of the rows lie behind it.
  private var present: Timestamp? {
    guard let last = sample.lastTime, let calendar = logCalendar, let elapsed,
      let gap = calendar.longestGap(), gap.seconds > elapsed,
      100 * calendar.rows(after: gap) < calendar.rows
    else { return sample.lastTime }
    return min(last, gap.from)
  }

  /// The present end of the plan: its maximum duration, or the extension it is in; without one its planned sample.
  ///
  /// Nil where the plan has no end or the log does not tell how far away it is.
  var horizon: Horizon? {
    guard let maximum = plan.duration.maximum else {
      guard let planned = plan.inference.plannedSample, units > 0 else { return nil }
      let growth = Double(planned) / Double(units)
      return Horizon(growth: growth, end: time(atGrowth: growth), elapsed: elapsed)
    }
    guard let elapsed else { return nil }
    return horizon(at: elapsed < maximum ? maximum : nextEnd(after: elapsed) ?? maximum)
  }

  /// The last end that the plan could have.
  var lastHorizon: Horizon? {
    plan.duration.extend.map { horizon(at: $0.to) } ?? horizon
  }

  /// The end of the extension that the maximum leads to; nil without one, or after the last.
  func nextEnd(after elapsed: Double) -> Double? {
    guard let maximum = plan.duration.maximum, let extend = plan.duration.extend,
      elapsed < extend.to
    else { return nil }
    let extensions = ((elapsed - maximum) / extend.by).rounded(.down) + 1
    return min(extend.to, maximum + extensions * extend.by)
  }

  func horizon(at seconds: Double) -> Horizon? {
    guard let elapsed, elapsed > 0 else { return nil }
    return Horizon(
      growth: seconds / elapsed, end: instant(elapsed: seconds), elapsed: elapsed)
  }
}
