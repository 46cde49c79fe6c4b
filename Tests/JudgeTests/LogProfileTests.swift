import AssayTestSupport
import Foundation
import Summaries
import Testing

@testable import Judge

@Suite struct LogProfileTests {
  private let plan = Plan(name: "p", strategy: .drift, control: nil, treatments: [])

  private func profile(_ rows: Range<Int>) -> LogProfile { ProfileSample.profile(rows) }

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
      var column = ProfileSample.column("column \(index)")
      for _ in 0..<rows {
        ProfileSample.add(50 + 10 * generator.normal(), to: &column)
      }
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
      DriftSample.log([ProfileSample.columns(100..<300)[0]], rows: 200), plan)
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
      var profile = LogProfile(
        DriftSample.log(ProfileSample.columns(rows), rows: rows.count), clustered)
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
    let body = String(apart.text.dropLast(FileSeal.length))
    let changed = body.replacing("\"x\":4.5", with: "\"x\":0.5")
    #expect(changed != body)
    let text = FileSeal.sealed(changed + "}")
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
    let right = LogProfile(DriftSample.log(ProfileSample.columns(0..<10)), other)
    #expect(throws: ProfileError.readingsDiffer) { try left.merge(right) }
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
