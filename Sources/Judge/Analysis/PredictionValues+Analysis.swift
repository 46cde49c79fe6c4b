internal import Foundation
internal import Summaries

extension PredictionValues {
  /// The values of each variant in each column of predictions.
  ///
  /// That a treatment has just one value can be chance while few units had another in the other variants.
  /// If units had other values alike in all variants, each next one would be in the treatment with its share
  /// of the traffic π: that m of them came and none was in it has the chance (1 − π)^m, at one look and, as
  /// it falls with each of them, over all looks. A blank in every row is such a value, too; numbers are the same
  /// however they are written, and a score that is no number is a blank.
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
      let reads: Reading = column == plan.log.score ? .numbers : .texts
      let arms = plan.variants.indices.map { Arm(first, distribution, variant: $0, reads) }
      return plan.variants.indices.map { variant -> PredictionValues in
        let arm = arms[variant]
        var values = PredictionValues(
          column: column, variant: plan.variants[variant], rows: arm.answered,
          distinct: arm.values?.count, significance: significance)
        guard let counts = arm.values, counts.count < 2, arm.rows > 0 else { return values }
        let only = counts.first
        values.constant = only?.value.text ?? ""
        if only == nil { values.rows = arm.rows }
        // A control without a model may well answer the same to all.
        guard variant > 0 else { return values }
        let others = arms.indices.filter { $0 != variant }
          .map { arms[$0].units(without: only?.key) }.reduce(0, +)
        let share = phases.map { $0.shares[variant] }.min() ?? plan.shares[variant]
        values.pValue = pow(1 - min(max(share, 0), 1), others)
        return values
      }
    }
  }

  /// What the texts of a column are.
  private enum Reading { case numbers, texts }

  /// A number, or a text that is none.
  private enum Answer: Hashable { case number(Double), text(String) }

  /// What one variant answered.
  private struct Arm {
    /// Its rows.
    var rows: Int
    /// Those with a value.
    var answered: Int
    /// Each value, with one of its texts and its rows; nil where texts are too many to be counted.
    var values: [Answer: (text: String, rows: Int)]?
    /// Units a row, at most one.
    var unitsPerRow: Double

    init(_ first: LogSummary, _ distribution: Int, variant: Int, _ reading: Reading) {
      var values = CategoryCounts(cap: PredictionValues.mostDistinct)
      for cell in first.cells
      where cell.variant == variant && cell.distributions.indices.contains(distribution) {
        values.merge(cell.distributions[distribution].categories)
      }
      rows = first.rows(variant: variant)
      self.values = values.counts.map { Self.answers($0, reading) }
      answered = self.values.map { $0.values.map(\.rows).reduce(0, +) } ?? values.count
      unitsPerRow = rows > 0 ? min(1, Double(first.units(variant: variant)) / Double(rows)) : 0
    }

    private static func answers(
      _ counts: [String: Int], _ reading: Reading
    ) -> [Answer: (text: String, rows: Int)] {
      var answers: [Answer: (text: String, rows: Int)] = [:]
      for (text, rows) in counts {
        let number = PlainText.number(text)
        if number == nil, reading == .numbers { continue }
        let answer = number.map(Answer.number) ?? .text(text)
        let known = answers[answer] ?? (text, 0)
        answers[answer] = (min(known.text, text), known.rows + rows)
      }
      return answers
    }

    /// Units with another value than this, or with any where it is nil, if rows are spread over units alike; where
    /// values are too many to be counted, each of the distinct ones is a row.
    func units(without value: Answer?) -> Double {
      let same = value.flatMap { values?[$0]?.rows } ?? 0
      let others = values == nil ? PredictionValues.mostDistinct : answered - same
      return (Double(others) * unitsPerRow).rounded(.down)
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
