import AssayTestSupport
import Foundation
import Summaries
import Testing

@testable import Judge

@Suite struct DriftLookTests {
  /// Ten equally likely codes, as a log of `rows` of them has them.
  private func column(
    _ rows: Int, _ shares: [Double], named name: String, _ generator: inout SplitMix64
  ) -> ColumnDistribution {
    DriftSample.categories(generator.multinomial(rows, shares), named: name)
  }

  private static let even = [Double](repeating: 0.1, count: 10)

  /// The shares of a standard normal's deciles after its mean moved by 0.1 standard deviations:
  /// R, diff(pnorm(qnorm(0:10/10) - 0.1)).
  private static let shifted = [
    0.0835547, 0.0896386, 0.0929890, 0.0957318, 0.0982580, 0.1007656, 0.1034254, 0.1064784,
    0.1104666, 0.1186918,
  ]

  private func plan(_ change: (inout DriftPlan) -> Void = { _ in }) -> Plan {
    var plan = Plan(name: "daily", strategy: .drift, control: nil, treatments: [])
    change(&plan.drift)
    return plan
  }

  private func profile(_ columns: [ColumnDistribution], _ plan: Plan) -> LogProfile {
    LogProfile(DriftSample.log(columns), plan)
  }

  @Test("D1 without drift a scheduled report raises no more alarms than it promises")
  func falseAlarms() throws {
    // At a tolerance of next to nothing, where false alarms are likeliest, and a high rate to see some.
    let plan = plan { ($0.psi, $0.alarmRate) = (1e-9, 0.05) }
    let scale = ProcessInfo.processInfo.environment["ASSAY_TEST_SCALE"].flatMap(Int.init) ?? 1
    let (years, looks, columns) = (12 * scale, 40, 3)
    var generator = SplitMix64(seed: 20_260_301)
    var alarms = 0
    for _ in 0..<years {
      let names = (0..<columns).map { "c\($0)" }
      let reference = profile(
        names.map { column(20_000, Self.even, named: $0, &generator) }, plan)
      var state = try DriftState(plan: plan, reference: reference)
      for look in 0..<looks {
        let current = profile(
          names.map { column(5_000, Self.even, named: $0, &generator) }, plan)
        _ = try state.take("\(look)", current, against: reference, under: plan)
      }
      alarms += state.detector.alarms
    }
    // E[alarms] ≤ T α, 24 at scale 1. An e-detector on calibrated p-values of the least favourable kind is
    // far below it; were it not, evidence was counted twice.
    #expect(Double(alarms) <= 0.05 * Double(years * looks))
  }

  @Test("D1 a mean shift of 0.1 sd in one column of ten is found within five days of 10,000 rows")
  func detection() throws {
    let plan = plan { ($0.psi, $0.alarmRate) = (0.001, 0.01) }
    var generator = SplitMix64(seed: 77)
    let names = (0..<10).map { "c\($0)" }
    let reference = profile(
      names.map { column(300_000, Self.even, named: $0, &generator) }, plan)
    var state = try DriftState(plan: plan, reference: reference)
    var found: Int?
    for day in 0..<20 {
      let current = profile(
        names.map { name in
          column(
            10_000, name == "c3" && day >= 10 ? Self.shifted : Self.even, named: name, &generator)
        }, plan)
      _ = try state.take("day \(day)", current, against: reference, under: plan)
      if let look = state.looks.last, look.alarm {
        found = found ?? day
        #expect(look.foremost == "c3")
      }
    }
    let day = try #require(found)
    #expect((10..<15).contains(day))
    let first = try #require(state.looks.first { $0.alarm })
    #expect(state.looks.prefix { !$0.alarm }.count == day)
    #expect(first.logEValue >= log(100))
  }

