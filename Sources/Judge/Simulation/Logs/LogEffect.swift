internal import Summaries

/// What a treatment does to the units of a log in one metric.
enum LogEffect: Equatable, Sendable {
  /// Each unit's numerator grows by so much a unit of its denominator: the metric by as much, exactly.
  case shift(numerators: [Int], by: Double, denominator: Int)
  /// Each unit's numerator is multiplied: so is the metric.
  case scale(numerators: [Int], by: Double)
  /// Events come or go one by one, so that counts stay counts.
  case events(EventChange)
}

/// Rows, or units, that get an event, or lose theirs, with a probability.
struct EventChange: Equatable, Sendable {
  /// What an event is counted in.
  enum Trials: Equatable, Sendable {
    /// Rows, as another measure counts them.
    case rows(measure: Int)
    /// Units, each of which has it or not.
    case units
  }

  /// The measure that counts events, and those that hold them among other things.
  var measure: Int
  var others: [Int]
  var trials: Trials
  /// By phase the probability that a trial without the event gets it, and that one with it loses it.
  var gains: [Double]
  var losses: [Double]

  /// Changes a unit's sums.
  ///
  /// - Returns: Whether anything changed.
  func apply(to sums: inout [Double], phase: Int, _ random: inout SplitMix64) -> Bool {
    let before = sums[measure]
    var after = before
    switch trials {
    case .units:
      if before == 0, random.uniform() < gains[phase] { after = 1 }
      if before > 0, random.uniform() < losses[phase] { after = 0 }
    case .rows(let rows):
      if gains[phase] > 0 {
        for _ in 0..<max(0, Int(sums[rows] - before)) where random.uniform() < gains[phase] {
          after += 1
        }
      }
      if losses[phase] > 0 {
        for _ in 0..<Int(before) where random.uniform() < losses[phase] { after -= 1 }
      }
    }
    guard after != before else { return false }
    sums[measure] = after
    for other in others { sums[other] += after - before }
    return true
  }
}
