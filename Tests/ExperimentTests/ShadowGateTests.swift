import AssayTestSupport
import Experiment
import Foundation
import Testing

/// Two models on the same requests, in two files or in one.
@Suite struct ShadowGateTests {
  struct Reference: Decodable {
    struct Estimate: Decodable {
      var value: Double
      var standardError: Double
    }
    struct Counts: Decodable {
      var more: Int
      var less: Int
      var pValue: Double?
    }
    struct Slice: Decodable {
      var requests: Int
      var value: Double
    }
    var agreement, accuracyDifference, latencyDifference, latencyLogRatio: Estimate
    var scoreDifference, scoreDistance: Estimate
    var users, requests: Counts
    var slices: [String: Slice]
  }

  private let logs = repositoryRoot.appending(path: "fixtures/logs/shadow")

  private func path(_ name: String) -> String { logs.appending(path: name).path }

  private func plan(_ name: String, _ changes: [String: String] = [:]) throws -> Plan {
    let file = repositoryRoot.appending(path: "fixtures/plans/\(name)")
    var text = try String(contentsOf: file, encoding: .utf8)
    for (old, new) in changes {
      #expect(text.contains(old))
      text = text.replacingOccurrences(of: old, with: new)
    }
    return try Plan(yaml: text, file: name)
  }

  private func decide(
    _ changes: [String: String] = [:], log: String? = nil, shadow: String? = nil
  ) async throws -> Decision {
    let gate = Gate(
      try plan("shadow.yaml", changes), shadow: [.path(shadow ?? path("shadow.csv"))])
    return try await gate.decide([.path(log ?? path("log.csv"))])
  }

  private func decideOneLog(_ changes: [String: String] = [:]) async throws -> Decision {
    try await Gate(try plan("shadow-one-log.yaml", changes)).decide([.path(path("both.csv"))])
  }

  @Test("W1 paired differences, agreement and McNemar are those of the rows")
  func agreesWithTheRows() async throws {
    let expected = try ReferenceFile.load("shadow", as: Reference.self)
    let decision = try await decide()
    let shadow = try #require(decision.shadow)
    // Sums in another order, of the same decimal numbers.
    func expect(_ found: ShadowComparison.Measurement?, _ wanted: Reference.Estimate) {
      #expect(agree(found?.value ?? .nan, wanted.value, relative: 1e-9))
      #expect(agree(found?.standardError ?? .nan, wanted.standardError, relative: 1e-9))
    }
    expect(shadow.agreement?.share, expected.agreement)
    expect(shadow.scoreDifference, expected.scoreDifference)
    expect(shadow.scoreDistance, expected.scoreDistance)
    let metrics = try #require(decision.treatments.first?.metrics)
    for (name, wanted) in [
      ("accuracy", expected.accuracyDifference), ("latency", expected.latencyDifference),
    ] {
      guard case .computed(let found)? = metrics.first(where: { $0.name == name })?.result else {
        Issue.record("\(name) is not computed")
        continue
      }
      #expect(agree(found.difference, wanted.value, relative: 1e-9))
      #expect(agree(found.differenceStandardError, wanted.standardError, relative: 1e-9))
    }
    #expect(shadow.discordance.first?.more == expected.users.more)
    #expect(shadow.discordance.first?.less == expected.users.less)
    #expect(shadow.discordance.first?.anytimePValue == nil)
    #expect(shadow.slices.map(\.value) == ["BR", "DE", "FR"])
    for slice in shadow.slices {
      let wanted = try #require(expected.slices[slice.value])
      #expect(slice.requests == wanted.requests)
      #expect(agree(slice.disagreement.value, wanted.value, relative: 1e-9))
    }
    #expect(shadow.answers?.status == .noChangeSeen)
    // Tests of independent logs say nothing of two answers to one request.
    #expect(shadow.answers?.measures != nil && shadow.answers?.measures?.homogeneity == nil)
  }

  @Test("W1 a relative margin is judged on the paired log ratio")
  func relativeMargin() async throws {
    let expected = try ReferenceFile.load("shadow", as: Reference.self).latencyLogRatio
    let decision = try await decide([
      "better: lower, role: monitor": "better: lower, role: guardrail, margin: 20%"
    ])
    let test = decision.treatments.first?.metrics.first { $0.name == "latency" }.flatMap {
      metric -> ThresholdTest? in
      guard case .computed(let found) = metric.result else { return nil }
      return found.tests.first { $0.question == .nonInferiority }
    }
    #expect(agree(test?.effect ?? .nan, -expected.value, relative: 1e-9))
    #expect(agree(test?.standardError ?? .nan, expected.standardError, relative: 1e-9))
  }

