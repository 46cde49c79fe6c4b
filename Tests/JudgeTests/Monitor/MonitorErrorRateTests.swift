import Foundation
import Stats
import Summaries
import Testing

@testable import Judge

/// Streams of windows drawn at the limits of a monitor's triggers, the least favourable of all harmless truths.
private struct Stream {
  static let hour: Int64 = 3_600_000_000
  static let windows = 100
  let layout: MonitorLayout
  var random: SplitMix64

  init(_ plan: Plan, seed: UInt64) {
    layout = MonitorLayout(plan, since: nil, until: nil, asOf: nil)
    random = SplitMix64(seed: seed)
  }

  /// Cells whose moments are drawn for each trigger and window.
  mutating func decision(
    _ draw: (Int, Int, inout SplitMix64) -> (moments: BivariateMoments, rows: Int)
  ) -> MonitorDecision {
    let scan = layout.scan(Self.hour)
    let slots = layout.slots(Self.hour)
    var summary = LogSummary()
    (summary.rows.read, summary.rows.used) = (Self.windows, Self.windows)
    summary.firstTime = Timestamp(microseconds: 0)
    summary.lastTime = Timestamp(microseconds: Int64(Self.windows) * Self.hour)
    for window in 0..<Self.windows {
      var cell = LogSummary.Cell(
        variant: 0, bucket: window, rows: 0, units: 0,
        pairs: Array(repeating: BivariateMoments(), count: scan.pairs.count), distributions: [])
      for (trigger, slot) in slots.sorted(by: { $0.key < $1.key }) {
        let drawn = draw(trigger, window, &random)
        cell.pairs[slot.pair] = drawn.moments
        var units = BivariateMoments()
        units.add((x: 1, y: 1), times: drawn.moments.count)
        (cell.pairs[slot.units], cell.rows) = (units, drawn.rows)
      }
      summary.cells.append(cell)
    }
    var readings = MonitorReadings()
    readings.windows[Self.hour] = summary
    return MonitorJudgement(layout, asOf: nil, completeUntil: nil).decide(readings)
  }
}

extension BivariateMoments {
  /// Events among rows.
  fileprivate init(events: Int, of rows: Int) {
    self.init()
    add((x: 1, y: 1), times: events)
    add((x: 0, y: 1), times: rows - events)
  }

  /// Values of rows, by their power sums.
  fileprivate init(_ rows: Int, _ draw: () -> Double) {
    var (first, second, third, fourth) = (0.0, 0.0, 0.0, 0.0)
    for _ in 0..<rows {
      let value = draw()
      first += value
      second += value * value
      third += value * value * value
      fourth += value * value * value * value
    }
    let sums = [Double(rows), first, second, third, fourth]
    self.init(count: rows, shiftX: 0, shiftY: 0) { p, _ in sums[p] }
  }

  /// Pairs, by their power sums.
  fileprivate init(_ pairs: [(x: Double, y: Double)]) {
    var sums = Array(repeating: Array(repeating: 0.0, count: 5), count: 5)
    for pair in pairs {
      var power = 1.0
      for p in 0...4 {
        var product = power
        for q in 0...(4 - p) {
          sums[p][q] += product
          product *= pair.y
        }
        power *= pair.x
      }
    }
    self.init(count: pairs.count, shiftX: 0, shiftY: 0) { sums[$0][$1] }
  }
}

extension SplitMix64 {
  fileprivate mutating func events(_ rows: Int, _ share: Double) -> Int {
    (0..<rows).count { _ in uniform() < share }
  }
}

@Suite struct MonitorErrorRateTests {
  private static let rows = 150

  /// Four triggers at their limits; 0.04 expected alarms a window are spread over them.
  private func plan(unit: String) throws -> Plan {
    try Plan(
      yaml: """
        name: watch
        strategy: monitor
        log: {time: time, unit: \(unit), error: error}
        monitor: {expected_alarms: 0.96, alarm_period: 24h, minimum_rows: 10}
        triggers:
          - {name: errors, kind: rate, above: 5%, over: 1h, severity: high}
          - {name: hits, kind: proportion, column: hit, below: 90%, over: 1h, severity: high}
          - {name: slow, kind: mean, column: a, above: 1 abs, over: 1h, severity: high}
          - {name: fast, kind: mean, column: b, below: 1 abs, over: 1h, severity: high}
        """, file: "p")
  }

  private static func draw(
    _ trigger: Int, _ random: inout SplitMix64
  ) -> (moments: BivariateMoments, rows: Int) {
    switch trigger {
    case 0: (BivariateMoments(events: random.events(rows, 0.05), of: rows), rows)
    case 1: (BivariateMoments(events: random.events(rows, 0.9), of: rows), rows)
    // Skewed, as latencies are: exponential, and squares of uniform numbers; both of mean one.
    case 2: (BivariateMoments(rows) { -log(random.uniform()) }, rows)
    default: (BivariateMoments(rows) { 3 * pow(random.uniform(), 2) }, rows)
    }
  }

