import Foundation
import Stats
import Summaries
import Testing

@testable import Judge

/// Streams of windows whose traffic is split, or whose predictions are distributed, exactly at a trigger's limit.
@Suite struct MonitorShareErrorRateTests {
  private static let hour: Int64 = 3_600_000_000
  private static let windows = 100
  private static let rows = 400
  /// False alarms that are expected in a window, of the one trigger.
  private static let budget = 0.04

  private func plan(_ trigger: String) throws -> Plan {
    try Plan(
      yaml: """
        name: watch
        strategy: monitor
        log: {time: time, unit: none, prediction: answer, error: error}
        monitor: {baseline: {file: usual.csv}, expected_alarms: 0.96, alarm_period: 24h, minimum_rows: 10}
        triggers:
          - {name: watched, \(trigger), over: 1h, severity: high}
        """, file: "p")
  }

  private func summary(_ cells: [LogSummary.Cell]) -> LogSummary {
    var summary = LogSummary()
    (summary.rows.read, summary.rows.used) = (Self.windows, Self.windows)
    (summary.firstTime, summary.lastTime) = (
      Timestamp(microseconds: 0), Timestamp(microseconds: Int64(Self.windows) * Self.hour)
    )
    summary.cells = cells
    return summary
  }

  /// How often each kind falls among rows.
  private func draw(_ shares: [Double], _ rows: Int, _ random: inout SplitMix64) -> [Int] {
    var counts = shares.map { _ in 0 }
    for _ in 0..<rows {
      var position = random.uniform()
      let kind = shares.firstIndex { share in
        position -= share
        return position < 0
      }
      counts[kind ?? shares.count - 1] += 1
    }
    return counts
  }

  /// T·α and four standard errors of the mean over streams: a right monitor fails in one of 30,000 seeds.
  private func bound(_ counts: Moments) -> Double {
    Self.budget * Double(Self.windows)
      + 4 * ((counts.variance ?? 0) / Double(counts.count)).squareRoot()
  }