  @Test("W1 one log that holds both answers gives the numbers of two")
  func oneLog() async throws {
    let expected = try ReferenceFile.load("shadow", as: Reference.self)
    let decision = try await decideOneLog()
    let shadow = try #require(decision.shadow)
    #expect(decision.verdict == .promote)
    #expect(decision.promoted == "challenger")
    #expect(agree(shadow.agreement?.share.value ?? 0, expected.agreement.value, relative: 1e-12))
    let accuracy = try #require(shadow.discordance.first)
    #expect(accuracy.more == expected.requests.more)
    #expect(accuracy.less == expected.requests.less)
    #expect(agree(accuracy.pValue ?? 0, expected.requests.pValue ?? 1, relative: 1e-9))
    // Looking as often as one likes costs evidence.
    #expect((accuracy.anytimePValue ?? 0) > (accuracy.pValue ?? 1))
    #expect(decision.sample.unknownVariants.isEmpty)
    #expect(decision.sample.arms.map(\.rows) == [4000, 4000])
  }

  @Test("W1 areas under the ROC curves are DeLong's, paired")
  func areas() async throws {
    struct Areas: Decodable { var control, treatment, difference, standardError, pValue: Double }
    let expected = try ReferenceFile.load("shadow_areas", as: Areas.self)
    let decision = try await decideOneLog()
    let found = try #require(decision.shadow?.areas)
    // Ranks are exact; the variance sums four thousand placements.
    #expect(agree(found.control, expected.control, relative: 1e-12))
    #expect(agree(found.treatment, expected.treatment, relative: 1e-12))
    #expect(agree(found.standardError, expected.standardError, relative: 1e-9))
    #expect(agree(found.classicalPValue ?? 1, expected.pValue, relative: 1e-6))
    #expect(found.requests == 4000)
    // Looking as often as one likes costs evidence, and width.
    #expect((found.lower ?? 1) < expected.difference - 1.96 * expected.standardError)
    let clustered = try await decide(["agreement: 85%": "area_margin: 1pp"])
    #expect(clustered.shadow?.areas?.units == 698)
    #expect(clustered.verdict == .continue)
    #expect(clustered.reasons.first == .shadow(.passed(treatment: "challenger")))
  }

  @Test("W1 a shadow that ranks worse than its margin is stopped")
  func worseRanks() async throws {
    let all = try String(contentsOfFile: path("shadow.csv"), encoding: .utf8)
    var random = SplitMix64(seed: 3)
    let blurred = all.split(separator: "\n").enumerated().map { index, line -> String in
      guard index > 0 else { return String(line) }
      var fields = line.split(separator: ",").map(String.init)
      fields[1] = "\(0.5 * (Double(fields[1]) ?? 0) + 0.5 * random.uniform())"
      return fields.joined(separator: ",")
    }
    let file = try TemporaryLog(blurred.joined(separator: "\n") + "\n")
    let decision = try await decide(["agreement: 85%": "area_margin: 1pp"], shadow: file.path)
    #expect(decision.verdict == .stop)
    guard case .shadow(.areaMissed)? = decision.reasons.first else {
      Issue.record("the first reason is \(String(describing: decision.reasons.first))")
      return
    }
  }

  @Test("W1 a shadow that passes is promoted only when the plan says so")
  func autoPromote() async throws {
    let decision = try await decideOneLog(["auto_promote: true": "auto_promote: false"])
    #expect(decision.verdict == .continue)
    #expect(decision.promoted == nil)
    #expect(decision.reasons.first == .shadow(.passed(treatment: "challenger")))
    let guarded = try await decide()
    #expect(guarded.verdict == .continue)
    #expect(guarded.reasons.first == .shadow(.passed(treatment: "challenger")))
  }

  @Test("W1 seven days pass before a shadow does")
  func duration() async throws {
    let plan = try plan("shadow-one-log.yaml")
    #expect(plan.duration.minimum == 604_800)
    let until = Timestamp(seconds: 1_772_928_000)
    let decision = try await Gate(plan, until: until).decide([.path(path("both.csv"))])
    #expect(decision.verdict == .continue)
    guard case .minimumDuration? = decision.reasons.first else {
      Issue.record("the first reason is \(String(describing: decision.reasons.first))")
      return
    }
  }

