internal import Foundation
internal import Stats
internal import Summaries

/// What the rows of one window say of a value and its limits.
struct WindowEvidence {
  var rows: Int
  var units: Int
  var estimate: Double?
  var interval: Bounds?
  /// That the value is not beyond its limits.
  var beyond: Double?
  /// That it is.
  var within: Double?
  /// What keeps the window from being judged.
  var doubt: TriggerState.Cause?
  /// What keeps it from being called clear.
  var caution: TriggerState.Cause?
  /// What keeps an estimate within its limits from being called so under rule `threshold`.
  var hidden: TriggerState.Cause?
  /// The columns that drifted.
  var drifted: [String] = []
  /// Of an accuracy, the share of rows without an answer.
  var unanswered: Double?

  /// A window that cannot be judged.
  init(rows: Int, units: Int = 0, _ doubt: TriggerState.Cause) {
    (self.rows, self.units, self.doubt) = (rows, units, doubt)
  }

  /// Whether the estimate lies beyond limits.
  func isBeyond(_ limits: (lower: Double?, upper: Double?)) -> Bool {
    guard let estimate else { return false }
    return limits.upper.map { estimate > $0 } ?? false
      || limits.lower.map { estimate < $0 } ?? false
  }

  /// A window that was judged.
  init(rows: Int, units: Int, estimate: Double) {
    (self.rows, self.units, self.estimate) = (rows, units, estimate)
  }
}

/// Weighs shares, means and ratios of a window: exactly where each row is a trial of its own, else by units.
struct RatioEvidence {
  /// The least effective units that a normal limit is trusted with.
  static let leastEffectiveUnits = 50.0

  /// Numerator and denominator by unit.
  var moments: BivariateMoments
  /// Values lie between 0 and 1.
  var isShare: Bool
  /// The units that have rows with a value.
  var units: Int
  /// Every unit is a row.
  var countsRows: Bool

  private var trials: Int { Int((moments.meanY * Double(moments.count)).rounded()) }

  private var events: Int {
    min(trials, max(0, Int((moments.meanX * Double(moments.count)).rounded())))
  }

  /// The rows that have a value.
  var rows: Int { trials }

  private var isExact: Bool { isShare && countsRows }

  /// The evidence against limits, of which either may be none.
  func evidence(
    _ limits: TriggerLimits, alpha: Double
  ) throws(StatsError) -> WindowEvidence {
    guard moments.meanY > 0 else { return WindowEvidence(rows: 0, .noRows) }
    var found = WindowEvidence(
      rows: rows, units: units, estimate: moments.meanX / moments.meanY)
    found.interval = try interval(alpha: alpha)
    var beyond: [Double] = []
    var within: [Double] = []
    var trusted = 0
    var effective = Double.infinity
    let sides = [
      (limits.alarm.upper, limits.clear.upper, Side.above),
      (limits.alarm.lower, limits.clear.lower, Side.below),
    ]
    for (alarm, clear, side) in sides {
      guard let alarm, let clear else { continue }
      let (outer, inner) = (try tails(at: alarm), try tails(at: clear))
      effective = min(effective, outer.effective, inner.effective)
      trusted += outer.isTrusted(side) ? 1 : 0
      beyond.append(outer.isTrusted(side) ? outer.pValue(side) : 1)
      let other = side.opposite
      // The far side of a skewed window is not told by few units, however they look.
      within.append(inner.effective < Self.leastEffectiveUnits ? 1 : inner.pValue(other))
    }
    found.beyond = beyond.min().map { min(1, $0 * Double(beyond.count)) }
    found.within = within.max()
    if effective < Self.leastEffectiveUnits {
      let cause = TriggerState.Cause.tooFewEffectiveUnits(
        effective: effective, required: Self.leastEffectiveUnits)
      found.caution = cause
      if trusted == 0 { found.doubt = cause }
    }
    return found
  }

  private enum Side {
    case above, below

    var opposite: Side { self == .above ? .below : .above }
  }

  /// The chance of so large a value if the truth is no larger than a limit, and of so small a one if it is no
  /// smaller.
  private struct Tails {
    var above: Double
    var below: Double
    var effective = Double.infinity
    var skewness = 0.0
    var units = Int.max

