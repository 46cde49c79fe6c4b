import Foundation
import Judge
import Summaries
import Testing

struct LogGeneratorTests {
  /// One row, its fields by column name.
  private typealias Row = [String: String]

  private static func rows(_ configuration: LogGenerator.Configuration) throws -> [Row] {
    var rows: [Row] = []
    try LogGenerator(configuration).forEachLine { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      rows.append(Dictionary(uniqueKeysWithValues: zip(LogGenerator.columns, fields)))
    }
    return Array(rows.dropFirst())
  }

  private static var small: LogGenerator.Configuration {
    LogGenerator.Configuration(seed: 3, users: 800, rows: 4_000)
  }

  @Test func shippedLogIsWhatTheDefaultsMake() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("notebooks-data/fraud_ab.csv")
    var text = ""
    try LogGenerator().forEachLine { text += $0 + "\n" }
    #expect(try Data(contentsOf: file) == Data(text.utf8))
  }

  @Test func seedNamesTheLog() throws {
    var other = Self.small
    other.seed = 4
    #expect(try Self.rows(Self.small) == Self.rows(Self.small))
    #expect(try Self.rows(Self.small) != Self.rows(other))
  }

  @Test func headerAloneWhenNoRowsAreAskedFor() throws {
    var lines: [String] = []
    try LogGenerator(.init(rows: 0)).forEachLine { lines.append($0) }
    #expect(lines == [LogGenerator.columns.joined(separator: ",")])
  }

  @Test func timesRiseWithinTheDaysAskedFor() throws {
    let times = try Self.rows(Self.small).compactMap { $0["timestamp"] }
    #expect(times.count == 4_000)
    #expect(times == times.sorted())
    #expect(times.first.map { $0 >= "2026-03-02T00:00:00Z" } == true)
    #expect(times.last.map { $0 < "2026-03-16T00:00:00Z" } == true)
  }

  @Test func aUserSeesOneVariantAndSharesFollowTheSplit() throws {
    var configuration = Self.small
    configuration.challengerShare = 0.2
    let byUser = Dictionary(grouping: try Self.rows(configuration)) { $0["user_id"] ?? "" }
    let variants = byUser.mapValues { rows in Set(rows.compactMap { $0["variant"] }) }
    #expect(variants.values.allSatisfy { $0.count == 1 })
    let share =
      Double(variants.values.count { $0 == ["challenger"] }) / Double(variants.count)
    // Four binomial standard errors over at least 500 users.
    #expect(variants.count > 500)
    #expect(abs(share - 0.2) < 4 * (0.2 * 0.8 / 500).squareRoot())
  }

  @Test func someUsersComeOftenAndMostSeldom() throws {
    let byUser = Dictionary(grouping: try Self.rows(Self.small)) { $0["user_id"] ?? "" }
    let counts = byUser.values.map(\.count).sorted()
    #expect(counts[counts.count / 2] <= 4)
    #expect(counts.last.map { $0 >= 20 } == true)
  }

  @Test func labelsArriveLaterAndOnlyBeforeTheEnd() throws {
    var missing = 0
    for row in try Self.rows(Self.small) {
      let labelTime = try #require(row["label_time"])
      if labelTime.isEmpty {
        missing += 1
        #expect(row["label"] == "")
      } else {
        let time = try #require(row["timestamp"])
        #expect(["0", "1"].contains(row["label"]))
        #expect(labelTime > time && labelTime <= "2026-03-16T00:00:00Z")
      }
    }
    #expect((200...1_000).contains(missing))
  }

  @Test func scoresOfBothModelsAreCalibrated() throws {
    for (variant, rows) in Dictionary(
      grouping: try Self.rows(.init(users: 6_000, rows: 20_000)), by: { $0["variant"] ?? "" })
    {
      var labels = [Double](repeating: 0, count: 5)
      var scores = labels
      var counts = labels
      for row in rows {
        guard let score = row["score"].flatMap(Double.init),
          let label = row["label"].flatMap(Double.init)
        else { continue }
        let bin = min(4, Int(5 * score))
        labels[bin] += label
        scores[bin] += score
        counts[bin] += 1
      }
      for bin in 0..<5 {
        // The widened sigmoid is good to 0.02, and the emptiest bin has about 500 rows: a
        // binomial standard error of 0.02, of which two are allowed on top.
        #expect(
          abs(labels[bin] - scores[bin]) / counts[bin] < 0.06, "\(variant), bin \(bin)")
      }
    }
  }

  @Test func sharperScoresAreMoreAccurate() throws {
    var correct: [String: Double] = [:]
    var judged: [String: Double] = [:]
    for row in try Self.rows(.init(users: 6_000, rows: 20_000)) {
      guard let variant = row["variant"], let label = row["label"], !label.isEmpty,
        let prediction = row["prediction"], !prediction.isEmpty
      else { continue }
      correct[variant, default: 0] += prediction == label ? 1 : 0
      judged[variant, default: 0] += 1
    }
    func accuracy(_ variant: String) -> Double {
      correct[variant, default: 0] / judged[variant, default: 1]
    }
    // 3.2 points are planted; the clustered standard error is 0.6.
    #expect(abs(accuracy("challenger") - accuracy("champion") - 0.032) < 4 * 0.006)
    #expect(abs(accuracy("champion") - 0.82) < 0.02)
  }

  @Test func changingOneModelLeavesEveryOtherFieldAsItWas() throws {
    var slower = Self.small
    slower.challenger.latencyMedian *= 2
    var failing = 0
    for (before, after) in zip(try Self.rows(Self.small), try Self.rows(slower)) {
      let isChanged = before["variant"] == "challenger" && before["error"] == "false"
      guard isChanged else {
        #expect(before == after)
        continue
      }
      let old = try #require(before["latency_ms"].flatMap(Double.init))
      let new = try #require(after["latency_ms"].flatMap(Double.init))
      // Both are rounded to a tenth of a millisecond.
      if abs(new - 2 * old) > 0.151 { failing += 1 }
      var rest = after
      rest["latency_ms"] = before["latency_ms"]
      #expect(rest == before)
    }
    #expect(failing == 0)
  }

  @Test func failedRequestsHaveNoScoreAndNoLatency() throws {
    var configuration = Self.small
    configuration.challenger.errorRate = 1
    for row in try Self.rows(configuration) where row["error"] == "true" {
      #expect(row["score"] == "" && row["prediction"] == "" && row["latency_ms"] == "")
    }
    let challengers = try Self.rows(configuration).filter { $0["variant"] == "challenger" }
    #expect(!challengers.isEmpty && challengers.allSatisfy { $0["error"] == "true" })
  }

  @Test func impossibleConfigurationsAreNamed() {
    func problem(_ change: (inout LogGenerator.Configuration) -> Void) -> String? {
      var configuration = LogGenerator.Configuration()
      change(&configuration)
      do throws(LogGenerator.InvalidConfiguration) {
        _ = try LogGenerator(configuration)
        return nil
      } catch {
        return error.description
      }
    }
    #expect(problem { _ in } == nil)
    #expect(problem { $0.users = 0 } == "users is 0; it must be 1 to 100,000,000")
    #expect(problem { $0.rows = -1 }?.hasPrefix("rows is -1") == true)
    #expect(problem { $0.days = 0 }?.hasPrefix("days is 0") == true)
    #expect(problem { $0.challengerShare = .nan }?.hasPrefix("challenger share is nan") == true)
    #expect(problem { $0.challenger.variant = "champion" }?.contains("must differ") == true)
    #expect(problem { $0.champion.version = "2\r\n4" }?.contains("line break") == true)
    #expect(problem { $0.champion.errorRate = 2 }?.contains("champion is 2.0") == true)
    #expect(problem { $0.challenger.scoreNoise = -1 }?.contains("challenger is -1.0") == true)
    #expect(problem { $0.challenger.latencyMedian = .infinity }?.contains("inf") == true)
  }
}
