import AssayTestSupport
import Stats
import Summaries
import Testing

@Suite struct GroupEvaluationTests {
  private func accuracy(
    _ correct: [Bool], _ rows: [Int], _ level: Double
  ) throws(StatsError) -> GroupEvaluation.Reading {
    let count = try BinomialCount(successes: rows.count { correct[$0] }, trials: rows.count)
    return GroupEvaluation.Reading(
      count.proportion, interval: try WilsonInterval(level: level).interval(count))
  }

  @Test("V4 a group below the minimum size is unknown, not passed")
  func smallGroupsAreUnknown() throws {
    let groups = Array(repeating: "b", count: 200) + Array(repeating: "a", count: 19)
    let correct = groups.indices.map { $0 % 40 != 0 }
    let found = try GroupEvaluation(minimumSize: 20).evaluate(groups) {
      (rows, level) throws(StatsError) in try accuracy(correct, rows, level)
    }
    #expect(found.map(\.group) == ["a", "b"])
    #expect(found.map(\.count) == [19, 200])
    #expect(found[0].outcome == .tooFew)
    #expect(found[0].standing(against: 0) == .unknown)
    // One group is judged, so its level is the whole level: Wilson for 195 of 200 by R's prop.test.
    guard case .estimated(let reading) = found[1].outcome else {
      Issue.record("not estimated")
      return
    }
    #expect(reading.value == 0.975)
    let whole = try WilsonInterval().interval(BinomialCount(successes: 195, trials: 200))
    #expect(agree(reading.interval.lower, whole.lower, relative: 1e-14))
    #expect(found[1].standing(against: 0.9) == .reached)
    #expect(found[1].standing(against: 0.97) == .undecided)
    #expect(found[1].standing(against: 0.995) == .missed)
  }

  @Test("V4 groups share the error probability")
  func groupsShareTheErrorProbability() throws {
    let groups = (0..<300).map { $0 % 3 }
    let correct = groups.indices.map { $0 % 7 != 0 }
    let found = try GroupEvaluation(minimumSize: 2, level: 0.9).evaluate(groups) {
      (rows, level) throws(StatsError) in
      #expect(agree(level, 1 - 0.1 / 3, relative: 1e-15))
      return try accuracy(correct, rows, level)
    }
    #expect(found.count == 3)
  }

  @Test("V4 a metric that does not exist, or is certain, is unknown")
  func certaintyIsRefused() throws {
    let groups = Array(repeating: 1, count: 30) + Array(repeating: 2, count: 30)
    let rows = try LabelledScores(
      scores: groups.indices.map(Double.init), labels: groups.indices.map { $0 >= 15 })
    let found = try GroupEvaluation(minimumSize: 10).evaluate(groups) {
      (members, level) throws(StatsError) in
      let area = try AreaUnderCurve(rows.rows(members))
      return GroupEvaluation.Reading(
        area.value, interval: try area.confidenceInterval(level: level))
    }
    // Perfect separation has no standard error; group 2 has no negatives.
    #expect(found[0].outcome == .notComputable(.zeroVariance))
    #expect(found.map { $0.standing(against: 0.5) } == [.unknown, .unknown])
    #expect(throws: StatsError.self) {
      try GroupEvaluation(minimumSize: 1, level: 1).evaluate(groups) {
        (_, _) throws(StatsError) in throw .zeroVariance
      }
    }
  }

  @Test("V4 a group that the new model serves worse is found by pairs")
  func pairsFindTheWorseGroup() throws {
    let groups = (0..<600).map { $0 % 2 == 0 ? "even" : "odd" }
    let labels = groups.indices.map { $0 % 3 == 0 }
    // Control errs on a fifth of odd rows; treatment on a fifth of even and a quarter of odd ones.
    let control = labels.indices.map { ($0 % 10 == 9) != labels[$0] }
    let treatment = labels.indices.map { ($0 % 10 == 8 || $0 % 8 == 3) != labels[$0] }
    let found = try GroupEvaluation(minimumSize: 100).evaluate(groups) {
      (rows, level) throws(StatsError) in
      let truth = rows.map { labels[$0] }
      let before = try ConfusionRows(predictions: rows.map { control[$0] }, labels: truth)
      let after = try ConfusionRows(predictions: rows.map { treatment[$0] }, labels: truth)
      let difference = try after.statistic(.accuracy)
        .difference(from: before.statistic(.accuracy)).estimate().estimate
      return GroupEvaluation.Reading(
        difference.value, interval: try difference.confidenceInterval(level: level))
    }
    #expect(found.map(\.group) == ["even", "odd"])
    #expect(found.map { $0.standing(against: 0) } == [.missed, .undecided])
  }

  /// Four groups at their minimum: any false "missed" or "reached" at most at the stated rate.
  @Test("V4 intervals hold for all groups together")
  func intervalsHoldTogether() throws {
    var random = SplitMix64(seed: 77)
    let groups = (0..<400).map { $0 % 4 }
    let runs = 1_000
    var wrong = 0
    for _ in 0..<runs {
      let correct = groups.map { _ in random.uniform() < 0.8 }
      let found = try GroupEvaluation(minimumSize: 50, level: 0.9).evaluate(groups) {
        (rows, level) throws(StatsError) in try accuracy(correct, rows, level)
      }
      let covered = found.allSatisfy {
        guard case .estimated(let reading) = $0.outcome else { return false }
        return reading.interval.contains(0.8)
      }
      wrong += covered ? 0 : 1
    }
    // Wilson at a hundred rows is off its level by up to a point.
    #expect(Double(wrong) / Double(runs) < binomialBound(0.11, runs: runs))
  }
}
