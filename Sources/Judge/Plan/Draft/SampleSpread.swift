internal import Foundation

/// A metric's value and spread between units in the sampled rows of one variant.
struct SampleSpread {
  /// Σy / Σn over all rows.
  let mean: Double
  /// The standard deviation between units, of the ratio's residuals (y − mean·n) / n̄ where units hold several rows.
  let standardDeviation: Double?
  let rows: Int

  /// Sums values by unit.
  ///
  /// `nil` if no row has a value. Without units every row is its own.
  init?(_ values: [Double?], units: [String?]?, rows included: [Bool]) {
    var sums: [String: (sum: Double, count: Double)] = [:]
    var order: [String] = []
    for (row, value) in values.enumerated() where included[row] {
      guard let value else { continue }
      let unit: String? = if let units { units[row] } else { "\(row)" }
      guard let unit else { continue }
      if sums[unit] == nil { order.append(unit) }
      let before = sums[unit] ?? (0, 0)
      sums[unit] = (before.sum + value, before.count + 1)
    }
    let cells = order.compactMap { sums[$0] }
    let total = cells.reduce(0) { $0 + $1.sum }
    let count = cells.reduce(0) { $0 + $1.count }
    guard count > 0, total.isFinite else { return nil }
    (mean, rows) = (total / count, Int(count))
    let (centre, perUnit) = (total / count, count / Double(cells.count))
    let squares = cells.reduce(0) { sum, cell in
      let residual = (cell.sum - centre * cell.count) / perUnit
      return sum + residual * residual
    }
    let variance = cells.count > 1 ? squares / Double(cells.count - 1) : 0
    standardDeviation = variance > 0 && variance.isFinite ? sqrt(variance) : nil
  }
}
