/// How many of `draws` successes fall to treatment when the margins of a 2 × 2 table are fixed.
///
/// Fisher's noncentral hypergeometric distribution at an odds ratio of treatment to control. Its
/// probabilities are multiplied outwards from the mode and never formed from log-gammas, so they
/// keep their digits for millions of trials; the walk ends where they underflow.
struct ConditionalHypergeometric {
  let treatmentTrials: Int
  let controlTrials: Int
  let draws: Int

  init(control: BinomialCount, treatment: BinomialCount) {
    (treatmentTrials, controlTrials) = (treatment.trials, control.trials)
    draws = treatment.successes + control.successes
  }

  /// The possible numbers of successes in treatment.
  var support: ClosedRange<Int> { max(0, draws - controlTrials)...min(draws, treatmentTrials) }

  /// What the probabilities at an odds ratio add up to on either side of a count.
  struct Sums {
    var below = 0.0
    var at = 0.0
    var above = 0.0
    /// Σ k·P(k) − mode.
    var meanOffset = 0.0
    var mode = 0

    /// P(X ≤ x).
    var lowerTail: Double { (below + at) / (below + at + above) }
    /// P(X ≥ x).
    var upperTail: Double { (above + at) / (below + at + above) }
    var mean: Double { Double(mode) + meanOffset / (below + at + above) }
  }

  func sums(around x: Int, oddsRatio: Double) -> Sums {
    var sums = Sums()
    sums.mode = mode(oddsRatio)
    forEachWeight(from: sums.mode, oddsRatio) { k, weight in
      if k < x {
        sums.below += weight
      } else if k > x {
        sums.above += weight
      } else {
        sums.at += weight
      }
      sums.meanOffset += weight * Double(k - sums.mode)
    }
    return sums
  }

  /// The probability of counts that are at most as likely as x.
  ///
  /// Like R, counts likelier by less than 1e-7 are equally likely, lest rounding break symmetry.
  func twoSidedPValue(_ x: Int, oddsRatio: Double) -> Double {
    let mode = mode(oddsRatio)
    var observed = 0.0
    forEachWeight(from: mode, oddsRatio) { k, weight in if k == x { observed = weight } }
    let limit = observed * (1 + 1e-7)
    var (tail, total) = (0.0, 0.0)
    forEachWeight(from: mode, oddsRatio) { _, weight in
      total += weight
      if weight <= limit { tail += weight }
    }
    return min(1, tail / total)
  }

  /// P(k + 1)/P(k), which falls in k.
  private func ratio(after k: Int, _ oddsRatio: Double) -> Double {
    oddsRatio * (Double(treatmentTrials - k) / Double(k + 1))
      * (Double(draws - k) / Double(controlTrials - draws + k + 1))
  }

  private func mode(_ oddsRatio: Double) -> Int {
    var (low, high) = (support.lowerBound, support.upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      if ratio(after: middle, oddsRatio) >= 1 { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func forEachWeight(
    from mode: Int, _ oddsRatio: Double, _ body: (_ count: Int, _ weight: Double) -> Void
  ) {
    body(mode, 1)
    var (weight, k) = (1.0, mode)
    while k < support.upperBound, weight > 0 {
      weight *= ratio(after: k, oddsRatio)
      k += 1
      body(k, weight)
    }
    (weight, k) = (1.0, mode)
    while k > support.lowerBound, weight > 0 {
      k -= 1
      weight /= ratio(after: k, oddsRatio)
      body(k, weight)
    }
  }
}
