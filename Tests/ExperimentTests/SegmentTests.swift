import AssayTestSupport
import Experiment
import Foundation
import Testing

/// Results by the values of a column, against sums made row by row.
@Suite struct SegmentTests {
  private struct Row {
    var user: Int
    var variant: Int
    var country: String
    var device: String
    var value: Double
  }

  /// Users of three countries on two devices, some of both; the treatment helps in two countries and harms in
  /// the third, where fewer live.
  private static func rows(users: Int = 3000) -> [Row] {
    var random = SplitMix64(seed: 20_260_321)
    return (0..<users).flatMap { user in
      let variant = random.uniform() < 0.5 ? 0 : 1
      let draw = random.uniform()
      let country = draw < 0.5 ? "DE" : draw < 0.8 ? "US" : "FR"
      let effect = variant == 0 ? 0.0 : country == "FR" ? -2 : 1
      let level = 10 + 2 * random.uniform()
      return (0..<(1 + Int(random.uniform() * 4))).map { _ in
        Row(
          user: user, variant: variant, country: country,
          device: random.uniform() < 0.1 ? "" : random.uniform() < 0.6 ? "phone" : "desk",
          value: level + effect + 3 * random.uniform())
      }
    }
  }

  private static func log(_ rows: [Row]) throws -> TemporaryLog {
    let lines = rows.map {
      "u\($0.user),\($0.variant == 0 ? "a" : "b"),\($0.country),\($0.device),\($0.value)"
    }
    return try TemporaryLog(
      "user,variant,country,device,value\n" + lines.joined(separator: "\n") + "\n")
  }

  private static func plan(_ segments: String?, per: String = "row") throws -> Plan {
    try Plan(
      yaml: """
        name: by-country
        strategy: ab
        log: {unit: user, variant: variant}
        variants: {control: a, treatments: [b]}
        inference: {minimum_sample: 100}
        \(segments.map { "segments: \($0)" } ?? "")
        metrics:
          - {name: m, kind: mean, column: value, per: \(per), role: guardrail, better: higher, margin: 5%, critical: true}
        """, file: "segments.yaml")
  }

  private func decide(_ plan: Plan, _ rows: [Row]) async throws -> Decision {
    let log = try Self.log(rows)
    return try await Gate(plan).decide([.path(log.path)])
  }

  /// The mean over rows of one segment in one variant, its error over all units of the variant.
  private func expected(
    _ rows: [Row], _ variant: Int, where isMember: (Row) -> Bool
  ) -> (value: Double, standardError: Double, units: Int) {
    var sums: [Int: (s: Double, n: Double)] = [:]
    for row in rows where row.variant == variant {
      let counts = isMember(row)
      sums[row.user, default: (0, 0)].s += counts ? row.value : 0
      sums[row.user, default: (0, 0)].n += counts ? 1 : 0
    }
    let n = Double(sums.count)
    let all = sums.values.reduce((s: 0.0, n: 0.0)) { ($0.s + $1.s, $0.n + $1.n) }
    let ratio = all.s / all.n
    let squares = sums.values.reduce(0) { $0 + ($1.s - ratio * $1.n) * ($1.s - ratio * $1.n) }
    return (
      ratio, (squares / (n - 1) / n).squareRoot() / (all.n / n), sums.values.count { $0.n > 0 }
    )
  }

  @Test("Values, errors and units by segment are those of its rows, clustered by unit")
  func values() async throws {
    let rows = Self.rows()
    let decision = try await decide(try Self.plan("[country, device]"), rows)
    let breakdowns = try #require(decision.treatments.first?.segments)
    #expect(breakdowns.map(\.column) == ["country", "device"])
    let countries = try #require(breakdowns[0].entries)
    #expect(countries.map(\.segment) == [.value("DE"), .value("US"), .value("FR")])
    let devices = try #require(breakdowns[1].entries)
    #expect(devices.map(\.segment) == [.value("phone"), .value("desk"), .missing])
    for (entry, isMember) in zip(
      countries + devices,
      [
        { $0.country == "DE" }, { $0.country == "US" }, { $0.country == "FR" },
        { $0.device == "phone" }, { $0.device == "desk" }, { $0.device.isEmpty },
      ] as [(Row) -> Bool])
    {
      let control = expected(rows, 0, where: isMember)
      let treatment = expected(rows, 1, where: isMember)
      #expect(agree(entry.control ?? 0, control.value, relative: 1e-12))
      #expect(agree(entry.treatment ?? 0, treatment.value, relative: 1e-12))
      #expect(entry.controlUnits == control.units && entry.treatmentUnits == treatment.units)
      let error =
        (control.standardError * control.standardError
        + treatment.standardError * treatment.standardError).squareRoot()
      #expect(agree(entry.standardError ?? 0, error, relative: 1e-9))
    }
  }

