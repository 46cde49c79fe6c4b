import AssayTestSupport
import Foundation
import Summaries
import Testing

@testable import Judge

@Suite struct LogProfileTests {
  private let plan = Plan(name: "p", strategy: .drift, control: nil, treatments: [])

  /// Rows of a log: a number with gaps, one of many values, a code, a text.
  private func columns(_ rows: Range<Int>, seed: UInt64 = 7) -> [ColumnDistribution] {
    var x = profileColumn("x")
    var wide = profileColumn("wide")
    var code = profileColumn("code")
    var name = profileColumn("name")
    for row in rows {
      var generator = SplitMix64(seed: seed &+ UInt64(row) &* 0x9E37_79B9_7F4A_7C15)
      let u = generator.uniform()
      if row % 11 == 0 {
        x.missing += 1
      } else {
        add((u * 1000).rounded() / 10, to: &x)
      }
      // 1e9 away from zero, so that careless sums lose their digits.
      add(1e9 + exp(8 * u), to: &wide)
      add(Double(row % 4), to: &code)
      name.categories.add("n\(Int(u * u * 900))")
      name.texts += 1
    }
    return [x, wide, code, name].map { column in
      var column = column
      column.rows = rows.count
      return column
    }
  }

  private func profileColumn(_ name: String) -> ColumnDistribution {
    var request = LogProfile.resolution
    request.column = name
    return ColumnDistribution(request)
  }

  private func add(_ value: Double, to column: inout ColumnDistribution) {
    column.histogram.add(value)
    column.moments.add(value)
    column.categories.add("\(value)")
    column.numbers += 1
  }

  private func profile(_ rows: Range<Int>) -> LogProfile {
    LogProfile(DriftSample.log(columns(rows), rows: rows.count), plan)
  }

