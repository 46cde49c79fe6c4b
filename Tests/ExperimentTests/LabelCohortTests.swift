import Experiment
import Testing

/// How mature labels are, by the day on which units came.
@Suite struct LabelCohortTests {
  /// 2 March 2026, midnight.
  private static let start: Int64 = 1_772_409_600

  /// Ten users an arm on the first day, ten more on each of the next three, each with a row at noon; the label
  /// of every fifth comes after three days, of all others within the hour.
  private func files() throws -> (log: TemporaryLog, labels: TemporaryLog) {
    var rows = "at,user,variant,id,guess\n"
    var labels = "id,truth,known\n"
    for day in 0..<4 {
      for index in 0..<20 * (day + 1) {
        let noon = Self.start + Int64(day) * 86_400 + 43_200
        let name = "d\(day)i\(index)"
        rows += "\(noon),u\(name),\(index % 2 == 0 ? "old" : "new"),\(name),1\n"
        labels += "\(name),1,\(noon + (index / 2 % 5 == 0 ? 3 * 86_400 : 3600))\n"
      }
    }
    return (try TemporaryLog(rows), try TemporaryLog(labels))
  }

  private func decide(_ maturity: String) async throws -> Decision {
    let (log, labels) = try files()
    let plan = try Plan(
      yaml: """
        name: cohorts
        strategy: ab
        log: {time: at, unit: user, variant: variant, prediction: guess}
        labels: {file: \(labels.path), key: id, value: truth, time: known\(maturity)}
        variants: {control: old, treatments: [new]}
        metrics: [{name: accuracy, kind: accuracy, role: success\(maturity.isEmpty ? "" : ", window: 1d")}]
        inference: {minimum_sample: 40, success: always-valid}
        """, file: "cohorts.yaml")
    // 6 March, midnight.
    let end = Timestamp(seconds: Self.start + 4 * 86_400)
    return try await Gate(plan, asOf: end, completeUntil: end).decide([.path(log.path)])
  }

  @Test("Labels are told by the day of exposure: who has them behind, and which there are")
  func cohorts() async throws {
    let decision = try await decide(", maturity: 1d")
    let cohorts = try #require(decision.sample.labels?.cohorts)
    #expect(
      cohorts.map(\.day) == (0..<4).map { Timestamp(seconds: Self.start + $0 * 86_400) })
    #expect(cohorts.map(\.units) == [[10, 10], [20, 20], [30, 30], [40, 40]])
    // A day of window and one for the labels after the day itself: until 6 March those of 2 and 3 March.
    #expect(cohorts.map(\.mature) == [[10, 10], [20, 20], [0, 0], [0, 0]])
    #expect(cohorts.map(\.rows) == cohorts.map(\.units))
    #expect(cohorts.map(\.labelled) == [[8, 8], [16, 16], [24, 24], [32, 32]])
    #expect(decision.verdict == .continue)
    #expect(
      decision.reasons.contains(
        .unitsIncomplete(
          metric: "accuracy", treatment: "new", complete: 60, units: 200, required: 40)))
  }

  @Test("Labels without a maturity have no cohorts")
  func none() async throws {
    #expect(try await decide("").sample.labels?.cohorts == nil)
  }
}