    func pValue(_ side: Side) -> Double { side == .above ? above : below }

    /// Towards its long tail a self-normalized sum promises too little rather than too much.
    func isTrusted(_ side: Side) -> Bool {
      let isLongTail = side == .above ? skewness > 0 : skewness < 0
      return effective >= RatioEvidence.leastEffectiveUnits
        || (isLongTail && Double(units) >= RatioEvidence.leastEffectiveUnits)
    }
  }

  private func tails(at limit: Double) throws(StatsError) -> Tails {
    // A share cannot lie beyond 0 and 1: what is there is counted, not estimated.
    if isShare, limit <= 0 {
      return moments.meanX > 0 ? Tails(above: 0, below: 1) : Tails(above: 1, below: 0)
    }
    if isShare, limit >= 1 {
      return Tails(above: 1, below: moments.meanX >= moments.meanY ? 1 : 0)
    }
    guard isExact else { return try unitTails(at: limit) }
    let count = try BinomialCount(successes: events, trials: trials)
    func tail(_ alternative: Alternative) throws(StatsError) -> Double {
      try BinomialTest(alternative: alternative, nullProportion: limit).evaluate(count).pValue
    }
    return Tails(above: try tail(.greater), below: try tail(.less))
  }

  private func unitTails(at limit: Double) throws(StatsError) -> Tails {
    // One unit does not tell how units differ.
    guard moments.count > 1 else {
      return Tails(above: 1, below: 1, effective: Double(moments.count), units: moments.count)
    }
    let test = try SelfNormalizedRatioTest(moments, limit: limit)
    var tails = Tails(
      above: test.upperPValue, below: test.lowerPValue, effective: test.effectiveUnits,
      skewness: test.skewness, units: moments.count)
    if isShare, moments.meanX < limit * moments.meanY {
      // Few events spread no wider than their number: so small a share is no rarer than Hoeffding's bound on so
      // many units says (1963, theorem 1).
      tails.below = max(tails.below, hoeffding(limit))
    }
    return tails
  }

  /// exp(−n·KL(share ‖ limit)).
  private func hoeffding(_ limit: Double) -> Double {
    let share = min(1, max(0, moments.meanX / moments.meanY))
    let first = share > 0 ? share * log(share / limit) : 0
    let second = share < 1 ? (1 - share) * log((1 - share) / (1 - limit)) : 0
    return exp(-Double(units) * (first + second))
  }

  private func interval(alpha: Double) throws(StatsError) -> Bounds? {
    if isExact {
      let count = try BinomialCount(successes: events, trials: trials)
      let limits = try ClopperPearsonInterval(level: 1 - 2 * alpha).interval(count)
      return Bounds(lower: limits.lower, upper: limits.upper)
    }
    guard moments.count > 1 else { return nil }
    let ratio = try RatioEstimate(moments: moments)
    let reach = try Normal().quantile(upperTail: alpha) * ratio.standardError
    let (low, high) = (ratio.ratio - reach, ratio.ratio + reach)
    return isShare
      ? Bounds(lower: max(0, low), upper: min(1, high)) : Bounds(lower: low, upper: high)
  }

  /// How often the estimate of a window like this one lies beyond its limits if the truth is `value`.
  func chanceBeyond(
    _ limits: (lower: Double?, upper: Double?), truth value: Double
  ) throws(StatsError) -> Double {
    var chance = 0.0
    if isExact {
      let binomial = Binomial(trials: trials, probability: min(1, max(0, value)))
      let n = Double(trials)
      if let upper = limits.upper {
        chance += try 1 - binomial.tails(at: min(trials, Int((upper * n).rounded(.down)))).lower
      }
      if let lower = limits.lower {
        let last = Int((lower * n).rounded(.up)) - 1
        chance += last < 0 ? 0 : try binomial.tails(at: last).lower
      }
      return min(1, max(0, chance))
    }
    let error = try RatioEstimate(moments: moments).standardError
    guard error > 0 else { return 0 }
    if let upper = limits.upper { chance += try Normal().tails(at: (upper - value) / error).upper }
    if let lower = limits.lower { chance += try Normal().tails(at: (lower - value) / error).lower }
    return min(1, chance)
  }
}