  @Test(
    "D2 ten disjoint shards merge to the profile of the whole: counts exactly, moments to 1e-12")
  func shards() throws {
    let whole = profile(0..<20_000)
    var merged = profile(0..<2_000)
    // In an order of its own: merging depends on none.
    for shard in [7, 3, 9, 1, 5, 2, 8, 4, 6] {
      let text = profile(shard * 2_000..<(shard + 1) * 2_000).text
      try merged.merge(LogProfile(text: Array(text.utf8)))
    }
    #expect(merged.rows == whole.rows)
    #expect(merged.columns.map(\.column) == whole.columns.map(\.column))
    for (found, expected) in zip(merged.columns, whole.columns) {
      #expect(found.rows == expected.rows)
      #expect(found.missing == expected.missing)
      #expect(found.numbers == expected.numbers)
      #expect(found.texts == expected.texts)
      #expect(found.histogram == expected.histogram)
      #expect(found.categories == expected.categories)
      // Carried in twice the digits, sums differ by rounding at most: 1e-12 as the promise has it.
      #expect(agree(found.moments.mean, expected.moments.mean, relative: 1e-12))
      #expect(
        agree(found.moments.centeredSquares, expected.moments.centeredSquares, relative: 1e-12))
    }
    // The columns were what the promise is hard for: cells coarsened, texts beyond none, gaps.
    #expect(whole.columns.contains { $0.histogram.mantissaBits < 52 })
    #expect(whole.columns.contains { $0.histogram.mantissaBits == 52 && $0.missing > 0 })
  }

  @Test("D2 a profile reads back as what was written, byte for byte")
  func roundTrip() throws {
    let profile = profile(0..<5_000)
    let read = try LogProfile(text: Array(profile.text.utf8))
    #expect(read.text == profile.text)
    #expect(read.columns == profile.columns)
    #expect(profile.text.hasPrefix(LogProfile.mark))
  }

  @Test("D2 a profile of forty columns stays below 300 kB")
  func size() throws {
    // The worst kinds of column: all numbers different.
    let rows = 20_000
    var generator = SplitMix64(seed: 3)
    let columns = (0..<40).map { index in
      var column = profileColumn("column \(index)")
      for _ in 0..<rows { add(50 + 10 * generator.normal(), to: &column) }
      column.rows = rows
      return column
    }
    let profile = LogProfile(DriftSample.log(columns, rows: rows), plan)
    #expect(profile.text.utf8.count < 300_000)
  }

  @Test("D2 a column that a shard lacks is missing in its rows")
  func lackingColumn() throws {
    var left = profile(0..<100)
    let right = LogProfile(
      DriftSample.log([columns(100..<300)[0]], rows: 200), plan)
    try left.merge(right)
    let name = try #require(left.columns.first { $0.column == "name" })
    #expect(name.rows == 300)
    #expect(name.missing == 200)
  }

  @Test("D1 merged design effects add up without common units, and are bounded with them")
  func units() throws {
    func half(_ effect: Double, _ rows: Range<Int>) -> LogProfile {
      var clustered = plan
      clustered.log.unit = "user"
      var profile = LogProfile(DriftSample.log(columns(rows), rows: rows.count), clustered)
      profile.units = ProfileUnits(["x": effect])
      return profile
    }
    // By hand: (100 · 3 + 300 · 5)/400, and (√300 + √1500)²/400.
    var apart = half(3, 0..<100)
    try apart.merge(half(5, 100..<400), sharing: .none)
    #expect(agree(apart.units?.effects["x"] ?? .nan, 4.5, relative: 1e-14))
    #expect(apart.units?.basis == .disjoint)
    var bounded = half(3, 0..<100)
    try bounded.merge(half(5, 100..<400))
    let most =
      (300.0.squareRoot() + 1500.0.squareRoot()) * (300.0.squareRoot() + 1500.0.squareRoot()) / 400
    #expect(agree(bounded.units?.effects["x"] ?? .nan, most, relative: 1e-14))
    #expect(bounded.units?.basis == .bound)
    #expect(try LogProfile(text: Array(bounded.text.utf8)) == bounded)
    let text = apart.text.replacing("\"x\":4.5", with: "\"x\":0.5")
    #expect(text != apart.text)
    #expect(throws: ProfileError.self) { try LogProfile(text: Array(text.utf8)) }
  }

  @Test("D1 the bound holds for any units in common: the squares of sums by unit, drawn at random")
  func unitsInCommon() throws {
    var generator = SplitMix64(seed: 20_261_121)
    for _ in 0..<200 {
      // What each of twenty units adds to the deviation of a share, on two days.
      let days = (0..<2).map { _ in (0..<20).map { _ in generator.normal() } }
      let rows = [100, 250]
      func length(_ sums: [Double]) -> Double { sums.reduce(0) { $0 + $1 * $1 } }
      var units = ProfileUnits(["x": length(days[0]) / 100])
      units.merge(ProfileUnits(["x": length(days[1]) / 250]), rows: 100, others: 250, .unknown)
      let together = length(zip(days[0], days[1]).map { $0 + $1 }) / Double(rows[0] + rows[1])
      #expect((units.effects["x"] ?? 0) >= together * (1 - 1e-12))
    }
  }

  @Test("D2 profiles of other conditions do not merge")
  func otherReading() throws {
    var other = plan
    other.log.missing = ["-"]
    var left = profile(0..<10)
    let right = LogProfile(DriftSample.log(columns(0..<10)), other)
    #expect(throws: ProfileError.readingsDiffer) { try left.merge(right) }
  }

  @Test("D2 a profile cut short anywhere, or with any byte changed, is refused or consistent")
  func hostile() throws {
    let bytes = Array(profile(0..<40).text.utf8)
    for end in stride(from: 0, to: bytes.count - 2, by: 37) {
      #expect(throws: ProfileError.self) { try LogProfile(text: Array(bytes[..<end])) }
    }
    var generator = SplitMix64(seed: 11)
    for _ in 0..<400 {
      var changed = bytes
      let position = Int(generator.uniform() * Double(bytes.count))
      changed[position] = UInt8(32 + Int(generator.uniform() * 95))
      guard let read = try? LogProfile(text: changed) else { continue }
      // Whatever was read adds up, and can be judged.
      #expect(
        read.columns.allSatisfy { $0.rows == $0.missing + $0.numbers + $0.nonFinite + $0.texts })
      _ = try DriftAnalysis(plan, identity: plan.identity)
        .decide(reference: read.summary, current: read.summary)
    }
  }

  @Test(
    "D2 profiles whose numbers contradict each other are refused",
    arguments: [
      (#""assayProfile":1"#, #""assayProfile":2"#), (#""missing":10"#, #""missing":11"#),
      (#""counted":100"#, #""counted":-1"#), (#""nonFinite":0"#, #""nonFinite":-1"#),
      (#""nonFinite":0"#, #""nonFinite":9007199254740993"#), (#""name":"x""#, #""name":"code""#),
      (#""mantissaBits":52"#, #""mantissaBits":53"#), (#""counts":["#, #""counts":[1,"#),
      (#""counts":["#, #""counts":[-1,"#), (#""categories":["#, #""categories":["zz","#),
    ])
  func contradictions(change: (before: String, after: String)) throws {
    let text = profile(0..<100).text
    let broken = text.replacing(change.before, with: change.after, maxReplacements: 1)
    #expect(broken != text, "\(change.before)")
    #expect(throws: ProfileError.self) { try LogProfile(text: Array(broken.utf8)) }
  }

  @Test("D1 drift from profiles is drift from the logs they are of")
  func judgesAlike() throws {
    let analysis = DriftAnalysis(plan, identity: plan.identity)
    let (before, after) = (profile(0..<3_000), profile(3_000..<6_000))
    let direct = try analysis.decide(reference: before.summary, current: after.summary)
    let read = try analysis.decide(
      reference: LogProfile(text: Array(before.text.utf8)).summary,
      current: LogProfile(text: Array(after.text.utf8)).summary)
    #expect(direct == read)
  }
}