  @Test("N1 a split that lies at its tolerance is an alarm no more often than the plan expects")
  func split() throws {
    let plan = try plan("kind: split, column: version, traffic: {a: 50, b: 50}, beyond: 10pp")
    let layout = MonitorLayout(plan, since: nil, until: nil, asOf: nil)
    let slots = try #require(layout.splits(Self.hour)[0])
    let scan = layout.scan(Self.hour)
    var (alarms, careless) = (Moments(), Moments())
    for seed in 0..<8 {
      var random = SplitMix64(seed: UInt64(300 + seed))
      var naive = 0
      let cells = (0..<Self.windows).map { window -> LogSummary.Cell in
        // Sixty to forty, where half and half was planned and ten points are tolerated.
        let counts = draw([0.6, 0.4], Self.rows, &random)
        naive += Double(counts[0]) / Double(Self.rows) > 0.6 ? 1 : 0
        var cell = LogSummary.Cell(
          variant: 0, bucket: window, rows: Self.rows, units: Self.rows,
          pairs: scan.pairs.map { _ in BivariateMoments() }, distributions: [])
        for slot in slots {
          let count = slot.variant.map { counts[$0 == "a" ? 0 : 1] } ?? 0
          cell.pairs[slot.pair].add((1, 1), times: count)
          cell.pairs[slot.pair].add((0, 1), times: Self.rows - count)
        }
        return cell
      }
      var readings = MonitorReadings()
      readings.windows[Self.hour] = summary(cells)
      let state = try #require(
        MonitorJudgement(layout, asOf: nil, completeUntil: nil).decide(readings).triggers.first)
      #expect(state.judgedWindows == Self.windows)
      alarms.add(Double(state.alarms))
      careless.add(Double(naive))
    }
    #expect(alarms.mean <= bound(alarms), "\(alarms.mean)")
    // An estimate beyond its tolerance is no alarm by itself: that would be every other window.
    #expect(careless.mean > bound(careless), "\(careless.mean)")
  }

  /// Answers of five kinds, and others whose divergence from them is what a trigger tolerates.
  private struct Answers {
    let usual = [0.4, 0.3, 0.15, 0.1, 0.05]
    let limit = 0.1

    /// The usual shares with some weight moved from the first kind to the last: KL(shifted ‖ usual) is the limit.
    var shifted: [Double] {
      func shift(_ weight: Double) -> [Double] {
        var shares = usual
        shares[0] -= weight
        shares[4] += weight
        return shares
      }
      var (low, high) = (0.0, 0.39)
      for _ in 0..<60 {
        let middle = (low + high) / 2
        let divergence = zip(shift(middle), usual).map { $0 * log($0 / $1) }.reduce(0, +)
        if divergence < limit { low = middle } else { high = middle }
      }
      return shift(low)
    }
  }

  @Test("N1 predictions that diverge by their tolerance are an alarm no more often than expected")
  func divergence() throws {
    let plan = try plan("kind: drift, measure: kl, columns: [answer], above: 0.1")
    let layout = MonitorLayout(plan, since: nil, until: nil, asOf: nil)
    let answers = Answers()
    var (alarms, careless) = (Moments(), Moments())
    for seed in 0..<8 {
      var random = SplitMix64(seed: UInt64(700 + seed))
      let usual = draw(answers.usual, 10 * Self.rows, &random)
      var naive = 0
      let cells = (0..<Self.windows).map { window -> LogSummary.Cell in
        let counts = draw(answers.shifted, Self.rows, &random)
        let pairs = zip(counts, usual).map { ($0, $1) }
        let estimate = pairs.map { pair -> Double in
          let (p, q) = (
            Double(pair.0) / Double(Self.rows), Double(pair.1) / Double(10 * Self.rows)
          )
          return p > 0 && q > 0 ? p * log(p / q) : 0
        }.reduce(0, +)
        naive += estimate > answers.limit ? 1 : 0
        return LogSummary.Cell(
          variant: 0, bucket: window, rows: Self.rows, units: Self.rows, pairs: [],
          distributions: [DriftSample.categories(counts, named: "answer")])
      }
      var readings = MonitorReadings()
      readings.columns[Self.hour] = summary(cells)
      readings.windows[Self.hour] = summary(cells)
      readings.baselineColumns = DriftSample.log([DriftSample.categories(usual, named: "answer")])
      let state = try #require(
        MonitorJudgement(layout, asOf: nil, completeUntil: nil).decide(readings).triggers.first)
      #expect(state.judgedWindows == Self.windows, "\(state)")
      alarms.add(Double(state.alarms))
      careless.add(Double(naive))
    }
    #expect(alarms.mean <= bound(alarms), "\(alarms.mean)")
    #expect(careless.mean > bound(careless), "\(careless.mean)")
  }

  @Test("N1 twice the tolerance is seen in most windows")
  func detection() throws {
    let plan = try plan("kind: drift, measure: kl, columns: [answer], above: 0.05")
    let layout = MonitorLayout(plan, since: nil, until: nil, asOf: nil)
    var random = SplitMix64(seed: 5)
    let (answers, rows) = (Answers(), 4 * Self.rows)
    let cells = (0..<Self.windows).map { window in
      LogSummary.Cell(
        variant: 0, bucket: window, rows: rows, units: rows, pairs: [],
        distributions: [
          DriftSample.categories(draw(answers.shifted, rows, &random), named: "answer")
        ])
    }
    var readings = MonitorReadings()
    (readings.columns[Self.hour], readings.windows[Self.hour]) = (summary(cells), summary(cells))
    readings.baselineColumns = DriftSample.log([
      DriftSample.categories(draw(answers.usual, 10 * rows, &random), named: "answer")
    ])
    let state = try #require(
      MonitorJudgement(layout, asOf: nil, completeUntil: nil).decide(readings).triggers.first)
    #expect(state.status == .raised)
    #expect(state.alarms > Self.windows / 2, "\(state.alarms)")
  }
}
