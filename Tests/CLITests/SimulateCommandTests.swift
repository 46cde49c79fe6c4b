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
