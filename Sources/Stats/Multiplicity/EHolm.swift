/// The closed test of weighted averages of e-values.
///
/// A weighted average of e-values is an e-value of their intersection under any dependence.
/// Closing over all intersections names single hypotheses at the familywise level α: hypothesis i
/// is rejected where w_i(E_i − 1/α) + Σ_{j≠i} w_j·min(0, E_j − 1/α) ≥ 0, which is the worst of the
/// intersections that contain i.
///
/// Reference: Vovk & Wang (2021), Annals of Statistics 49, 1736–1754; with weights as Bonferroni's.
public struct EHolm: Equatable, Codable, Sendable {
  /// The share of α that each hypothesis starts with; only proportions matter.
  public let weights: [Double]

  /// Creates a closed test with one weight a hypothesis.
  public init(weights: [Double]) { self.weights = weights }

  /// The weighted average of the e-values, the evidence against the global null.
  ///
  /// - Throws: `StatsError.invalidParameter` for unequal lengths or a negative or NaN value, or
  ///   weights without a positive sum.
  public func globalEValue(_ eValues: [Double]) throws(StatsError) -> Double {
    let shares = try validShares(for: eValues)
    // A share of zero has no say, even of infinite evidence.
    return zip(shares, eValues).reduce(0.0) { $1.0 > 0 ? $0 + $1.0 * $1.1 : $0 }
  }

  /// Which hypotheses fall at familywise level α, in the order given.
  ///
  /// - Throws: as `globalEValue`, and for α not between 0 and 1.
  public func rejected(
    eValues: [Double], significance: Double
  ) throws(StatsError) -> [Bool] {
    guard significance > 0, significance < 1 else {
      throw .invalidParameter(
        name: "significance", value: significance, expected: "between 0 and 1")
    }
    let shares = try validShares(for: eValues)
    let surplus = zip(shares, eValues).map { $0 > 0 ? $0 * ($1 - 1 / significance) : 0 }
    let deficits = surplus.reduce(0.0) { $0 + min(0, $1) }
    return zip(shares, surplus).map { $0 > 0 && $1 >= 0 && $1 + deficits >= 0 }
  }

  private func validShares(for eValues: [Double]) throws(StatsError) -> [Double] {
    guard eValues.count == weights.count else {
      throw .invalidParameter(
        name: "eValues", value: Double(eValues.count), expected: "\(weights.count), one a weight")
    }
    for value in eValues + weights {
      guard value >= 0 else {
        throw .invalidParameter(name: "eValue or weight", value: value, expected: "not negative")
      }
    }
    let total = weights.reduce(0, +)
    guard total > 0, total.isFinite else {
      throw .invalidParameter(
        name: "weights", value: total, expected: "a positive and finite sum")
    }
    return weights.map { $0 / total }
  }
}
