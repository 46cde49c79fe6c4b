import AssayTestSupport
@testable import Experiment
import Foundation
import Testing

/// The quality of predictions on fixtures/logs/drift, whose labels are in a file of their own.
@Suite struct DriftQualityTests {
  private struct Found: Decodable {
    var reference: Double
    var current: Double
    var lower: Double
    var upper: Double
  }

  private struct Parts: Decodable {
    var whole: [String: Found]
    var groups: [String: [String: Found]]
    var months: [String: [String: Found]]
  }

  private struct Reference: Decodable {
    struct Effects: Decodable {
      var reference: Double
      var current: Double
      var june: Double
    }

    var rows: Parts
    var users: Parts
    var effects: Effects
  }

  private static let logs = repositoryRoot.path + "/fixtures/logs/drift/"
  private let expected: Reference

  init() throws { expected = try ReferenceFile.load("drift_quality", as: Reference.self) }

  /// A plan on the logs; what is held of quality as it is written in a plan.
  private func plan(
    _ quality: String, unit: String? = nil, coverage: String = "80%"
  ) throws -> Plan {
    let isRegression = quality.contains("rmse") || quality.contains("mae")
    let (answer, truth) = isRegression ? ("estimate", "price") : ("answer", "fraud")
    let clustered = unit.map { ", unit: \($0)" } ?? ""
    return try Plan(
      yaml: """
        name: q
        strategy: drift
        log: {time: time, request: request, prediction: \(answer), label: \(truth)\(clustered)}
        labels: {file: labels.csv, key: request, value: \(truth), coverage: \(coverage)}
        drift: {columns: [country, \(truth)], quality: \(quality)}
        """, file: "q.yaml")
  }

  private func check(_ plan: Plan, labels: String = "labels.csv") -> DriftCheck {
    DriftCheck(plan, labels: [.path(Self.logs + labels)])
  }

  private func decide(_ plan: Plan) async throws -> DriftDecision {
    try await check(plan).compare(
      reference: [.path(Self.logs + "reference.csv")], current: [.path(Self.logs + "current.csv")])
  }

  private static let classes = "{accuracy: 2pp, precision: 2pp, recall: 2pp, f1: 2pp"
  private static let errors = "{mae: 10%, rmse: 10%, mape: 1pp, r2: 2pp"

  private func agrees(_ quality: DriftHarm.Quality, _ expected: Found) {
    // The sums are exact to a few units in the last place; R² of prices loses two digits to y².
    #expect(agree(quality.reference ?? .nan, expected.reference, relative: 1e-11))
    #expect(agree(quality.current ?? .nan, expected.current, relative: 1e-11))
    #expect(agree(quality.change?.lower ?? .nan, expected.lower, relative: 1e-8, floor: 1e-9))
    #expect(agree(quality.change?.upper ?? .nan, expected.upper, relative: 1e-8, floor: 1e-9))
  }