  @Test("A segment that moves the other way is pointed out, and decides nothing")
  func opposite() async throws {
    let rows = Self.rows()
    let decision = try await decide(try Self.plan("country"), rows)
    let breakdown = try #require(decision.treatments.first?.segments?.first)
    #expect((breakdown.heterogeneityPValue ?? 1) < 1e-6)
    #expect(breakdown.entries?.map(\.findings) == [[], [], [.opposite, .harm]])
    let without = try await decide(try Self.plan(nil), rows)
    #expect(without.treatments.first?.segments == nil)
    #expect(decision.verdict == without.verdict)
    #expect(decision.reasons == without.reasons)
    #expect(decision.treatments.first?.metrics == without.treatments.first?.metrics)
  }

  @Test("Segments by unit count the units with a row in them")
  func byUnit() async throws {
    let rows = Self.rows(users: 800)
    for per in ["unit", "unit-mean"] {
      let decision = try await decide(try Self.plan("device", per: per), rows)
      let entry = try #require(decision.treatments.first?.segments?.first?.entries?.first)
      var users: [Int: [Double]] = [:]
      for row in rows where row.variant == 1 && row.device == "phone" {
        users[row.user, default: []].append(row.value)
      }
      let sums = users.values.map { values in
        values.reduce(0, +) / (per == "unit" ? 1 : Double(values.count))
      }
      let mean = sums.reduce(0, +) / Double(sums.count)
      #expect(agree(entry.treatment ?? 0, mean, relative: 1e-12), "\(per)")
      #expect(entry.treatmentUnits == users.count)
    }
  }

  @Test("Beyond twenty values the rest is taken together")
  func manyValues() async throws {
    var rows = Self.rows(users: 2000)
    for index in rows.indices { rows[index].country = "c\(rows[index].user % 25)" }
    let decision = try await decide(try Self.plan("country"), rows)
    let entries = try #require(decision.treatments.first?.segments?.first?.entries)
    #expect(entries.count == 21)
    #expect(entries.last?.segment == .other(values: 5))
    let units = entries.reduce(0) { $0 + $1.controlUnits + $1.treatmentUnits }
    #expect(units == 2000)
    for index in rows.indices { rows[index].country = "" }
    let none = try await decide(try Self.plan("country"), rows)
    #expect(none.treatments.first?.segments?.first?.entries?.map(\.segment) == [.missing])
  }

  @Test("Without a difference, intervals of all segments together miss no more often than promised")
  func coverage() async throws {
    let runs = 25
    var missed = 0
    for run in 0..<runs {
      var random = SplitMix64(seed: 31 &+ UInt64(run) &* 7919)
      let rows = (0..<1200).map { user in
        let (variant, level) = (random.uniform() < 0.5 ? 0 : 1, random.uniform())
        return Row(
          user: user, variant: variant, country: "c\(user % 3)", device: "d", value: 5 + level)
      }
      let decision = try await decide(try Self.plan("country"), rows)
      let entries = decision.treatments.first?.segments?.first?.entries ?? []
      #expect(entries.count == 3 && entries.allSatisfy { $0.interval != nil })
      if entries.contains(where: { ($0.interval?.lower ?? 0) > 0 || ($0.interval?.upper ?? 0) < 0 })
      {
        missed += 1
      }
    }
    #expect(Double(missed) / Double(runs) <= binomialBound(0.05, runs: runs))
  }
}