  /// T·α and four standard errors of the mean over streams: a right monitor fails in one of 30,000 seeds.
  private func bound(_ counts: Moments) -> Double {
    0.04 * Double(Stream.windows)
      + 4 * ((counts.variance ?? 0) / Double(counts.count)).squareRoot()
  }

  @Test(
    "K1 without a change expected alarms keep to their budget, and a naive z each window does not")
  func rows() throws {
    let plan = try plan(unit: "none")
    var (alarms, naive) = (Moments(), Moments())
    for seed in 0..<8 {
      var stream = Stream(plan, seed: UInt64(7000 + seed))
      var careless = 0
      let decision = stream.decision { trigger, _, random in
        let drawn = Self.draw(trigger, &random)
        let limit = [0.05, 0.9, 1, 1][trigger]
        if let ratio = try? RatioEstimate(moments: drawn.moments), ratio.standardError > 0 {
          let z = (ratio.ratio - limit) / ratio.standardError
          careless += (trigger == 0 || trigger == 2 ? z : -z) > 1.645 ? 1 : 0
        }
        return drawn
      }
      alarms.add(Double(decision.triggers.map(\.alarms).reduce(0, +)))
      naive.add(Double(careless))
      // Few of the skewed windows are left out for want of effective units.
      #expect(decision.triggers.allSatisfy { $0.judgedWindows > Stream.windows * 3 / 4 })
    }
    #expect(alarms.mean <= bound(alarms), "\(alarms.mean)")
    #expect(naive.mean > bound(naive), "\(naive.mean)")
  }

  @Test(
    "K1 requests of one user are no evidence of their own: by unit the budget holds, by row it does not"
  )
  func units() throws {
    var (alarms, byRow) = (Moments(), Moments())
    let (clustered, rowwise) = (try plan(unit: "user"), try plan(unit: "none"))
    for seed in 0..<6 {
      func draw(_ byUnit: Bool) -> (Int, Int, inout SplitMix64) -> (BivariateMoments, Int) {
        { trigger, _, random in
          guard trigger == 0 else { return Self.draw(trigger, &random) }
          // Ten users in a hundred fail with every other request, the rest never.
          var pairs: [(x: Double, y: Double)] = []
          for _ in 0..<120 {
            let requests = 1 + Int(random.uniform() * 8)
            let share = random.uniform() < 0.1 ? 0.5 : 0
            pairs.append((Double(random.events(requests, share)), Double(requests)))
          }
          let rows = Int(pairs.map(\.y).reduce(0, +))
          let events = Int(pairs.map(\.x).reduce(0, +))
          return byUnit
            ? (BivariateMoments(pairs), rows) : (BivariateMoments(events: events, of: rows), rows)
        }
      }
      var stream = Stream(clustered, seed: UInt64(9000 + seed))
      alarms.add(Double(stream.decision(draw(true)).triggers[0].alarms))
      stream = Stream(rowwise, seed: UInt64(9000 + seed))
      byRow.add(Double(stream.decision(draw(false)).triggers[0].alarms))
    }
    // One of the four triggers: a quarter of the budget.
    let slack = bound(alarms) - 0.03 * Double(Stream.windows)
    #expect(alarms.mean <= slack, "\(alarms.mean)")
    #expect(byRow.mean > bound(byRow) - 0.03 * Double(Stream.windows), "\(byRow.mean)")
  }

  @Test("K1 a rate that doubles is seen within a few windows, and since when it has")
  func detection() throws {
    let plan = try plan(unit: "none")
    for seed in 0..<3 {
      var stream = Stream(plan, seed: UInt64(500 + seed))
      let decision = stream.decision { trigger, window, random in
        guard trigger == 0 else { return Self.draw(trigger, &random) }
        let share = window < 80 ? 0.02 : 0.1
        return (BivariateMoments(events: random.events(Self.rows, share), of: Self.rows), Self.rows)
      }
      let errors = decision.triggers[0]
      #expect(errors.status == .raised)
      let since = try #require(errors.raisedSince).microseconds / Stream.hour
      #expect((79...84).contains(since), "\(since)")
      #expect(decision.verdict == .alert)
    }
  }

  @Test("A window without rows, or with too few, neither raises nor clears") func gaps() throws {
    let plan = try plan(unit: "none")
    var stream = Stream(plan, seed: 1)
    let decision = stream.decision { trigger, window, random in
      if window >= 90 { return (BivariateMoments(events: 0, of: 5), 5) }
      if trigger == 0 { return (BivariateMoments(events: 60, of: Self.rows), Self.rows) }
      return Self.draw(trigger, &random)
    }
    #expect(decision.triggers[0].status == .raised)
    #expect(decision.triggers[0].causes.contains(.tooFewRows(rows: 5, required: 10)))
    #expect(decision.triggers[1].status != .clear)
    #expect(decision.triggers[1].unjudgedWindows == 10)
  }
}
