import Experiment
import Foundation
import Stats

/// What dashboards and scripts do instead, written down so that its failures can be seen.
enum UsualRules {
  /// PSI above 0.2, shares never below 1e-4, whatever the number of rows.
  static func fixedIndex(_ reference: [Int], _ current: [Int]) throws -> Bool {
    try CellCounts(reference: reference, current: current)
      .populationStabilityIndex(.floor(1e-4)) > 0.2
  }

  /// Chi-square goodness of fit to the reference's shares as if they were exact, at 5 %.
  static func goodnessOfFit(_ reference: [Int], _ current: [Int]) throws -> Bool {
    let n = Double(reference.reduce(0, +))
    let m = Double(current.reduce(0, +))
    var (statistic, cells) = (0.0, 0)
    for (before, after) in zip(reference, current) where before > 0 {
      let expected = Double(before) / n * m
      statistic += (Double(after) - expected) * (Double(after) - expected) / expected
      cells += 1
    }
    guard cells > 1 else { return false }
    return try ChiSquared(degreesOfFreedom: Double(cells - 1)).upperTail(statistic) < 0.05
  }

  /// PSI above 0.2 over ten bins of one width from the least to the greatest number of both logs.
  static func equalWidthIndex(_ reference: [Double], _ current: [Double]) throws -> Bool {
    let all = reference + current
    guard let low = all.min(), let high = all.max(), high > low else { return false }
    func counts(_ values: [Double]) -> [Int] {
      var counts = Array(repeating: 0, count: 10)
      for value in values { counts[min(9, Int((value - low) / (high - low) * 10))] += 1 }
      return counts
    }
    return try fixedIndex(counts(reference), counts(current))
  }

  /// Whether a chunk's distance lies above the mean of the reference's chunks by more than three of their
  /// standard deviations.
  static func threeSigma(_ chunk: Double, of reference: [Double]) -> Bool {
    let n = Double(reference.count)
    let mean = reference.reduce(0, +) / n
    let variance = reference.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
    return chunk > mean + 3 * variance.squareRoot()
  }
}
