internal import Stats
internal import Summaries

/// What is usual for a trigger, with the error of knowing it from so many rows.
struct TriggerBaseline: Equatable {
  var value: Double
  /// Limits of the value; both are the value where the plan gives the number.
  var bounds: Bounds
  /// Of rows; zero where no limit is counted in it.
  var standardDeviation = 0.0
  /// Whether the number was known beforehand.
  var isFixed = false

  /// A number that the plan gives.
  init(fixed value: Double) {
    (self.value, bounds, isFixed) = (value, Bounds(lower: value, upper: value), true)
  }

  /// What a body of rows says of a ratio of sums or a share.
  ///
  /// - Parameters:
  ///   - moments: Numerator and denominator by unit.
  ///   - trials: The rows that count, where each is a trial of its own.
  ///   - alpha: The chance that each limit is wrong.
  init?(_ moments: BivariateMoments, trials: Int?, alpha: Double) {
    guard moments.count > 1, moments.meanY > 0 else { return nil }
    do throws(StatsError) {
      if let trials {
        let events = Int((moments.meanX * Double(moments.count)).rounded())
        let count = try BinomialCount(successes: min(events, trials), trials: trials)
        let interval = try ClopperPearsonInterval(level: 1 - 2 * alpha).interval(count)
        self.init(count.proportion, Bounds(lower: interval.lower, upper: interval.upper))
      } else {
        let ratio = try RatioEstimate(moments: moments)
        let reach = try Normal().quantile(upperTail: alpha) * ratio.standardError
        self.init(ratio.ratio, Bounds(lower: ratio.ratio - reach, upper: ratio.ratio + reach))
      }
    } catch {
      return nil
    }
  }

  /// What a body of rows says of a quantile: order statistics, counting units rather than rows.
  init?(_ distribution: ColumnDistribution, quantile: Double, units: Int, alpha: Double) {
    let histogram = distribution.histogram
    guard units > 1, let value = histogram.quantile(quantile),
      let z = try? Normal().quantile(upperTail: alpha)
    else { return nil }
    let reach = z * (quantile * (1 - quantile) / Double(units)).squareRoot()
    guard let low = histogram.quantile(max(0, quantile - reach)),
      let high = histogram.quantile(min(1, quantile + reach))
    else { return nil }
    self.init(value.value, Bounds(lower: low.lower, upper: high.upper))
  }

  private init(_ value: Double, _ bounds: Bounds) { (self.value, self.bounds) = (value, bounds) }
}

/// The limits of a trigger as numbers, on either side of the baseline's error.
struct TriggerLimits: Equatable {
  /// Beyond these a value is beyond the limit wherever the baseline truly lies within its bounds.
  var alarm: (lower: Double?, upper: Double?)
  /// Within these it is within the limit, likewise.
  var clear: (lower: Double?, upper: Double?)
  /// With the baseline as estimated, for reading.
  var stated: (lower: Double?, upper: Double?)

  init(_ limit: TriggerLimit, _ baseline: TriggerBaseline?) {
    func bounds(_ value: Double) -> (lower: Double?, upper: Double?) {
      limit.bounds(baseline: value, standardDeviation: baseline?.standardDeviation ?? 0)
    }
    let known = baseline ?? TriggerBaseline(fixed: 0)
    let (low, high) = (bounds(known.bounds.lower), bounds(known.bounds.upper))
    stated = bounds(known.value)
    func least(_ a: Double?, _ b: Double?) -> Double? { a.flatMap { a in b.map { min(a, $0) } } }
    func most(_ a: Double?, _ b: Double?) -> Double? { a.flatMap { a in b.map { max(a, $0) } } }
    alarm = (least(low.lower, high.lower), most(low.upper, high.upper))
    clear = (most(low.lower, high.lower), least(low.upper, high.upper))
  }

  /// The limits on one side alone; on neither where the side is `beyond`.
  func only(_ side: TriggerLimit.Side) -> TriggerLimits {
    var limits = self
    if side != .below {
      (limits.alarm.lower, limits.clear.lower, limits.stated.lower) = (nil, nil, nil)
    }
    if side != .above {
      (limits.alarm.upper, limits.clear.upper, limits.stated.upper) = (nil, nil, nil)
    }
    return limits
  }

  /// Whether a value lies beyond the limits as they are stated.
  func isBeyond(_ value: Double) -> Bool {
    stated.upper.map { value > $0 } ?? false || stated.lower.map { value < $0 } ?? false
  }

  static func == (a: TriggerLimits, b: TriggerLimits) -> Bool {
    a.alarm == b.alarm && a.clear == b.clear && a.stated == b.stated
  }
}
