internal import Foundation
internal import Summaries

extension PredictionValues {
  /// The values of each variant in each column of predictions.
  ///
  /// That a treatment has just one value can be chance while few units had another in the other variants.
  /// If units had other values alike in all variants, each next one would be in the treatment with its share
  /// of the traffic π: that m of them came and none was in it has the chance (1 − π)^m, at one look and, as
  /// it falls with each of them, over all looks.
  ///
  /// - Parameters:
  ///   - layout: The scan.
  ///   - first: What it found.
  ///   - phases: How traffic was divided; the treatment's smallest share counts.
  /// - Returns: For each column what each variant answered.
  static func all(
    _ layout: ScanLayout, _ first: LogSummary, phases: [Phase]
  ) -> [PredictionValues] {
    let plan = layout.plan
    let questions = Double(max(1, layout.predictions.count * plan.treatments.count))
    let significance = plan.inference.invalidSignificance / questions
    return layout.predictions.sorted { $0.key < $1.key }.flatMap { column, distribution in
      let arms = plan.variants.indices.map { Arm(first, distribution, variant: $0) }
      return plan.variants.indices.map { variant -> PredictionValues in
        let arm = arms[variant]
        var values = PredictionValues(
          column: column, variant: plan.variants[variant], rows: arm.values.count,
          distinct: arm.values.counts?.count, significance: significance)
        guard let counts = arm.values.counts, counts.count == 1, let only = counts.keys.first else {
          return values
        }
        values.constant = only
        // A control without a model may well answer the same to all.
        guard variant > 0 else { return values }
        let others = arms.indices.filter { $0 != variant }
          .map { arms[$0].units(without: only) }.reduce(0, +)
        let share = phases.map { $0.shares[variant] }.min() ?? plan.shares[variant]
        values.pValue = pow(1 - min(max(share, 0), 1), others)
        return values
      }
    }
  }

  /// What one variant answered.
  private struct Arm {
    var values: CategoryCounts
    /// Units a row, at most one.
    var unitsPerRow: Double

    init(_ first: LogSummary, _ distribution: Int, variant: Int) {
      var values = CategoryCounts(cap: PredictionValues.mostDistinct)
      for cell in first.cells
      where cell.variant == variant && cell.distributions.indices.contains(distribution) {
        values.merge(cell.distributions[distribution].categories)
      }
      self.values = values
      let rows = first.rows(variant: variant)
      unitsPerRow = rows > 0 ? min(1, Double(first.units(variant: variant)) / Double(rows)) : 0
    }

    /// Units with another value than this, if rows are spread over units alike; where values are too many to
    /// be counted, each of the distinct ones is a row.
    func units(without value: String) -> Double {
      let rows =
        values.counts.map { values.count - ($0[value] ?? 0) } ?? PredictionValues.mostDistinct
      return (Double(rows) * unitsPerRow).rounded(.down)
    }
  }
}

extension NonFiniteShare {
  /// By column and variant, where there is any.
  static func all(_ plan: Plan, _ first: LogSummary) -> [NonFiniteShare] {
    first.nonFinite.filter { plan.variants.indices.contains($0.variant) }.map { found in
      let rows = first.rows(variant: found.variant) + found.rows
      return NonFiniteShare(
        column: found.column, variant: plan.variants[found.variant], rows: found.rows,
        share: Double(found.rows) / Double(max(1, rows)))
    }
  }
}
