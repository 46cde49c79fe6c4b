import AssayTestSupport
import Foundation
import Stats
import Summaries
import Testing

@Suite struct TopRankedTests {
  @Test func agreesWithItsDefinition() throws {
    for row in try RowReference.load().rows {
      for expected in row.top {
        let found = try TopRanked(row.controlRows, count: expected.k)
        #expect(agree(found.precision.value, expected.precision, relative: 1e-13))
        #expect(agree(found.recall.value, expected.recall, relative: 1e-13))
        #expect(agree(found.lift.value, expected.lift, relative: 1e-13))
        let error = try found.precision.estimate().standardError
        if let precisionError = expected.precisionError {
          #expect(agree(error, precisionError, relative: 1e-10))
        }
        for statistic in [found.precision, found.recall, found.lift] {
          #expect(abs(statistic.influences.reduce(0, +)) < 1e-9)
        }
      }
    }
  }

  /// Labels at a rate that rises with a uniform score: the top tenth's precision is known.
  @Test func intervalsCoverTheTruth() throws {
    let (runs, n, k) = (250, 400, 40)
    func rate(_ score: Double) -> Double { 0.05 + 0.9 * score * score }
    // ∫ rate over (0.9, 1), divided by 0.1, and the share of all positives
    let precision = 0.05 + 0.3 * (1 - 0.729) / 0.1
    let recall = precision * 0.1 / (0.05 + 0.3)
    var random = SplitMix64(seed: 20)
    var (missed, missedRecall) = (0, 0)
    for _ in 0..<runs {
      let scores = (0..<n).map { _ in random.uniform() }
      let labels = scores.map { random.uniform() < rate($0) }
      let found = try TopRanked(LabelledScores(scores: scores, labels: labels), count: k)
      // All forty positive has no logit, and misses.
      missed += (try? interval(found.precision))?.contains(precision) == true ? 0 : 1
      missedRecall += try interval(found.recall).contains(recall) ? 0 : 1
    }
    // A point is conceded to the normal approximation at forty rows.
    #expect(Double(missed) / Double(runs) < binomialBound(0.06, runs: runs))
    #expect(Double(missedRecall) / Double(runs) < binomialBound(0.06, runs: runs))
    #expect(missed > 0 && missedRecall > 0)
  }

  /// The interval of independent rows, n for n − 1.
  private func interval(_ statistic: LinearizedStatistic) throws -> ConfidenceInterval {
    let squares = statistic.influences.reduce(0) { $0 + $1 * $1 }
    return try LogitInterval().interval(
      Estimate(
        statistic.value, standardError: squares.squareRoot() / Double(statistic.influences.count)))
  }

  @Test func countsThatLeaveNothingAreErrors() throws {
    let rows = try LabelledScores(scores: [1, 2, 3], labels: [false, true, false])
    for k in [-1, 0, 3, 4] {
      #expect(throws: StatsError.self) { try TopRanked(rows, count: k) }
    }
    let none = try LabelledScores(scores: [1, 2, 3], labels: [false, false, false])
    #expect(throws: StatsError.self) { try TopRanked(none, count: 1) }
    #expect(throws: StatsError.self) { try AveragePrecision.evaluate(none) }
    #expect(try TopRanked(rows, count: 2).threshold == 2)
  }
}
