import AssayTestSupport
import Experiment
import Testing

/// Guardrails that are held against a rate known from before.
@Suite struct KnownRateTests {
  private struct Case: Decodable {
    var rate, margin, harm, harmLogE, marginLogE: Double
    var known, events, rows: Int
  }

  private let cases: [Case]

  init() throws { cases = try ReferenceFile.load("known_rate") }

  /// The control has as many rows, and more events than anybody: it is not what is asked.
  private func log(events: Int, rows: Int, blank: Int = 0) throws -> TemporaryLog {
    var text = "variant,error,converted\n"
    for row in 0..<rows {
      text += "old,\(row % 20 == 0 ? 1 : 0),\(row % 5 == 0 ? 1 : 0)\n"
      let error = row < events ? "1" : row < events + blank ? "" : "0"
      text += "new,\(error),\(row % 2)\n"
    }
    return try TemporaryLog(text)
  }

  private func decide(_ entry: Case, blank: Int = 0) async throws -> Decision {
    let plan = try Plan(
      yaml: """
        name: known
        strategy: ab
        log: {unit: none, variant: variant, error: error}
        variants: {control: old, treatments: [new]}
        metrics:
          - {name: conversion, kind: proportion, column: converted, better: higher, role: success}
          - {name: errors, kind: rate, role: guardrail, margin: \(entry.margin) abs, harm: \(entry.harm) abs, critical: true, known_rate: {rate: \(entry.rate), rows: \(entry.known)}}
        """, file: "known.yaml")
    let log = try log(events: entry.events, rows: entry.rows, blank: blank)
    defer { withExtendedLifetime(log) {} }
    return try await Gate(plan).decide([.path(log.path)])
  }

  private func tests(_ decision: Decision) throws -> [ThresholdTest] {
    guard case .computed(let comparison)? = decision.treatments.first?.metrics.last?.result else {
      throw ExperimentError.unsupported("no comparison")
    }
    return comparison.tests
  }

  @Test("A known rate is judged by exact counts against its own exact bound, as in scipy")
  func reference() async throws {
    for entry in cases {
      let tests = try tests(try await decide(entry))
      let harm = try #require(tests.first { $0.question == .harm })
      let margin = try #require(tests.first { $0.question == .nonInferiority })
      #expect(harm.method == .knownRate)
      // The reference integrates to 1e-12; the bound of the known rate is found to 1e-10 or so, and some
      // hundred events amplify that.
      #expect(agree(harm.logEValue ?? 0, entry.harmLogE, relative: 1e-6, floor: 1e-6))
      #expect(agree(margin.logEValue ?? 0, entry.marginLogE, relative: 1e-6, floor: 1e-6))
      #expect(harm.holds == (entry.harmLogE >= evidence))
      #expect(margin.holds == (entry.marginLogE >= evidence))
      let limit = try #require(margin.limit)
      #expect((limit > -entry.margin) == margin.holds)
    }
  }

  /// What an e-value must reach: ln 20.
  private var evidence: Double { 2.995732273553991 }

  @Test("Ten times the known rate rolls back, though the control is worse; the known rate promotes")
  func verdicts() async throws {
    #expect(try await decide(cases[0]).verdict == .rollback)
    #expect(try await decide(cases[1]).verdict == .promote)
    // A twentieth of a point is not shown by 4000 rows.
    #expect(try await decide(cases[2]).verdict == .continue)
  }

  @Test("Rows that do not say whether they failed prove nothing")
  func blanks() async throws {
    let test = try tests(try await decide(cases[1], blank: 200))
      .first { $0.question == .nonInferiority }
    #expect(test?.holds == false)
    #expect(test?.pValue == 1)
  }

  @Test(
    "A known rate is refused where it could not be honoured",
    arguments: [
      ("unit: user", "rows are counted one by one", "kind: rate, role: guardrail, margin: 1pp"),
      ("unit: none", "applies only to role guardrail", "kind: rate, role: monitor"),
      (
        "unit: none", "no guardrail on a rate",
        "kind: proportion, column: error, better: lower, role: guardrail, margin: 1pp"
      ),
      (
        "unit: none", "judged by counts already",
        "kind: rate, role: guardrail, margin: 1pp, non_inferiority: exact"
      ),
    ])
  func refused(unit: String, words: String, metric: String) throws {
    func read(_ known: String) throws(PlanError) -> Plan {
      try Plan(
        yaml: """
          name: known
          strategy: ab
          log: {\(unit), variant: variant, error: error}
          variants: {control: old, treatments: [new]}
          metrics:
            - {name: errors, \(metric), known_rate: \(known)}
          inference: {policy: catch}
          """, file: "known.yaml")
    }
    for (known, expected) in [
      ("{rate: 0.2%, rows: 500}", words), ("{rate: 0.2%}", "\"rows\""),
      ("{rate: 2, rows: 500}", "rate"), ("{rate: 0.2%, rows: 0}", "rows"),
    ] {
      do throws(PlanError) {
        _ = try read(known)
        Issue.record("\(known) is read")
      } catch {
        #expect(error.description.contains(expected), "\(error)")
      }
    }
  }
}
