import Foundation
import Testing

@testable import Judge

@Suite struct PlanDocumentationTests {
  private func text() throws -> String {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../docs/plan.md").standardizedFileURL
    return try String(contentsOf: file, encoding: .utf8)
  }

  /// The part of the page under a heading, up to the next heading.
  private func section(_ heading: String) throws -> Substring {
    let text = try text()
    let start = try #require(text.range(of: "\n\(heading)\n")).upperBound
    let end = text[start...].range(of: "\n#")?.lowerBound ?? text.endIndex
    return text[start..<end]
  }

  @Test(
    "The documentation has a row for every key that the reader knows, and for no other, section by section"
  )
  func everyKey() throws {
    func compare<Key: PlanKey>(_ heading: String, _: Key.Type) throws {
      let rows = try section(heading).split(separator: "\n")
      for name in Key.names {
        #expect(rows.contains { $0.hasPrefix("| `\(name)` |") }, "\(heading) lacks `\(name)`")
      }
      let documented = rows.compactMap {
        $0.firstMatch(of: /^\| `([^`]+)` \|/).map { String($0.1) }
      }
      for name in documented {
        #expect(Key.names.contains(name), "\(heading) tells of `\(name)`, which no reader knows")
      }
    }
    try compare("## At the top", PlanKeys.Top.self)
    try compare("## Log", PlanKeys.Log.self)
    try compare("### Conditions", PlanKeys.Condition.self)
    try compare("## Labels", PlanKeys.Labels.self)
    try compare("## What was known before", PlanKeys.PrePeriod.self)
    try compare("### Limits", PlanKeys.Winsorize.self)
    try compare("### A known rate", PlanKeys.KnownRate.self)
    try compare("## Assignment", PlanKeys.Assignment.self)
    try compare("## Variants", PlanKeys.Variants.self)
    try compare("## Phases", PlanKeys.Phase.self)
    try compare("## Metrics", PlanKeys.Metric.self)
    try compare("## Inference", PlanKeys.Inference.self)
    try compare("## Duration", PlanKeys.Duration.self)
    try compare("## Extension", PlanKeys.Extension.self)
    try compare("## Ramp", PlanKeys.Ramp.self)
    try compare("## Switch", PlanKeys.Switch.self)
    try compare("## Rolling", PlanKeys.Rolling.self)
    try compare("### Harm budget", PlanKeys.HarmBudget.self)
    try compare("## Stages", PlanKeys.Stage.self)
    try compare("## Calendar", PlanKeys.Calendar.self)
    try compare("## Drift", PlanKeys.Drift.self)
    try compare("### Drift quality", PlanKeys.DriftQuality.self)
    try compare("### Drift tolerances", PlanKeys.DriftExceptions.self)
    try compare("## Shadow", PlanKeys.Shadow.self)
    try compare("## Baseline", PlanKeys.Baseline.self)
    try compare("## Validation", PlanKeys.Validation.self)
    try compare("### Criteria", PlanKeys.Criterion.self)
    try compare("### Against the baseline", PlanKeys.NonInferiority.self)
    try compare("### Bias", PlanKeys.Bias.self)
    try compare("### Scores", PlanKeys.Scores.self)
    try compare("### Back-test", PlanKeys.BackTest.self)
    try compare("### Signature", PlanKeys.Signature.self)
    try compare("### Manifest", PlanKeys.Manifest.self)
    try compare("### Evidence", PlanKeys.Evidence.self)
    try compare("### Folds", PlanKeys.Folds.self)
    try compare("### Smoke cases", PlanKeys.Smoke.self)
    try compare("### Load test", PlanKeys.LoadTest.self)
    try compare("### Overrides", PlanKeys.Override.self)
    try compare("## Monitor", PlanKeys.Monitor.self)
    try compare("### What is usual", PlanKeys.MonitorBaseline.self)
    try compare("### Triggers", PlanKeys.Trigger.self)
    try compare("### After a rollback", PlanKeys.AfterRollback.self)
    try compare("### The version to go back to", PlanKeys.RollbackTarget.self)
    try compare("### Retraining", PlanKeys.Retraining.self)
    try compare("### Daily checks", PlanKeys.DailyChecks.self)
  }

  @Test("The plan that the documentation begins with can be read")
  func firstExample() throws {
    let text = try text()
    let start = try #require(text.range(of: "```yaml\n")).upperBound
    let end = try #require(text[start...].range(of: "```")).lowerBound
    let plan = try Plan(yaml: String(text[start..<end]), file: "docs/plan.md")
    #expect(plan.metrics.map(\.name) == ["accuracy", "errors"])
  }
}
