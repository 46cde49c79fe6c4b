internal import Foundation

extension ColumnShape {
  /// How many places of the cumulative shares are kept, jumps apart.
  static let steps = 25
  /// The most bars of a histogram.
  static let barLimit = 20
  /// The share of either log that may lie beyond either end of the picture.
  static let outside = 0.005

  /// Draws the outline of the numbers of two logs, or returns `nil` where one of them has none.
  ///
  /// - Parameters:
  ///   - groups: The numbers of both logs on one ladder.
  ///   - significance: One less the confidence of the two bands together.
  ///   - designEffects: How many rows count as one, in the reference and in the current log.
  init?(
    _ groups: NumberGroups, significance: Double,
    designEffects: DriftDesignEffects? = nil
  ) {
    guard let ladder = NumberLadder(groups), significance > 0, significance < 1 else { return nil }
    (referenceCount, currentCount) = (groups.referenceCount, groups.currentCount)
    level = 1 - significance
    // Half of the error for either log: ε = √(ln(2/(α/2)) / 2n).
    let scale = log(4 / significance) / 2
    referenceBand = (scale * (designEffects?.reference ?? 1) / Double(referenceCount)).squareRoot()
    currentBand = (scale * (designEffects?.current ?? 1) / Double(currentCount)).squareRoot()
    let limits = ladder.limits(outside: Self.outside)
    knots = ladder.knots(within: limits, steps: Self.steps)
    bars = ladder.bars(within: limits, atMost: Self.barLimit)
    shifts = []
    for step in 1...19 { shifts.append(shift(ladder, at: Double(step) / 20)) }
  }

  /// The shift of a quantile, with the limits that both bands leave to it (Doksum & Sievers 1976).
  private func shift(_ ladder: NumberLadder, at probability: Double) -> Shift {
    let reference = ladder.limits(of: \.reference, at: probability, reach: referenceBand)
    let current = ladder.limits(of: \.current, at: probability, reach: currentBand)
    return Shift(
      probability: probability, reference: ladder.quantile(of: \.reference, at: probability),
      current: ladder.quantile(of: \.current, at: probability),
      lower: Self.difference(current.lower, reference.upper),
      upper: Self.difference(current.upper, reference.lower))
  }

  private static func difference(_ a: Double?, _ b: Double?) -> Double? {
    guard let a, let b else { return nil }
    return a - b
  }
}
