/// The Wasserstein-1 distance of two samples: how far observations must move, on average.
///
/// ∫|F − G|, in the units of the values. Reference: Vallender (1974). Matches SciPy's
/// `wasserstein_distance`.
public enum WassersteinDistance {
  /// The distance of two samples that are not empty.
  ///
  /// - Throws: `StatsError.tooFewObservations` for an empty sample.
  public static func between(
    _ reference: WeightedValues, _ current: WeightedValues
  ) throws(StatsError) -> Double {
    for (arm, sample) in [("reference", reference), ("current", current)] {
      guard sample.count > 0 else { throw .tooFewObservations(arm: arm, needed: 1, found: 0) }
    }
    var sum = 0.0
    reference.forEachStep(against: current) { lower, upper, gap in
      if upper.isFinite { sum += abs(gap) * (upper - lower) }
    }
    return sum
  }
}
