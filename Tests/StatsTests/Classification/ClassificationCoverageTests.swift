import AssayTestSupport
import Stats
import Summaries
import Testing

/// Intervals of classification metrics against truths in closed form, rows alone and by unit.
@Suite struct ClassificationCoverageTests {
  /// Scores N(shift · label + unit effect, 1); the share of positives is 0.3.
  private struct Log {
    var rows: LabelledScores
    var units: [Int]
    var effects: [Double]

    init(
      _ random: inout SplitMix64, units count: Int, rowsPerUnit: Int, shift: Double,
      unitDeviation: Double
    ) throws {
      var (scores, labels, units, effects) = ([Double](), [Bool](), [Int](), [Double]())
      for unit in 0..<count {
        let effect = unitDeviation * random.normal()
        effects.append(effect)
        for _ in 0..<rowsPerUnit {
          let label = random.uniform() < 0.3
          scores.append((label ? shift : 0) + effect + random.normal())
          labels.append(label)
          units.append(unit)
        }
      }
      rows = try LabelledScores(scores: scores, labels: labels)
      (self.units, self.effects) = (units, effects)
    }
  }

  /// Users with whom the model is generous or strict: rows taken as independent cover too rarely.
  @Test func recallCoversByUnit() throws {
    var random = SplitMix64(seed: 41)
    let runs = 300
    // Half of the variance of a score is its unit's: P(score > 1) with label 1 is 1/2.
    let (shift, threshold, recall) = (1.0, 1.0, 0.5)
    var (byUnit, byRow) = (0, 0)
    for _ in 0..<runs {
      let log = try Log(
        &random, units: 40, rowsPerUnit: 8, shift: shift, unitDeviation: 1)
      let statistic = try ConfusionRows(
        predictions: log.rows.predictions(atOrAbove: threshold), labels: log.rows.labels
      ).statistic(.recall)
      let t = ReferenceDistribution.studentT(degreesOfFreedom: 39)
      let units = try statistic.estimate(units: log.units).estimate
      byUnit += try units.confidenceInterval(reference: t).contains(recall) ? 0 : 1
      let count = Double(statistic.influences.count)
      let squares = statistic.influences.reduce(0) { $0 + $1 * $1 }
      let rows = Estimate(statistic.value, standardError: squares.squareRoot() / count)
      byRow += try rows.confidenceInterval().contains(recall) ? 0 : 1
    }
    // A point is conceded to the normal approximation at forty units.
    #expect(Double(byUnit) / Double(runs) < binomialBound(0.06, runs: runs))
    #expect(Double(byRow) / Double(runs) > binomialBound(0.06, runs: runs))
  }

  @Test func areasCoverByUnit() throws {
    var random = SplitMix64(seed: 42)
    let runs = 200
    // P(N(1, 2) > N(0, 2)) for rows of different units.
    let truth = try Normal().lowerTail(0.5)
    var (byUnit, paired) = (0, 0)
    for _ in 0..<runs {
      let log = try Log(&random, units: 60, rowsPerUnit: 5, shift: 1, unitDeviation: 1)
      let area = try AreaUnderCurve(log.rows, units: log.units)
      byUnit += try area.confidenceInterval().contains(truth) ? 0 : 1
      // A second score with the same law, of the same rows and units.
      let noisy = log.rows.scores.indices.map { i in
        (log.rows.labels[i] ? 1 : 0) + log.effects[log.units[i]] + random.normal()
      }
      let areas = try PairedAreas(
        labels: log.rows.labels, control: log.rows.scores, treatment: noisy, units: log.units)
      paired += try DeLongTest().evaluate(areas).pValue < 0.05 ? 1 : 0
    }
    // Pairs within a unit, one in sixty, have the larger area Φ(1/√2), which shifts the whole by 3 %
    // of its error; a point is conceded to sixty units.
    #expect(Double(byUnit) / Double(runs) < binomialBound(0.06, runs: runs))
    #expect(Double(paired) / Double(runs) < binomialBound(0.06, runs: runs))
  }

  @Test func averagePrecisionCovers() throws {
    var random = SplitMix64(seed: 43)
    let (runs, shift) = (200, 1.2)
    // The mean precision at the scores of positives, by the midpoint rule.
    let (steps, normal) = (2_000, Normal())
    var truth = 0.0
    for step in 0..<steps {
      let upper = (Double(step) + 0.5) / Double(steps)
      let negatives = try normal.upperTail(normal.quantile(upperTail: upper) + shift)
      truth += 0.3 * upper / (0.3 * upper + 0.7 * negatives) / Double(steps)
    }
    var missed = 0
    for _ in 0..<runs {
      let log = try Log(&random, units: 300, rowsPerUnit: 1, shift: shift, unitDeviation: 0)
      let found = try AveragePrecision.evaluate(log.rows)
      let squares = found.influences.reduce(0) { $0 + $1 * $1 }
      let interval = try LogitInterval().interval(
        Estimate(found.value, standardError: squares.squareRoot() / 300))
      missed += interval.contains(truth) ? 0 : 1
    }
    // At ninety positives the area is biased up by an eighth of its error, which costs a point.
    #expect(Double(missed) / Double(runs) < binomialBound(0.06, runs: runs))
  }
}