  @Test("D1 the same look counts once, and other rows under its name are refused")
  func idempotent() throws {
    let plan = plan()
    var generator = SplitMix64(seed: 5)
    let reference = profile([column(5_000, Self.even, named: "c", &generator)], plan)
    let today = profile([column(5_000, Self.even, named: "c", &generator)], plan)
    let other = profile([column(5_000, Self.even, named: "c", &generator)], plan)
    var state = try DriftState(plan: plan, reference: reference)
    #expect(try state.take("today", today, against: reference, under: plan) == .new)
    let once = state
    #expect(try state.take("today", today, against: reference, under: plan) == .takenBefore)
    #expect(state == once)
    #expect(throws: DriftStateError.otherRows(look: "today")) {
      try state.take("today", other, against: reference, under: plan)
    }
    #expect(state == once)
  }

  @Test("D1 the same rows under another look's name are refused; others that count alike are not")
  func sameRows() throws {
    let plan = plan()
    let reference = profile([DriftSample.categories([500, 500], named: "c")], plan)
    let rows = profile([DriftSample.categories([50, 50], named: "c")], plan)
    var state = try DriftState(plan: plan, reference: reference)
    func take(_ name: String, from source: String?) throws -> DriftLooks.Standing {
      try state.take(name, rows, against: reference, under: plan, from: source)
    }
    #expect(try take("monday", from: "aa") == .new)
    let once = state
    #expect(throws: DriftStateError.sameRows(look: "tuesday", takenAs: "monday")) {
      try take("tuesday", from: "aa")
    }
    #expect(state == once)
    #expect(try take("monday", from: "aa") == .takenBefore)
    #expect(state == once)
    // Counts of few rows are often the same; other bytes are other rows.
    #expect(try take("tuesday", from: "bb") == .new)
    // Windows are told apart by their own times.
    #expect(try take("2026-03-04T00:00:00Z", from: nil) == .new)
    #expect(try take("2026-03-05T00:00:00Z", from: nil) == .new)
    state = try DriftState(text: Array(state.text.utf8))
    #expect(throws: DriftStateError.sameRows(look: "friday", takenAs: "tuesday")) {
      try take("friday", from: "bb")
    }
  }

  @Test("D1 a state reads back as written, and belongs to its plan and its reference")
  func document() throws {
    let plan = plan()
    var generator = SplitMix64(seed: 6)
    let reference = profile([column(5_000, Self.even, named: "c", &generator)], plan)
    var state = try DriftState(plan: plan, reference: reference)
    for look in 0..<3 {
      let current = profile([column(5_000, Self.even, named: "c", &generator)], plan)
      _ = try state.take("look \(look)", current, against: reference, under: plan)
    }
    let read = try DriftState(text: Array(state.text.utf8))
    #expect(read == state)
    #expect(throws: DriftStateError.otherPlan) {
      try read.check(plan: self.plan { $0.psi = 0.1 }, reference: reference)
    }
    let elsewhere = profile([column(5_000, Self.even, named: "c", &generator)], plan)
    #expect(throws: DriftStateError.otherReference) {
      try read.check(plan: plan, reference: elsewhere)
    }
    for (before, after) in [
      (#""assayDriftState" : 2"#, #""assayDriftState" : 9"#), (#""alarms" : 0"#, #""alarms" : 1"#),
      (#""streams" : 1"#, #""streams" : 0"#), (#""look 1""#, #""look 0""#),
      (#""alarmRate" : 0.01"#, #""alarmRate" : 2"#),
    ] {
      let broken = state.text.replacing(before, with: after)
      #expect(broken != state.text, "\(before)")
      #expect(throws: DriftStateError.self) { try DriftState(text: Array(broken.utf8)) }
      // What adds up is refused, too, unless it is what was written.
      let forged = FileSeal.sealed(String(broken.dropLast(FileSeal.length)) + "}")
      #expect(throws: DriftStateError.self, "\(before)") {
        try DriftState(text: Array(forged.utf8))
      }
    }
    let bytes = Array(state.text.utf8)
    for end in stride(from: 0, to: bytes.count - 3, by: 29) {
      #expect(throws: DriftStateError.self) { try DriftState(text: Array(bytes[..<end])) }
    }
  }

  @Test("D1 an alarm is drift; drift of one look by itself is not told yet")
  func verdicts() throws {
    let plan = plan { ($0.psi, $0.alarmRate) = (0.05, 0.01) }
    let even = DriftSample.categories([5_000, 5_000], named: "c")
    let reference = profile([even], plan)
    // Shares .5 to .64: PSI .0805 at 400 rows, beyond .05 by luck as likely as not.
    let shaken = profile([DriftSample.categories([144, 256], named: "c")], plan)
    let moved = profile([DriftSample.categories([2_000, 8_000], named: "c")], plan)
    let analysis = DriftAnalysis(plan, identity: plan.identity)
    var state = try DriftState(plan: plan, reference: reference)
    func look(_ name: String, _ current: LogProfile) throws -> DriftDecision {
      let standing = try state.take(name, current, against: reference, under: plan)
      return try analysis.decide(reference: reference.summary, current: current.summary)
        .scheduled(state, look: name, standing, caughtUp: 1, under: plan.drift)
    }
    let first = try look("1", shaken)
    #expect(first.verdict != .drift)
    #expect(first.looks?.alarm == false)
    let second = try look("2", moved)
    #expect(second.verdict == .drift)
    #expect(second.looks?.alarm == true)
    #expect(second.columns.first?.causes.first.map { "\($0)".hasPrefix("alarmRaised") } == true)
    // The same look again says the same; the next one begins anew.
    let again = try look("2", moved)
    #expect(again.verdict == .drift)
    #expect(again.looks?.standing == .takenBefore)
    #expect(again.looks?.alarms == 1)
    let third = try look("3", reference)
    #expect(third.verdict == .stable)
    #expect(third.looks?.alarm == false)
  }

  @Test("D3 missing values and new categories are evidence of a look")
  func otherEvidence() throws {
    let plan = plan()
    let reference = profile([DriftSample.categories([5_000, 5_000], named: "c")], plan)
    for current in [
      DriftSample.categories(["c0": 4_700, "c1": 4_700], missing: 600, named: "c"),
      DriftSample.categories(["c0": 4_800, "c1": 4_800, "new": 400], named: "c"),
      DriftSample.categories(["c0": 8_000, "c1": 2_000], named: "c"),
    ] {
      var state = try DriftState(plan: plan, reference: reference)
      _ = try state.take("1", profile([current], plan), against: reference, under: plan)
      #expect(state.detector.alarms == 1)
    }
    var quiet = try DriftState(plan: plan, reference: reference)
    _ = try quiet.take("1", reference, against: reference, under: plan)
    #expect(quiet.detector.alarms == 0)
  }
}
