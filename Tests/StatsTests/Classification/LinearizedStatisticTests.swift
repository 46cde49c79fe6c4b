import AssayTestSupport
import Stats
import Summaries
import Testing

@Suite struct LinearizedStatisticTests {
  let reference: RowReference
  init() throws { reference = try RowReference.load() }

  /// Any of the metrics, by the name that the reference gives it.
  private func statistic(
    _ name: String, _ scores: LabelledScores, threshold: Double
  ) throws -> LinearizedStatistic {
    switch name {
    case "brier": return try ScoringRule.brier.evaluate(scores)
    case "logLoss": return try ScoringRule.logLoss(clip: 1e-15).evaluate(scores)
    case "averagePrecision": return try AveragePrecision.evaluate(scores)
    default:
      let rows = try ConfusionRows(
        predictions: scores.predictions(atOrAbove: threshold), labels: scores.labels)
      return try rows.statistic(#require(ConfusionMetric(rawValue: name)))
    }
  }

  @Test func everyMetricAgreesWithScikitLearn() throws {
    for rows in reference.rows {
      #expect(rows.metrics.count == ConfusionMetric.allCases.count + 3)
      for expected in rows.metrics {
        let control = try statistic(
          expected.name, rows.controlRows, threshold: rows.threshold)
        let treatment = try statistic(
          expected.name, rows.treatmentRows, threshold: rows.threshold)
        #expect(agree(control.value, expected.value, relative: 1e-12), "\(expected)")
        // The reference differentiates by fourth-order differences of step 1e-2.
        let byRow = try control.estimate().standardError
        #expect(agree(byRow, expected.rowError, relative: 1e-7), "\(expected) \(byRow)")
        let byUnit = try control.estimate(units: rows.units).standardError
        #expect(agree(byUnit, expected.unitError, relative: 1e-7), "\(expected) \(byUnit)")
        let paired = try treatment.difference(from: control).estimate(units: rows.units)
        #expect(
          agree(paired.ratio, expected.difference, relative: 1e-11, floor: 1e-13), "\(expected)")
        #expect(agree(paired.standardError, expected.pairedError, relative: 1e-7), "\(expected)")
      }
    }
  }

  /// A share by unit is a ratio of sums by unit, whichever way it is written.
  @Test func sharesByUnitAreRatiosOfSums() throws {
    for rows in reference.rows {
      let predictions = try rows.controlRows.predictions(atOrAbove: rows.threshold)
      var sums: [Int: (x: Double, y: Double)] = [:]
      for (row, unit) in rows.units.enumerated() where predictions[row] {
        sums[unit, default: (0, 0)].x += rows.labels[row] ? 1 : 0
        sums[unit, default: (0, 0)].y += 1
      }
      var moments = BivariateMoments()
      for unit in Set(rows.units).sorted() { moments.add(sums[unit] ?? (0, 0)) }
      let ratio = try RatioEstimate(moments: moments)
      let precision = try ConfusionRows(predictions: predictions, labels: rows.labels)
        .statistic(.precision).estimate(units: rows.units)
      #expect(agree(precision.ratio, ratio.ratio, relative: 1e-13))
      #expect(agree(precision.standardError, ratio.standardError, relative: 1e-11))
      #expect(agree(precision.effectiveUnits, ratio.effectiveUnits, relative: 1e-9))
    }
  }

  @Test func countsAndRowsAgree() throws {
    for rows in reference.rows {
      let confusion = try ConfusionRows(
        predictions: rows.controlRows.predictions(atOrAbove: rows.threshold), labels: rows.labels)
      let n = Double(rows.labels.count)
      for metric in ConfusionMetric.allCases {
        let (byCount, byRow) = (
          try confusion.counts.estimate(metric), try confusion.statistic(metric).estimate()
        )
        #expect(agree(byCount.value, byRow.ratio, relative: 1e-14))
        // Rows divide by n − 1, cells by n.
        #expect(
          agree(
            byCount.standardError, byRow.standardError * ((n - 1) / n).squareRoot(),
            relative: 1e-11))
      }
    }
  }

  @Test func influencesSumToZeroAndLengthsMustMatch() throws {
    let rows = reference.rows[0]
    let brier = try ScoringRule.brier.evaluate(rows.controlRows)
    let precision = try AveragePrecision.evaluate(rows.controlRows)
    for statistic in [brier, precision] {
      #expect(abs(statistic.influences.reduce(0, +)) < 1e-10)
    }
    #expect(throws: StatsError.self) { try brier.estimate(units: [1, 2]) }
    let other = try ScoringRule.brier.evaluate(reference.rows[1].controlRows)
    #expect(throws: StatsError.self) { try brier.difference(from: other) }
    #expect(throws: StatsError.self) { try LabelledScores(scores: [.nan], labels: [true]) }
    #expect(throws: StatsError.self) { try LabelledScores(scores: [1], labels: []) }
    #expect(throws: StatsError.self) { try LabelledScores(scores: [], labels: []) }
    #expect(throws: StatsError.self) { try ConfusionRows(predictions: [true], labels: []) }
  }
}