  @Test("W1 a missing pair is invalid beyond the tolerated rate, and harm is told all the same")
  func missingPairs() async throws {
    let all = try String(contentsOfFile: path("shadow.csv"), encoding: .utf8)
      .split(separator: "\n")
    let fewer = try TemporaryLog(all.dropLast(8).joined(separator: "\n") + "\n")
    let decision = try await decide(shadow: fewer.path)
    #expect(decision.verdict == .invalid)
    #expect(
      decision.reasons.first
        == .shadow(.pairsMissing(logOnly: 8, shadowOnly: 0, share: 0.002, tolerated: 0)))
    let tolerant = try await decide(
      ["agreement: 85%": "agreement: 85%, missing_pairs: 0.2%"], shadow: fewer.path)
    #expect(tolerant.verdict == .continue)
    let perfect = try perfect()
    let harmful = try await decide(log: perfect.path, shadow: fewer.path)
    #expect(harmful.verdict == .rollback)
  }

  /// A log whose every answer is right, so that the shadow's are worse.
  private func perfect() throws -> TemporaryLog {
    let lines = try String(contentsOfFile: path("log.csv"), encoding: .utf8).split(separator: "\n")
    let rows = lines.dropFirst().map { line in
      var fields = line.split(separator: ",", omittingEmptySubsequences: false)
      fields[6] = fields[4]
      return fields.joined(separator: ",")
    }
    return try TemporaryLog(([String(lines[0])] + rows).joined(separator: "\n") + "\n")
  }

  @Test("W1 answers that contradict each other, and halves of pairs, are no ground")
  func contradictions() async throws {
    let all = try String(contentsOfFile: path("shadow.csv"), encoding: .utf8)
    let twice = try TemporaryLog(all + "r7,0.5,7,3,0\n")
    let decision = try await decide(shadow: twice.path)
    #expect(decision.verdict == .invalid)
    #expect(
      decision.reasons.contains(
        .shadow(.answersContradict(keys: 1, share: 1.0 / 4000, tolerated: 0))))
    let header = all.split(separator: "\n")
    let blank = header.enumerated().map { index, line -> String in
      guard index > 0, index <= 40 else { return String(line) }
      var fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      fields[3] = ""
      return fields.joined(separator: ",")
    }
    let halves = try TemporaryLog(blank.joined(separator: "\n") + "\n")
    let half = try await decide(shadow: halves.path)
    #expect(half.verdict == .invalid)
    #expect(
      half.reasons.contains(
        .shadow(.valuesUnpaired(metric: "latency", share: 0.01, tolerated: 0.005))))
  }

  @Test("W1 answers that only one model gave are no agreement")
  func blankAnswers() async throws {
    let rows = try String(contentsOfFile: path("shadow.csv"), encoding: .utf8).split(
      separator: "\n")
    let blank = rows.enumerated().map { index, line -> String in
      var fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      if index > 0, index <= 400 { (fields[1], fields[2]) = ("", "") }
      return fields.joined(separator: ",")
    }
    let file = try TemporaryLog(blank.joined(separator: "\n") + "\n")
    let decision = try await decide(shadow: file.path)
    #expect(decision.verdict == .invalid)
    for column in ["answer", "score"] {
      #expect(
        decision.reasons.contains(
          .shadow(.valuesUnpaired(metric: column, share: 0.1, tolerated: 0.005))))
    }
  }

  @Test("W1 agreement that is shown to be too low stops")
  func agreementMissed() async throws {
    let decision = try await decide(["agreement: 85%": "agreement: 97%"])
    #expect(decision.verdict == .stop)
    guard case .shadow(.agreementMissed(let share, let upper, 0.97))? = decision.reasons.first
    else {
      Issue.record("the first reason is \(String(describing: decision.reasons.first))")
      return
    }
    #expect(share == 0.93125)
    #expect(upper < 0.97)
    let open = try await decide(["agreement: 85%": "agreement: 93%"])
    #expect(open.verdict == .continue)
  }

  @Test("W1 labels that are not there yet are waited for")
  func immatureLabels() async throws {
    let rows = try String(contentsOfFile: path("log.csv"), encoding: .utf8).split(separator: "\n")
    let labels = rows.dropFirst().prefix(1640).map { line -> String in
      let fields = line.split(separator: ",")
      return "\(fields[1]),\(fields[4])"
    }
    let file = try TemporaryLog("request_id,truth\n" + labels.joined(separator: "\n") + "\n")
    let plan = try plan(
      "shadow.yaml",
      [
        "  label: label\n": "",
        "shadow: {": "labels: {file: \(file.path), key: request_id, value: truth}\nshadow: {",
      ])
    let decision = try await Gate(plan, shadow: [.path(path("shadow.csv"))])
      .decide([.path(path("log.csv"))])
    #expect(decision.verdict == .continue)
    #expect(
      decision.reasons.first
        == .labelsImmature(metric: "accuracy", treatment: "challenger", share: 0.41, required: 0.8))
  }

  @Test("W1 a shadow without its file, or with other columns, is no verdict")
  func badInput() async throws {
    let missing = await #expect(throws: ExperimentError.self) {
      _ = try await decide(shadow: path("nowhere.csv"))
    }
    #expect(missing?.exitCode == 66)
    let other = await #expect(throws: ExperimentError.self) {
      _ = try await decide(shadow: path("log.csv"))
    }
    #expect(other?.exitCode == 78)
    let unnamed = await #expect(throws: ExperimentError.self) {
      let plan = try plan("shadow.yaml", ["file: ../logs/shadow/shadow.csv, ": ""])
      _ = try await Gate(plan).decide([.path(path("log.csv"))])
    }
    #expect(unnamed?.exitCode == 78)
  }
}
