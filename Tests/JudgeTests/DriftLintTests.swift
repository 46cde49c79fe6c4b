import AssayTestSupport
import Foundation
import Summaries
import Testing

@testable import Judge

@Suite struct DriftLintTests {
  private func plan(_ drift: String) throws -> Plan {
    try Plan(yaml: "name: d\nstrategy: drift\nlog: {time: t}\ndrift: {\(drift)}\n", file: "d.yaml")
  }

  private func findings(_ drift: String, _ reference: LogProfile? = nil) throws -> [LintFinding] {
    PlanLint(try plan(drift), reference: reference).findings
  }

  /// A reference of one column of numbers and one of texts.
  private func reference(_ rows: Int) -> LogProfile {
    ProfileSample.profile(0..<rows)
  }

  private struct Reference: Decodable {
    struct Needed: Decodable { var psi, alpha: Double, bins, either, one: Int }
    struct Visible: Decodable { var psi, drift, looks: Double, rows, columns: Int }
    var needed: [Needed]
    var visible: [Visible]
  }

  @Test("D1 quality that is asked against a profile is said to decide nothing")
  func qualityOfProfile() throws {
    func codes(_ drift: String, _ source: PlanLint.ReferenceSource) throws -> [String] {
      let plan = try Plan(
        yaml: "name: d\nstrategy: drift\nlog: {prediction: p, label: l}\ndrift: {\(drift)}\n",
        file: "d.yaml")
      return PlanLint(plan, reference: reference(2000), source: source).findings.map(\.code)
    }
    for quality in ["quality: 2pp", "quality: {mae: 10%}"] {
      #expect(try codes(quality, .profiles).contains("quality-needs-rows"))
      #expect(try !codes(quality, .logs).contains("quality-needs-rows"))
    }
    #expect(try !codes("psi: 0.2", .profiles).contains("quality-needs-rows"))
  }

  @Test(
    "D1 how many rows a tolerance takes, and what they show, is what R's noncentral chi-square says"
  )
  func sizes() throws {
    let reference = try ReferenceFile.load("drift_sample_size", as: Reference.self)
    #expect(reference.needed.count == 20)
    for cell in reference.needed {
      let size = DriftSampleSize(significance: cell.alpha, bins: cell.bins)
      #expect(size.rows(forIndex: cell.psi) == cell.either, "\(cell)")
      #expect(size.leastRows(forIndex: cell.psi) == cell.one, "\(cell)")
    }
    #expect(reference.visible.count == 16)
    for cell in reference.visible {
      let size = DriftSampleSize(significance: 0.05, bins: 10)
      let drift = size.indexSeen(cell.psi, rows: cell.rows, columns: cell.columns)
      let looks = size.indexSeenByLooks(cell.psi, rows: cell.rows, columns: cell.columns)
      // R's quantile of noncentral chi-square stops at some 1e-6 of itself in tails of 1e-4.
      #expect(agree(try #require(drift), cell.drift, relative: 1e-5), "\(cell)")
      #expect(agree(try #require(looks), cell.looks, relative: 1e-9), "\(cell)")
    }
    // log(.05)/log(.98) and log(.01)/log(.99), by hand.
    #expect(DriftSampleSize(significance: 0.05, bins: 10).rows(forShare: 0.02) == 149)
    #expect(DriftSampleSize(significance: 0.01, bins: 10).rows(forShare: 0.01) == 459)
  }

  @Test("D1 lint says how many rows each tolerance of a drift plan takes")
  func rowsNeeded() throws {
    let issues = try findings("psi: 0.05").map(\.issue)
    #expect(
      issues == [
        .drift(.rowsNeeded(tolerance: "psi", value: 0.05, rows: 813)),
        .drift(.rowsNeeded(tolerance: "missing_share", value: 0.02, rows: 149)),
      ])
    #expect(try findings("textbook: true").isEmpty)
  }

  @Test(
    "D1 a drift plan that contradicts itself is named with its numbers",
    arguments: [
      ("columns: [a], ignore: [a]", "nothing-compared", "drift.columns"),
      (
        "columns: [a, b], critical: [a, c], critical_features: 2", "critical-not-compared",
        "\"c\""
      ),
      ("psi: 0.2, kl: 0.25", "tolerance-implied", "kl 0.25 never decides"),
      // Eight times the squared distance, 8·.6²·ln 2 = 2.0, is above the index's own 0.2.
      ("psi: 0.2, score: 0.6", "tolerance-implied", "score 0.6 never decides"),
      (
        "window: 1h, alarm_rate: 5%", "false-alarms",
        "8760 looks a year at alarm_rate 0.05 may raise 438 false alarms"
      ),
    ])
  func contradictions(drift: String, code: String, words: String) throws {
    let found = try findings(drift).filter { $0.code == code }
    #expect(found.count == 1)
    #expect(found.first?.description.contains(words) == true, "\(found)")
    #expect(try !findings("psi: 0.2, kl: 0.19, score: 0.1").map(\.code).contains(code))
  }

  @Test("D2 columns that the reference does not have are named, with what was meant")
  func unknown() throws {
    let found = try findings(
      "columns: [x, wied], numeric: [wied]", reference(2_000)
    ).filter { $0.code == "column-unknown" }
    #expect(found.map(\.issue) == [.drift(.columnUnknown(column: "wied", nearest: "wide"))])
    #expect(found.first?.severity == .warning)
    #expect(found.first?.description.contains("did you mean \"wide\"?") == true)
    let tolerated = try findings("tolerances: {columns: {zzzzzz: {psi: 0.1}}}", reference(2_000))
    #expect(
      tolerated.map(\.issue).contains(.drift(.columnUnknown(column: "zzzzzz", nearest: nil))))
    // Groups, predictions and labels, too; a profile never has the time, which may be a group.
    let judged = try Plan(
      yaml: """
        name: d
        strategy: drift
        log: {time: t, prediction: x, label: yyyyyy}
        drift: {quality: {mae: 10%, groups: [wied, t]}}
        """, file: "d.yaml")
    let quality = PlanLint(judged, reference: reference(2_000)).findings
    #expect(
      quality.map { [$0.path, $0.code] } == [
        ["drift.quality.groups", "column-unknown"], ["log.label", "column-unknown"],
      ])
  }

  @Test("D1 a reference too small for its tolerances, bins or looks is told with what it can show")
  func smallReference() throws {
    let few = try findings("psi: 0.01", reference(1_000)).map(\.issue)
    #expect(
      few.contains(
        .drift(.referenceTooSmall(tolerance: "psi", value: 0.01, rows: 1_000, needed: 2_031))))
    #expect(try findings("", reference(100)).map(\.code).contains("reference-too-small"))
    let bins = try findings("bins: 60", reference(1_000)).map(\.issue)
    #expect(bins.contains(.drift(.fewerBins(planned: 60, used: 50, rows: 1_000))))
    // Four columns; R: (sqrt(.001) + sqrt(qchisq(.05/12, 9, lower.tail = FALSE)/1000))^2 = 0.03490.
    let looks = try findings("psi: 0.001, alarm_rate: 1%", reference(1_000))
      .first { $0.code == "looks-see-from" }
    #expect(looks?.description.contains("looks see no PSI below 0.0349") == true, "\(looks as Any)")
    let seen = try findings("psi: 0.01", reference(1_000)).map(\.code)
    #expect(seen.contains("drift-seen-from"))
    let large = try findings("psi: 0.2", reference(5_000))
    #expect(large.isEmpty, "\(large)")
  }
}
