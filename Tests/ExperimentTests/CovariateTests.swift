import AssayTestSupport
import Experiment
import Foundation
import Testing

/// Metrics adjusted by what was known before the experiment, from rows to report, against R.
@Suite struct CovariateTests {
  private struct Reference: Decodable {
    struct Rows: Decodable {
      var unit, arm, value, before, visits: [Double]

      init(from decoder: any Decoder) throws {
        let texts = try [String: String](from: decoder)
        let columns = ["unit", "arm", "value", "before", "visits"].map { name in
          (texts[name] ?? "").split(separator: " ").compactMap { Double($0) }
        }
        (unit, arm, value) = (columns[0], columns[1], columns[2])
        (before, visits) = (columns[3], columns[4])
      }
    }
    struct Adjusted: Decodable {
      var slopes: Slopes
      var difference, standardError, logRatio, logRatioError, unadjusted, unadjustedError: Double
      var effectiveUnits: [Double]
    }
    struct Limits: Decodable { var unit, unitShare, row, rowShare, ratio: [Double] }
    struct Balance: Decodable { var means, shares: [Double] }
    var rows: Rows
    var unit, ratio, unitMean, oneMissing, missing, ratioMissing: Adjusted
    var limits: Limits
    var balance: Balance
  }

  /// One slope is written as a number, several as a list.
  private struct Slopes: Decodable {
    var values: [Double]
    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let one = try? value.decode(Double.self) {
        values = [one]
      } else {
        values = try value.decode([Double].self)
      }
    }
  }

  private let reference: Reference

  init() throws { reference = try ReferenceFile.load("covariates") }

  private func text(_ number: Double) -> String { "\(number)" }

  /// The rows of the reference; −1 stands for a value that is missing.
  private func log(includesBefore: Bool = true) throws -> TemporaryLog {
    let rows = reference.rows
    var lines = ["user,variant,value,visits" + (includesBefore ? ",before" : "")]
    for row in rows.unit.indices {
      let before = rows.before[row] < 0 ? "" : text(rows.before[row])
      lines.append(
        "u\(Int(rows.unit[row])),\(rows.arm[row] == 0 ? "a" : "b"),\(text(rows.value[row])),"
          + text(rows.visits[row]) + (includesBefore ? ",\(before)" : ""))
    }
    return try TemporaryLog(lines.joined(separator: "\n") + "\n")
  }

  private func plan(_ keys: String, top: String = "") throws -> Plan {
    try Plan(
      yaml: """
        name: adjusted
        strategy: ab
        log: {unit: user, variant: variant}
        variants: {control: a, treatments: [b]}
        inference: {minimum_sample: 10}
        \(top)
        metrics:
          - {name: m, kind: mean, column: value, role: guardrail, better: higher, margin: 10%, \(keys)}
        """, file: "adjusted.yaml")
  }

  private func metric(_ plan: Plan, _ log: TemporaryLog) async throws -> (Decision, MetricAnalysis)
  {
    let decision = try await Gate(plan).decide([.path(log.path)])
    return (decision, try #require(decision.treatments.first?.metrics.first))
  }

  private func comparison(_ metric: MetricAnalysis) throws -> Comparison {
    guard case .computed(let comparison) = metric.result else {
      Issue.record("not computed: \(metric.result)")
      throw CancellationError()
    }
    return comparison
  }

  /// 1e-9: closed forms on 620 units, by another order of summation.
  private func expect(_ comparison: Comparison, _ expected: Reference.Adjusted) throws {
    #expect(agree(comparison.difference, expected.difference, relative: 1e-9))
    #expect(agree(comparison.differenceStandardError, expected.standardError, relative: 1e-9))
    let adjustment = try #require(comparison.adjustment)
    #expect(agree(adjustment.unadjustedDifference, expected.unadjusted, relative: 1e-9))
    #expect(agree(adjustment.unadjustedStandardError, expected.unadjustedError, relative: 1e-9))
    let share = expected.standardError / expected.unadjustedError
    #expect(agree(adjustment.varianceReduction, 1 - share * share, relative: 1e-8))
    let test = try #require(comparison.tests.first { $0.question == .nonInferiority })
    guard test.tooFewEffectiveUnits == nil else { return }
    #expect(agree(test.effect, expected.logRatio, relative: 1e-9))
    #expect(agree(test.standardError, expected.logRatioError, relative: 1e-9))
  }

  @Test(
    "Slopes, effects and errors are those of R's lm and of each unit's residual",
    arguments: ["unit", "row", "unit-mean"])
  func oneCovariate(per: String) async throws {
    let (_, metric) = try await metric(try plan("per: \(per), covariates: visits"), log())
    let comparison = try comparison(metric)
    let expected =
      per == "unit" ? reference.unit : per == "row" ? reference.ratio : reference.unitMean
    try expect(comparison, expected)
    let slope = try #require(comparison.adjustment?.covariates.first?.slope)
    #expect(agree(slope, expected.slopes.values[0], relative: 1e-9))
    let units = [metric.control, metric.treatment].map { $0?.effectiveUnits ?? 0 }
    for (found, expected) in zip(units, expected.effectiveUnits) {
      // A ratio's residual has no joint fourth moments: its bound may only be smaller.
      #expect(per == "row" ? found <= expected : agree(found, expected, relative: 1e-9))
    }
  }

  @Test("Units without a value keep their place, beside a second covariate")
  func missingValues() async throws {
    for (per, expected) in [("unit", reference.missing), ("row", reference.ratioMissing)] {
      let plan = try plan("per: \(per), covariates: [before, visits]")
      let (decision, metric) = try await metric(plan, log())
      let comparison = try comparison(metric)
      try expect(comparison, expected)
      let slopes = try #require(comparison.adjustment).covariates.map { $0.slope ?? .nan }
      #expect(agree(slopes[0], expected.slopes.values[0], relative: 1e-9))
      #expect(agree(slopes[1], expected.slopes.values[2], relative: 1e-9))
      let balance = try #require(decision.treatments.first?.covariates?.first)
      #expect(agree(balance.control ?? 0, reference.balance.means[0], relative: 1e-12))
      #expect(agree(balance.treatment ?? 0, reference.balance.means[1], relative: 1e-12))
      #expect(agree(balance.controlShare, reference.balance.shares[0], relative: 1e-12))
      #expect(agree(balance.treatmentShare, reference.balance.shares[1], relative: 1e-12))
    }
  }

  @Test("Effective units are those of each unit's residual, also where some have no value")
  func effectiveUnits() async throws {
    let (_, metric) = try await metric(try plan("per: unit, covariates: before"), log())
    try expect(try comparison(metric), reference.oneMissing)
    for (found, expected) in zip(
      [metric.control, metric.treatment], reference.oneMissing.effectiveUnits)
    {
      #expect(agree(found?.effectiveUnits ?? 0, expected, relative: 1e-9))
    }
  }

  @Test("A second file gives what a column of the log gives")
  func prePeriodFile() async throws {
    let rows = reference.rows
    var lines = ["id,before"]
    var seen: Set<Double> = []
    for row in rows.unit.indices where rows.before[row] >= 0 {
      if seen.insert(rows.unit[row]).inserted {
        lines.append("u\(Int(rows.unit[row])),\(text(rows.before[row]))")
      }
    }
    lines.append("stranger,5")
    let file = try TemporaryLog(lines.joined(separator: "\n") + "\n")
    let keys = "per: row, covariates: [before, visits]"
    let before = "pre_period: {file: \(file.path), unit: id, columns: [before]}"
    let (decision, joined) = try await metric(
      try plan(keys, top: before), log(includesBefore: false))
    let (_, inLog) = try await metric(try plan(keys), log())
    #expect(joined == inLog)
    #expect(decision.sample.prePeriod?.keys == seen.count + 1)
    #expect(decision.sample.prePeriod?.keysWithoutRow == 1)
  }

  /// Labels are joined by request and the pre-period by unit: together they give what one log gives.
  @Test("A pre-period stands beside a file of labels, each joined by its own key")
  func prePeriodBesideLabels() async throws {
    let rows = reference.rows
    var (whole, bare) = ("user,variant,id,guess,truth,before\n", "user,variant,id,guess\n")
    var (labels, before) = ("id,truth\n", "user_id,before\n")
    var seen: Set<Double> = []
    for row in rows.unit.indices {
      let user = "u\(Int(rows.unit[row]))"
      let known = rows.before[row] < 0 ? "" : text(rows.before[row])
      let truth = row % 9 == 0 ? "" : rows.value[row] > 10 ? "1" : "0"
      let begin = "\(user),\(rows.arm[row] == 0 ? "a" : "b"),r\(row),\(row % 3 == 0 ? 0 : 1)"
      whole += "\(begin),\(truth),\(known)\n"
      bare += "\(begin)\n"
      if !truth.isEmpty { labels += "r\(row),\(truth)\n" }
      if !known.isEmpty, seen.insert(rows.unit[row]).inserted { before += "\(user),\(known)\n" }
    }
    func decide(_ text: String, _ log: String, _ top: String) async throws -> Decision {
      let plan = try Plan(
        yaml: """
          name: both
          strategy: ab
          log: {unit: user, variant: variant, request: id, prediction: guess\(log)}
          variants: {control: a, treatments: [b]}
          metrics: [{name: accuracy, kind: accuracy, role: success, covariates: before}]
          \(top)
          """, file: "both.yaml")
      let log = try TemporaryLog(text)
      defer { withExtendedLifetime(log) {} }
      return try await Gate(plan, options: ScanOptions(threads: 3, blockSize: 512))
        .decide([.path(log.path)])
    }
    let files = (try TemporaryLog(labels), try TemporaryLog(before))
    let joined = try await decide(
      bare, "",
      """
      labels: {file: \(files.0.path), key: id, value: truth}
      pre_period: {file: \(files.1.path), unit: user_id, columns: [before]}
      """)
    withExtendedLifetime(files) {}
    let inLog = try await decide(whole, ", label: truth", "")
    #expect(joined.treatments.first?.metrics == inLog.treatments.first?.metrics)
    #expect(joined.sample.prePeriod?.keys == seen.count)
    #expect(joined.sample.labels?.matchedRows == rows.unit.indices.count { $0 % 9 != 0 })
  }

  @Test("Rows that are units each give what units of one row give")
  func rowsAsUnits() async throws {
    let rows = reference.rows
    let lines = rows.unit.indices.map { row in
      let before = rows.before[row] < 0 ? "" : text(rows.before[row])
      return "r\(row),\(rows.arm[row] == 0 ? "a" : "b"),\(text(rows.value[row])),"
        + "\(text(rows.visits[row])),\(before)"
    }
    let log = try TemporaryLog(
      "user,variant,value,visits,before\n" + lines.joined(separator: "\n") + "\n")
    let keys = "covariates: [before, visits], winsorize: {upper: 30, lower: 2, at: unit}"
    let named = try plan(keys)
    var each = named
    each.log.unit = nil
    let byUnit = try comparison(try await metric(named, log).1)
    let byRow = try comparison(try await metric(each, log).1)
    #expect(agree(byRow.difference, byUnit.difference, relative: 1e-12))
    #expect(
      agree(byRow.differenceStandardError, byUnit.differenceStandardError, relative: 1e-12))
    #expect(byRow.beyondLimits == byUnit.beyondLimits)
    let slopes = [byRow, byUnit].map { $0.adjustment?.covariates.map { $0.slope ?? 0 } ?? [] }
    #expect(slopes[0].count == 2)
    for (one, other) in zip(slopes[0], slopes[1]) { #expect(agree(one, other, relative: 1e-9)) }
  }

  @Test("A unit that the pre-period names twice, with two values, makes it invalid")
  func contradictoryPrePeriod() async throws {
    let file = try TemporaryLog("id,before\nu1,5\nu1,6\nu2,5\n")
    let before = "pre_period: {file: \(file.path), unit: id, columns: [before]}"
    let (decision, _) = try await metric(
      try plan("covariates: before", top: before), log(includesBefore: false))
    #expect(decision.verdict == .invalid)
    #expect(
      decision.reasons.contains(.prePeriodContradicts(units: 1, share: 0.5, tolerated: 0)))
  }

  @Test("A column that changes within a unit, is constant or determined takes nothing off")
  func unusableCovariates() async throws {
    let log = try TemporaryLog(
      """
      user,variant,value,changing,constant,one,twice,absent
      u1,a,3,1,7,1,2,
      u1,a,4,2,7,1,2,
      u2,a,5,3,7,2,4,
      u3,b,6,4,7,4,8,
      u4,b,9,5,7,3,6,
      u5,a,2,5,7,2,4,
      u6,b,1,5,7,1,2,

      """)
    let (_, metric) = try await metric(
      try plan("covariates: [changing, constant, one, twice, absent]"), log)
    let adjustment = try #require(try comparison(metric).adjustment)
    #expect(
      adjustment.covariates.map(\.use) == [
        .variesWithinUnits, .constant, .used, .collinear, .missing,
      ])
    let (_, alone) = try await self.metric(try plan("covariates: changing"), log)
    let comparison = try comparison(alone)
    #expect(comparison.difference == comparison.adjustment?.unadjustedDifference)
    #expect(comparison.adjustment?.varianceReduction == 0)
  }

  @Test("Values beyond the plan's limits count as the limits, and are counted")
  func limits() async throws {
    let limits = reference.limits
    for (keys, values, shares) in [
      ("per: unit, winsorize: {upper: 40, at: unit}", limits.unit, limits.unitShare),
      ("per: row, winsorize: {upper: 40, at: unit}", limits.ratio, limits.unitShare),
      ("per: row, winsorize: {upper: 20, lower: 5, at: row}", limits.row, limits.rowShare),
    ] {
      let (_, metric) = try await metric(try plan(keys), log())
      #expect(agree(metric.control?.value ?? 0, values[0], relative: 1e-12), "\(keys)")
      #expect(agree(metric.treatment?.value ?? 0, values[1], relative: 1e-12), "\(keys)")
      let beyond = try #require(try comparison(metric).beyondLimits)
      #expect(agree(beyond.control, shares[0], relative: 1e-12), "\(keys)")
      #expect(agree(beyond.treatment, shares[1], relative: 1e-12), "\(keys)")
    }
  }
}
