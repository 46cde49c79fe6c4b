import AssayTestSupport
import Foundation
import Testing

struct SimulateCommandTests {
  private func simulate(_ arguments: String...) throws -> CommandLineRun {
    try CommandLineRun.assay(
      ["simulate", "fixtures/plans/small.yaml", "--units", "300", "--looks", "3"] + arguments)
  }

  @Test("A few rollouts tell nothing, and say so with code 10")
  func open() throws {
    let run = try simulate("--rollouts", "3")
    #expect(run.code == 10)
    #expect(run.output.hasPrefix("OPEN: more rollouts are needed"))
    #expect(run.output.contains("false promotion"))
  }

  @Test("The result does not depend on the number of threads, and depends on the seed")
  func threads() throws {
    let one = try simulate("--rollouts", "20", "--threads", "1", "--json", "-")
    let three = try simulate("--rollouts", "20", "--threads", "3", "--json", "-")
    #expect(one.output == three.output)
    let other = try simulate("--rollouts", "20", "--seed", "7", "--json", "-")
    #expect(one.output != other.output)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(one.output.utf8)) as? [String: Any])
    #expect(document["kind"] as? String == "simulation")
    #expect((document["scenarios"] as? [Any])?.count == 6)
  }

  @Test("A plan that has no rollout is refused with the way to mend it")
  func refused() throws {
    let drift = try CommandLineRun.assay("simulate", "fixtures/plans/drift.yaml")
    #expect(drift.code == 78)
    #expect(drift.output.isEmpty)
  }
}

/// Rollouts that are drawn from a log.
struct SimulateLogCommandTests {
  @Test("A log given by --log lends its whole units, and says so")
  func log() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "assay-simulate-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let log = folder.appending(path: "log.csv").path
    let made = try CommandLineRun.assay(
      "simulate", "--emit-log", log, "--rows", "3000", "--users", "1000", "--days", "4")
    #expect(made.code == 0)
    let plan = folder.appending(path: "plan.yaml")
    try """
    name: drawn
    strategy: ab
    log: {time: timestamp, unit: user_id, variant: variant, latency: latency_ms}
    variants: {control: champion, treatments: [challenger]}
    metrics:
      - {name: latency, kind: mean, column: latency, better: lower, role: success, minimum_improvement: 5%}
    inference: {minimum_sample: 50}
    """.write(to: plan, atomically: true, encoding: .utf8)
    let run = try CommandLineRun.assay(
      "simulate", plan.path, "--log", log, "--rollouts", "4", "--json", "-")
    // Four rollouts tell nothing.
    #expect(run.code == 10)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let source = try #require(document["log"] as? [String: Any])
    #expect(source["rows"] as? Int == 3000)
    #expect(document["units"] as? Int == source["units"] as? Int)
    let words = try CommandLineRun.assay("simulate", plan.path, "--log", log, "--rollouts", "2")
    #expect(words.output.contains("Units of the log: "))
    let invented = try CommandLineRun.assay("simulate", plan.path, "--log", log, "--units", "9")
    #expect(invented.code == 64)
    let absent = try CommandLineRun.assay("simulate", plan.path, "--log", log + ".no")
    #expect(absent.code == 66)
  }
}
