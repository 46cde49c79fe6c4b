internal import Foundation
internal import Stats

/// Two samples' counts of one kind of row, and tests of how much its share changed.
///
/// Limits are Newcombe's (1998) square-and-add of single limits, which here are the exact ones of
/// Clopper and Pearson (1934): Wilson's are too short for a handful of rows at the small α that
/// many columns and categories leave to each of them.
struct ShareChange: Equatable {
  var referenceCount: Int
  var referenceRows: Int
  var currentCount: Int
  var currentRows: Int

  var reference: Double { Double(referenceCount) / Double(referenceRows) }
  var current: Double { Double(currentCount) / Double(currentRows) }

  /// The same shares of as many independent rows as the rows count for.
  func effective(_ designEffects: DriftDesignEffects?) -> ShareChange {
    guard let designEffects else { return self }
    let (before, after) = (max(1, designEffects.reference), max(1, designEffects.current))
    let rows = { (count: Int, effect: Double) in Int((Double(count) / effect).rounded()) }
    return ShareChange(
      referenceCount: rows(referenceCount, before),
      referenceRows: max(1, rows(referenceRows, before)),
      currentCount: rows(currentCount, after), currentRows: max(1, rows(currentRows, after)))
  }

  /// The same change seen backwards.
  var reversed: ShareChange {
    ShareChange(
      referenceCount: currentCount, referenceRows: currentRows, currentCount: referenceCount,
      currentRows: referenceRows)
  }

  /// The p-value of |current − reference| ≤ `tolerance`.
  func pValue(pointsAbove tolerance: Double) throws(StatsError) -> Double {
    let growth = current >= reference ? self : reversed
    return try growth.growthPValue(factor: 1, beyond: tolerance)
  }

  /// The p-value of: a current share of at most `share`, or no more than `factor` times the reference's.
  func pValue(share: Double, growthAbove factor: Double) throws(StatsError) -> Double {
    guard seemsGrown(share: share, factor: factor) else { return 1 }
    return max(
      try pValue(currentShareAbove: share), try growthPValue(factor: factor, beyond: 0))
  }

  /// The change of the rows that are not of this kind.
  var complement: ShareChange {
    ShareChange(
      referenceCount: referenceRows - referenceCount, referenceRows: referenceRows,
      currentCount: currentRows - currentCount, currentRows: currentRows)
  }

  /// Whether the shares as seen, without regard to chance, have grown beyond the tolerance.
  func seemsGrown(share: Double, factor: Double) -> Bool {
    current >= share && current > factor * reference
  }

  /// The largest |current − reference| that either sample leaves possible, each limit at `alpha`.
  func largestChange(alpha: Double) throws(StatsError) -> Double {
    let upward = try -reversed.lowerLimit(factor: 1, alpha: alpha)
    let downward = try -lowerLimit(factor: 1, alpha: alpha)
    return max(upward, downward)
  }

  /// The exact p-value of a current share of at most `share`.
  func pValue(currentShareAbove share: Double) throws(StatsError) -> Double {
    guard currentCount > 0, share < 1 else { return 1 }
    return try BetaDistribution(
      alpha: Double(currentCount), beta: Double(currentRows - currentCount + 1)
    ).lowerTail(share)
  }

  /// The smallest α, doubled for the two directions, whose lower limit of current − factor · reference
  /// is above the bound.
  private func growthPValue(factor: Double, beyond bound: Double) throws(StatsError) -> Double {
    guard current - factor * reference > bound else { return 1 }
    var (low, high) = (0.0, 38.0)
    for _ in 0..<40 {
      let z = (low + high) / 2
      let limit = try lowerLimit(factor: factor, alpha: Normal().upperTail(z))
      if limit > bound { low = z } else { high = z }
    }
    return min(1, 2 * (try Normal().upperTail(low)))
  }

  /// The lower limit of current − factor · reference.
  private func lowerLimit(factor: Double, alpha: Double) throws(StatsError) -> Double {
    let below = try current - Self.lowerLimit(currentCount, of: currentRows, alpha: alpha)
    let above = try Self.upperLimit(referenceCount, of: referenceRows, alpha: alpha) - reference
    return current - factor * reference
      - (below * below + factor * factor * above * above).squareRoot()
  }

  /// Clopper–Pearson's lower limit of a share.
  static func lowerLimit(_ count: Int, of rows: Int, alpha: Double) throws(StatsError) -> Double {
    guard count > 0 else { return 0 }
    return try BetaDistribution(alpha: Double(count), beta: Double(rows - count + 1))
      .quantile(lowerTail: alpha)
  }

  /// Clopper–Pearson's upper limit of a share.
  static func upperLimit(_ count: Int, of rows: Int, alpha: Double) throws(StatsError) -> Double {
    guard count < rows else { return 1 }
    return try BetaDistribution(alpha: Double(count + 1), beta: Double(rows - count))
      .quantile(upperTail: alpha)
  }
}