  @Test(
    "D2 classes and regression have the values and intervals that numpy finds, by row and by user",
    arguments: [nil, "user"])
  func whole(unit: String?) async throws {
    let expected = unit == nil ? expected.rows : expected.users
    for quality in [Self.classes, Self.errors] {
      let decision = try await decide(plan(quality + "}", unit: unit))
      let harm = try #require(decision.harm)
      #expect(harm.qualities.count == 4)
      #expect(harm.comparisons == 4)
      for quality in harm.qualities {
        agrees(quality, try #require(expected.whole[quality.measure.rawValue]))
        #expect(quality.currentRows == 2_700)
      }
    }
  }

  @Test("D2 one group that became worse is harm, with every group's interval for all together")
  func groups() async throws {
    for quality in [Self.classes, Self.errors] {
      let decision = try await decide(
        plan(quality + ", groups: [country], minimum_group: 60}", unit: "user"))
      let harm = try #require(decision.harm)
      #expect(harm.comparisons == 20)
      #expect(harm.status == .harmful)
      #expect(decision.verdict == .criticalDrift)
      let groups = try #require(harm.groups)
      #expect(groups.count == 16)
      var compared: Set<String> = []
      for quality in groups where quality.change != nil {
        guard case .value(let country) = quality.group?.value else { continue }
        compared.insert(country)
        agrees(
          quality, try #require(expected.users.groups[country]?[quality.measure.rawValue]))
        if quality.status == .harmful { #expect(country == "SE") }
      }
      #expect(compared.isSuperset(of: ["DE", "FR", "SE"]))
      #expect(groups.contains { $0.status == .harmful })
    }
  }

  @Test("D2 a group of too few labelled rows cannot be told, and is no pass")
  func smallGroup() async throws {
    let decision = try await decide(
      plan("{mae: 100%, groups: [country], minimum_group: 70}"))
    let harm = try #require(decision.harm)
    #expect(harm.qualities.map(\.status) == [.harmless])
    let small = try #require(harm.groups?.first { $0.group?.value == .value("NO") })
    // 62 rows of the reference.
    #expect(small.cause == .tooFewLabels(rows: 62, required: 70))
    #expect(small.status == .unknown)
    #expect(harm.status == .unknown)
    #expect(decision.verdict == .cannotTell || decision.verdict == .drift)
  }

  @Test("D4 quality by month, each month against the reference", arguments: [nil, "user"])
  func months(unit: String?) async throws {
    let expected = unit == nil ? expected.rows : expected.users
    for quality in [Self.classes, Self.errors] {
      let decision = try await check(plan(quality + "}", unit: unit)).compare(
        reference: [.path(Self.logs + "reference.csv")],
        current: [.path(Self.logs + "current.csv")], by: .month)
      let harm = try #require(decision.harm)
      #expect(harm.comparisons == 16)
      let windows = try #require(harm.windows)
      #expect(windows.count == 12)
      let months = ["2026-04", "2026-05", "2026-06"]
      for (index, quality) in windows.enumerated() {
        agrees(
          quality, try #require(expected.months[months[index / 4]]?[quality.measure.rawValue]))
      }
    }
  }

  @Test("D4 the first month is the reference where there is no other, and the rest are the whole")
  func firstWindow() async throws {
    let plan = try plan(Self.errors + "}", unit: "user")
    let decision = try await check(plan).compare(
      reference: nil, current: [.path(Self.logs + "current.csv")], by: .month)
    let harm = try #require(decision.harm)
    let month = try #require(expected.users.months["2026-04"])
    for quality in harm.qualities {
      let usual = try #require(month[quality.measure.rawValue]).current
      #expect(agree(quality.reference ?? .nan, usual, relative: 1e-11))
    }
    #expect(harm.windows?.count == 8)
  }

  @Test("D2 labels from a file: the target is that of the rows that have one, the others are told")
  func target() async throws {
    let decision = try await decide(plan(Self.errors + "}"))
    let account = try #require(decision.labels?.current)
    #expect((account.matchedRows, account.unmatchedRows) == (2_700, 300))
    // The reference has labels of its own.
    #expect(decision.labels?.reference == nil)
    let target = try #require(decision.columns.first { $0.role == .target })
    #expect(target.column == "price")
    #expect((target.referenceMissing, target.currentMissing) == (0, 0))
    #expect(target.bins.reduce(0) { $0 + $1.currentCount } == 2_700)
  }

  @Test("D2 a label that is in the file but empty is none: neither counted nor compared")
  func emptyLabels() async throws {
    let lines = try String(contentsOfFile: Self.logs + "labels.csv", encoding: .utf8)
      .split(separator: "\n")
    let text = lines.enumerated().map { index, line in
      let fields = line.split(separator: ",")
      return (1...100).contains(index) ? "\(fields[0]),," : String(line)
    }
    let labels = try TemporaryLog(text.joined(separator: "\n") + "\n")
    let decision = try await DriftCheck(plan(Self.errors + "}"), labels: [.path(labels.path)])
      .compare(
        reference: [.path(Self.logs + "reference.csv")],
        current: [.path(Self.logs + "current.csv")])
    let account = try #require(decision.labels?.current)
    #expect((account.matchedRows, account.unmatchedRows) == (2_600, 400))
    #expect(decision.harm?.qualities.first?.currentRows == 2_600)
    // The same where the target is none of the compared columns.
    var alone = try plan(Self.errors + "}")
    alone.drift.columns = ["country"]
    let other = try await DriftCheck(alone, labels: [.path(labels.path)]).compare(
      reference: [.path(Self.logs + "reference.csv")], current: [.path(Self.logs + "current.csv")])
    #expect(other.labels?.current?.matchedRows == 2_600)
    #expect(other.columns.map(\.column) == ["country"])
  }

  @Test("D4 a last window that cannot be told keeps the whole from being harmless")
  func lastWindow() async throws {
    func log(_ lastBlank: Int) throws -> TemporaryLog {
      let rows = (0..<3_000).map { row in
        let isRight = row % 10 > 0
        let answer = row >= 3_000 - lastBlank ? "" : isRight ? "1" : "0"
        return "2026-04-0\(1 + row / 1_000)T00:00Z,\(answer),1"
      }
      return try TemporaryLog("time,p,y\n" + rows.joined(separator: "\n") + "\n")
    }
    let plan = try Plan(
      yaml: """
        name: w
        strategy: drift
        log: {time: time, prediction: p, label: y}
        drift: {columns: [y], quality: 10pp, window: 1d}
        """, file: "w.yaml")
    let usual = try log(0)
    for (blank, status) in [(0, DriftHarm.Status.harmless), (200, .unknown)] {
      let now = try log(blank)
      let decision = try await DriftCheck(plan).compare(
        reference: [.path(usual.path)], current: [.path(now.path)], by: .seconds(86_400))
      let harm = try #require(decision.harm)
      // 200 of 3,000 rows could cost the whole 6.7 points, which are tolerated, and the last day 18.
      #expect(harm.qualities.map(\.status) == [.harmless])
      #expect(harm.windows?.map(\.status) == [.harmless, .harmless, status])
      #expect(harm.status == status)
    }
  }

  @Test("D2 below the plan's coverage neither target nor quality is told")
  func coverage() async throws {
    let decision = try await decide(plan("{mae: 100%}", coverage: "95%"))
    let target = try #require(decision.columns.first { $0.role == .target })
    #expect(target.status == .cannotTell)
    #expect(target.causes == [.labelsIncomplete(share: 0.9, required: 0.95)])
    #expect(
      decision.harm?.qualities.first?.cause == .labelsIncomplete(share: 0.9, required: 0.95))
    #expect(decision.harm?.status == .unknown)
  }

  @Test("D2 labels that contradict themselves, or requests logged twice, are invalid")
  func broken() async throws {
    let plan = try plan("{mae: 100%}")
    let text = try String(contentsOfFile: Self.logs + "labels.csv", encoding: .utf8)
    let labels = try TemporaryLog(text + "r11283,99,1\n")
    let contradiction = try await DriftCheck(plan, labels: [.path(labels.path)]).compare(
      reference: [.path(Self.logs + "reference.csv")], current: [.path(Self.logs + "current.csv")])
    #expect(contradiction.verdict == .invalid)
    let log = try String(contentsOfFile: Self.logs + "current.csv", encoding: .utf8)
    let twice = try TemporaryLog(log + "r11283,2026-06-29T00:00Z,u1,DE,3,1\n")
    let repeated = try await check(plan).compare(
      reference: [.path(Self.logs + "reference.csv")], current: [.path(twice.path)])
    #expect(repeated.verdict == .invalid)
    #expect(
      repeated.reasons.contains {
        if case .requestsRepeated = $0 { true } else { false }
      })
  }

  @Test("D2 an error as a part of a label that is zero is told as undefined, not as nothing")
  func zeroLabels() async throws {
    let rows = (0..<200).map { "r\($0),\($0 % 7),\($0 % 5)" }
    let log = try TemporaryLog("request,p,y\n" + rows.joined(separator: "\n") + "\n")
    let plan = try Plan(
      yaml: """
        name: z
        strategy: drift
        log: {request: request, prediction: p, label: y}
        drift: {quality: {mape: 1pp, mae: 10%}}
        """, file: "z.yaml")
    let decision = try await DriftCheck(plan).compare(
      reference: [.path(log.path)], current: [.path(log.path)])
    let qualities = try #require(decision.harm?.qualities)
    #expect(qualities.first { $0.measure == .mape }?.cause == .labelsOfZero(rows: 40))
    #expect(qualities.first { $0.measure == .mae }?.change != nil)
    #expect(decision.verdict == .cannotTell)
  }

  // MARK: Units

  @Test("D1 a profile knows how alike the rows of a unit are, as they were when it was made")
  func profileEffects() async throws {
    let plan = try Plan(
      yaml: "name: u\nstrategy: drift\nlog: {unit: user}\ndrift: {columns: [country]}\n",
      file: "u.yaml")
    let check = DriftCheck(plan)
    let profile = try await check.profile([.path(Self.logs + "reference.csv")])
    let effect = try #require(profile.units?.effects["country"])
    #expect(agree(effect, expected.effects.reference, relative: 1e-12))
    #expect(profile.units?.basis == .measured)
    let read = try LogProfile(text: Array(profile.text.utf8))
    #expect(read == profile)
    let file = try TemporaryLog(profile.text, suffix: "profile")
    let current: [LogInput] = [.path(Self.logs + "current.csv")]
    let byLog = try await check.compare(
      reference: [.path(Self.logs + "reference.csv")], current: current)
    let byProfile = try await check.compare(reference: [.path(file.path)], current: current)
    #expect(
      byProfile.columns.first?.designEffects?.reference
        == byLog.columns.first?.designEffects?.reference)
    #expect(
      agree(
        byProfile.columns.first?.designEffects?.current ?? .nan, expected.effects.current,
        relative: 1e-12))
    #expect(byProfile.columns.first?.psiInterval == byLog.columns.first?.psiInterval)
    // A profile that counted rows as independent is no reference of such a plan.
    let rows = try await DriftCheck(
      Plan(name: "r", strategy: .drift, control: nil, treatments: [])
    ).profile([.path(Self.logs + "reference.csv")])
    let other = try TemporaryLog(rows.text, suffix: "profile")
    await #expect(throws: ExperimentError.self) {
      try await check.compare(reference: [.path(other.path)], current: current)
    }
  }

  @Test("D4 each window has the design effect of its own units")
  func windowEffects() async throws {
    let plan = try Plan(
      yaml:
        "name: u\nstrategy: drift\nlog: {unit: user, time: time}\ndrift: {columns: [country]}\n",
      file: "u.yaml")
    let check = DriftCheck(plan)
    let reference = [LogInput.path(Self.logs + "reference.csv")]
    let current = [LogInput.path(Self.logs + "current.csv")]
    let decision = try await check.compare(reference: reference, current: current, by: .month)
    let column = try #require(decision.columns.first)
    #expect(
      agree(column.designEffects?.current ?? .nan, expected.effects.current, relative: 1e-12))
    var independent = plan
    independent.log.unit = nil
    let rows = try await DriftCheck(independent).compare(
      reference: reference, current: current, by: .month)
    for (clustered, alone) in zip(column.trend ?? [], rows.columns.first?.trend ?? []) {
      #expect((clustered.noiseFloor ?? 0) > 1.5 * (alone.noiseFloor ?? 1))
    }
    // The state of a scheduled report takes a month at a time, with the effect of that month.
    let windows = try await check.windows(
      of: current, .month, completeUntil: Timestamp(seconds: 1_800_000_000))
    #expect(windows.map(\.name).last == "2026-06-01T00:00:00Z")
    #expect(
      agree(
        windows.last?.profile.units?.effects["country"] ?? .nan, expected.effects.june,
        relative: 1e-12))
  }

  @Test("D2 a look of users that come back is less evidence than one of as many rows")
  func looks() async throws {
    let plan = try Plan(
      yaml: """
        name: u
        strategy: drift
        log: {unit: user}
        drift: {columns: [country], psi: 0.001}
        """, file: "u.yaml")
    // A hundred users of twenty rows each, every one of a category of its own: half of them, then seventy.
    func log(_ often: Int) throws -> TemporaryLog {
      let rows = (0..<2_000).map { "u\($0 / 20),\($0 / 20 < often ? "a" : "b")" }
      return try TemporaryLog("user,country\n" + rows.joined(separator: "\n") + "\n")
    }
    let (usual, now) = (try log(50), try log(70))
    var evidence: [Double] = []
    for unit in ["user", nil] {
      var plan = plan
      plan.log.unit = unit
      let outcome = try await DriftSchedule(DriftCheck(plan)).look(
        "1", reference: [.path(usual.path)], current: [.path(now.path)], state: nil)
      evidence.append(try #require(outcome.decision.looks).logEValue)
    }
    #expect(evidence[0] < evidence[1], "\(evidence)")
  }
}
