internal import Foundation

/// The one inverse solver: Newton on the logarithm of a tail, in the logarithm of x.
///
/// In these coordinates the tails of the gamma, beta, F and t families are nearly straight at
/// both ends and concave between, so Newton converges from one side without a bracket; the bracket
/// bounds it all the same. The last step is taken on the ratio of the probabilities, which keeps
/// the digits that their logarithms lose.
enum PositiveRoot {
  /// How far a trial x is from the root.
  struct Miss {
    /// log(tail/target).
    let logRatio: Double
    /// d log(tail) / d log(x), without its sign, divided by x.
    let slopePerX: Double
    let tail: Tail

    init(tail: Tail, at point: TailsAndDensity, target: Double) {
      self.tail = tail
      let value = point.tails.value(tail)
      let difference = value - target
      if value > Double.leastNormalMagnitude, abs(difference) < 0.5 * target {
        logRatio = log1p(difference / target)
      } else {
        logRatio = point.tails.log(tail) - log(target)
      }
      slopePerX = point.hazard(tail)
    }
  }

  /// Steps before giving up; over the reference grid the median is 3 and the most 18.
  static let maximumSteps = 200

  static func find(
    from start: Double, miss: (Double) throws(StatsError) -> Miss
  ) throws(StatsError) -> Double {
    var x = min(max(start, .leastNormalMagnitude), .greatestFiniteMagnitude)
    var low = 0.0
    var high = Double.infinity
    var best = (x: x, logRatio: Double.infinity, step: 0.0)
    var reach = 3.0
    for _ in 0..<maximumSteps {
      let trial = try miss(x)
      if trial.logRatio == 0 { return x }
      let isBelow = (trial.logRatio < 0) == (trial.tail == .lower)
      if isBelow { low = x } else { high = x }
      let step = (isBelow ? 1 : -1) * abs(trial.logRatio) / (trial.slopePerX * x)
      if abs(trial.logRatio) < 1e-8, abs(step) < 1e-3 { return x + x * step }
      let next: Double
      if abs(trial.logRatio) < abs(best.logRatio) {
        best = (x, trial.logRatio, step)
        next = x * exp(min(max(step, -reach), reach))
        reach *= 2
      } else {
        // The step overshot: a tail that falls like an exponential is straight in x, not in log x.
        next = best.x * (1 + best.step)
        best.logRatio = .infinity
        reach = 3
      }
      if next > low, next < high, next > 0, next.isFinite {
        x = next
        continue
      }
      let middle = midpoint(low, high)
      guard middle > low, middle < high else { return closest(low, high) }
      x = middle
    }
    throw .noConvergence(what: "quantile", iterations: maximumSteps)
  }

  /// Halfway between two bounds on the logarithmic scale, where the open ends are those of `Double`.
  private static func midpoint(_ low: Double, _ high: Double) -> Double {
    let bottom = log2(max(low, .leastNonzeroMagnitude))
    let top = log2(min(high, .greatestFiniteMagnitude))
    if top - bottom < 1 { return low + (high - low) / 2 }
    return exp2(bottom + (top - bottom) / 2)
  }

  /// The nearest double where no trial can lie between the bounds: zero or infinity where the root
  /// itself underflows or overflows.
  private static func closest(_ low: Double, _ high: Double) -> Double {
    low == 0 ? 0 : high
  }
}

/// Both tails of a distribution at a point and its density there, which share their prefactor.
struct TailsAndDensity {
  let tails: TailPair
  let density: ScaledValue

  /// The density over a tail, also where both underflow.
  func hazard(_ tail: Tail) -> Double {
    guard tail == tails.computed else { return density.value / tails.value(tail) }
    let quotient = density.factor / tails.factor
    let shift = density.exponent - tails.exponent
    return shift == 0 ? quotient : quotient * exp(shift)
  }
}
