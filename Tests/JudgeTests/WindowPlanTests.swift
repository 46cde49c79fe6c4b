import Foundation
import Summaries
import Testing

@testable import Judge

/// Plans whose metrics wait for windows and labels.
@Suite struct WindowPlanTests {
  private func yaml(
    time: String = "time: at, ", unit: String = "user",
    labels: String = "time: known, maturity: 3d",
    metric: String = "window: 7d", rest: String = ""
  ) -> String {
    """
    name: windows
    strategy: ab
    log: {\(time)unit: \(unit), variant: variant, prediction: guess, error: failed, request: id}
    labels: {file: labels.csv, key: id, value: truth, \(labels)}
    variants: {control: old, treatments: [new]}
    metrics:
      - {name: accuracy, kind: accuracy, role: success, \(metric)}
      - {name: errors, kind: rate, role: guardrail, margin: 20%, baseline: 5%}
    \(rest)
    """
  }

  private func kinds(_ yaml: String) -> [PlanProblem.Kind] {
    do throws(PlanError) {
      _ = try Plan(yaml: yaml, file: "plan.yaml")
      return []
    } catch {
      return error.problems.map(\.kind)
    }
  }

  @Test func areRead() throws {
    let plan = try Plan(yaml: yaml(rest: "inference: {looks: 12h}"), file: "plan.yaml")
    let week: Int64 = 604_800_000_000
    let threeDays: Int64 = 259_200_000_000
    #expect(plan.metrics.map(\.window) == [604_800, nil])
    #expect(plan.labels?.maturity == 259_200.0)
    #expect(plan.metrics.map { plan.delay(of: $0) } == [864_000, nil])
    #expect(plan.axisWidth == 43_200)
    let layout = ScanLayout(plan)
    #expect(layout.scan.sources[1].maturity == threeDays)
    #expect(Set(layout.scan.measures.map(\.window)) == Set([week, nil]))
    #expect(
      layout.scan.buckets == .fixed(origin: Timestamp(seconds: 0), width: 43_200_000_000))
    #expect(layout.needsRereading)
  }

  @Test("A combination that would not be honoured is refused")
  func refused() {
    #expect(kinds(yaml()) == [])
    // The window and the maturity both need the time of a row.
    #expect(kinds(yaml(time: "")) == [.contradiction, .contradiction])
    #expect(kinds(yaml(unit: "none")) == [.contradiction])
    #expect(kinds(yaml(unit: "none", metric: "window: open")) == [])
    #expect(kinds(yaml(labels: "maturity: 3d")) == [.contradiction])
    #expect(kinds(yaml(labels: "time: known")) == [.contradiction])
    #expect(kinds(yaml(metric: "window: open")) == [.contradiction])
    #expect(kinds(yaml(metric: "window: 0s")) == [.invalidValue])
    #expect(kinds(yaml(metric: "window: 1.5s")) == [.invalidValue])
    #expect(kinds(yaml(metric: "window: soon")) == [.invalidValue])
    #expect(
      kinds(yaml(labels: "time: known, maturity: [3d]", metric: "window: open")) == [.wrongType])
    let quantile =
      "window: 7d}\n  - {name: p95, kind: quantile, q: 95%, column: ms, better: lower, role: monitor, window: 1d"
    #expect(kinds(yaml(metric: quantile)) == [.notSupported])
  }

  @Test("Windows, looks and phases all fall on the ends of buckets")
  func axis() throws {
    let phases = """
      phases:
        - {from: 2026-03-02, traffic: {old: 90, new: 10}}
        - {from: 2026-03-04T06:00:00Z, traffic: {old: 50, new: 50}}
      """
    let plan = try Plan(yaml: yaml(rest: phases), file: "plan.yaml")
    #expect(plan.axisWidth == 21_600)
    let found = Phase.phases(of: plan, in: LogSummary())
    let boundary = Int(1_772_604_000 / 21_600)
    #expect(found.map(\.buckets) == [Int.min...boundary - 1, boundary...Int.max])
    let now = Timestamp(seconds: 1_772_604_000 + 11 * 86_400 + 1)
    // Ten days before it lies within the bucket that a day after the boundary begins.
    #expect(plan.lastCompleteBucket(of: plan.metrics[0], at: now) == boundary + 3)
    #expect(plan.lastCompleteBucket(of: plan.metrics[1], at: now) == .max)
    #expect(plan.lastCompleteBucket(of: plan.metrics[0], at: nil) == .min)
  }

  @Test("The plan among the fixtures is read and explained")
  func fixture() throws {
    let plan = try PlanFixture.plan("windows.yaml")
    #expect(plan.axisWidth == 86_400)
    let text = PlanExplanation(plan).lines.joined(separator: " ")
    #expect(text.contains("over the first 7 days of each unit once they have passed"))
    #expect(text.contains("labels known within 14 days of their row"))
  }

  @Test("A plan without windows has the axis and the hash that it had")
  func unchanged() throws {
    let plan = try Plan(
      yaml: yaml(labels: "time: known", metric: "window: open"), file: "plan.yaml")
    let silent = try Plan(
      yaml: yaml(labels: "time: known", metric: "rule: lower bound"), file: "plan.yaml")
    #expect(plan.axisWidth == nil)
    #expect(plan.hash == silent.hash)
    let text = try String(decoding: JSONEncoder().encode(plan), as: UTF8.self)
    #expect(!text.contains("\"window\"") && !text.contains("\"maturity\""))
  }
}
