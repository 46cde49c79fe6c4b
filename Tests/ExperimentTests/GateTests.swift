import Experiment
import Foundation
import Testing

@Suite struct GateTests {
  /// The Cookie Cats experiment (Tactile Entertainment, published on Kaggle as "Mobile Games: A/B Testing"),
  /// rebuilt from its four published counts: players and players who came back after seven days.
  private func cookieCats() throws -> TemporaryLog {
    var lines = ["userid,version,retention_7"]
    var user = 0
    for (variant, players, returned) in [("gate_30", 44_700, 8502), ("gate_40", 45_489, 8279)] {
      for index in 0..<players {
        user += 1
        lines.append("\(user),\(variant),\(index < returned ? "TRUE" : "FALSE")")
      }
    }
    return try TemporaryLog(lines.joined(separator: "\n") + "\n")
  }

  private let cookiePlan = """
    name: cookie-cats
    strategy: ab
    log: {unit: userid, variant: version}
    variants: {control: gate_30, treatments: [gate_40]}
    metrics:
      - {name: retention 7, kind: proportion, column: retention_7, role: success, better: higher, baseline: 19%}
    """

  /// R 4.2.2: prop.test(c(8502, 8279), c(44700, 45489), correct = FALSE) and PropCIs::diffscoreci's
  /// Newcombe counterpart DescTools::BinomDiffCI(method = "score"); chisq.test(c(44700, 45489)).
  @Test func cookieCatsIsNotPromoted() async throws {
    let log = try cookieCats()
    let plan = try Plan(yaml: cookiePlan, file: "cookie.yaml")
    let decision = try await Gate(plan).decide([.path(log.path)])
    #expect(decision.verdict != .promote)
    let metric = try #require(decision.treatments.first?.metrics.first)
    #expect(abs((metric.control?.value ?? 0) - 8502.0 / 44_700) < 1e-15)
    #expect(abs((metric.treatment?.value ?? 0) - 8279.0 / 45_489) < 1e-15)
    guard case .computed(let comparison) = metric.result else {
      Issue.record("not computed: \(metric.result)")
      return
    }
    let classical = try #require(comparison.classical)
    #expect(abs(classical.pValue - 0.00155425) < 5e-9)
    #expect(abs(classical.interval.lower - -0.01328) < 5e-6)
    #expect(abs(classical.interval.upper - -0.00312) < 5e-6)
    #expect(abs((decision.sampleRatio?.fixedPValue ?? 0) - 0.00861) < 5e-6)
  }

  @Test func sameDecisionAtAnyThreadCount() async throws {
    let log = try cookieCats()
    let plan = try Plan(yaml: cookiePlan, file: "cookie.yaml")
    var decisions: [Data] = []
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    for threads in [1, 2, 3, 8] {
      let gate = Gate(plan, options: ScanOptions(threads: threads))
      decisions.append(try encoder.encode(try await gate.decide([.path(log.path)])))
    }
    #expect(Set(decisions).count == 1)
  }

  @Test("X7 users are the unit, not their rows")
  func clustersWidenTheInterval() async throws {
    // Each user's ten rows are alike: ten times the rows carry no more than one.
    var lines = ["user,variant,ok"]
    for user in 0..<4000 {
      let variant = user % 2 == 0 ? "a" : "b"
      let isOk = user % 7 < 3
      for _ in 0..<10 { lines.append("u\(user),\(variant),\(isOk ? 1 : 0)") }
    }
    let log = try TemporaryLog(lines.joined(separator: "\n"))
    func standardError(unit: String) async throws -> Double {
      let plan = try Plan(
        yaml: """
          name: clusters
          strategy: ab
          log: {unit: \(unit), variant: variant}
          variants: {control: a, treatments: [b]}
          metrics:
            - {name: ok, kind: proportion, column: ok, role: success, better: higher}
          """, file: "plan.yaml")
      let decision = try await Gate(plan).decide([.path(log.path)])
      return decision.treatments.first?.metrics.first?.control?.standardError ?? .nan
    }
    let ratio = try await standardError(unit: "user") / standardError(unit: "none")
    #expect(abs(ratio - 10.0.squareRoot()) < 0.01)
  }

  @Test func quantilesOfClusteredUnitsTakeASecondPass() async throws {
    var lines = ["user,variant,latency"]
    for user in 0..<3000 {
      for row in 0..<5 {
        let slow = Double((user * 377) % 3000) / 30
        lines.append("u\(user),\(user % 2 == 0 ? "a" : "b"),\(100 + slow + Double(row) / 1000)")
      }
    }
    let log = try TemporaryLog(lines.joined(separator: "\n"))
    func standardError(unit: String) async throws -> Double {
      let plan = try Plan(
        yaml: """
          name: quantile
          strategy: ab
          log: {unit: \(unit), variant: variant}
          variants: {control: a, treatments: [b]}
          metrics:
            - {name: p50, kind: quantile, q: 0.5, column: latency, role: guardrail, better: lower, margin: 20%}
          """, file: "plan.yaml")
      let decision = try await Gate(plan).decide([.path(log.path)])
      return decision.treatments.first?.metrics.first?.control?.standardError ?? .nan
    }
    let clustered = try await standardError(unit: "user")
    let independent = try await standardError(unit: "none")
    // Five nearly equal rows a user: √5 times the error of independent rows, up to the cells' width.
    #expect(clustered / independent > 1.8)
    #expect(clustered / independent < 2.8)
  }

  @Test func aLabelFileIsRefusedInsteadOfIgnored() async throws {
    var plan = try Plan(yaml: cookiePlan, file: "cookie.yaml")
    plan.labels = LabelFile(file: "labels.csv", key: "id", value: "label", time: nil)
    await #expect(throws: ExperimentError.self) { try await Gate(plan).decide([]) }
  }
}
