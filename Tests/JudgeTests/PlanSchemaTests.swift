import Foundation
import Testing

@testable import Judge

@Suite struct PlanSchemaTests {
  @Test("The schema knows the keys that the reader knows, section by section")
  func sameKeys() throws {
    let object = try JSONSerialization.jsonObject(with: Data(PlanSchema.json.utf8))
    let schema = try #require(object as? [String: Any])
    let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
    func compare<Key: PlanKey>(_ section: [String: Any]?, _: Key.Type) throws {
      let properties = try #require(section?["properties"] as? [String: Any])
      #expect(Set(properties.keys) == Set(Key.names))
      #expect(section?["additionalProperties"] as? Bool == false)
    }
    try compare(schema, PlanKeys.Top.self)
    try compare(definitions["log"], PlanKeys.Log.self)
    try compare(definitions["labels"], PlanKeys.Labels.self)
    try compare(definitions["prePeriod"], PlanKeys.PrePeriod.self)
    try compare(definitions["winsorize"], PlanKeys.Winsorize.self)
    try compare(definitions["knownRate"], PlanKeys.KnownRate.self)
    try compare(definitions["assignment"], PlanKeys.Assignment.self)
    try compare(definitions["variants"], PlanKeys.Variants.self)
    try compare(definitions["metric"], PlanKeys.Metric.self)
    try compare(definitions["condition"], PlanKeys.Condition.self)
    try compare(definitions["inference"], PlanKeys.Inference.self)
    try compare(definitions["duration"], PlanKeys.Duration.self)
    try compare(definitions["extension"], PlanKeys.Extension.self)
    try compare(definitions["calendar"], PlanKeys.Calendar.self)
    try compare(definitions["phase"], PlanKeys.Phase.self)
    try compare(definitions["ramp"], PlanKeys.Ramp.self)
    try compare(definitions["switch"], PlanKeys.Switch.self)
    try compare(definitions["rolling"], PlanKeys.Rolling.self)
    try compare(definitions["harmBudget"], PlanKeys.HarmBudget.self)
    try compare(definitions["stage"], PlanKeys.Stage.self)
    try compare(definitions["drift"], PlanKeys.Drift.self)
    try compare(definitions["driftQuality"], PlanKeys.DriftQuality.self)
    try compare(definitions["driftTolerances"], PlanKeys.DriftTolerance.self)
    try compare(definitions["shadow"], PlanKeys.Shadow.self)
    try compare(definitions["baseline"], PlanKeys.Baseline.self)
    try compare(definitions["validation"], PlanKeys.Validation.self)
    try compare(definitions["criterion"], PlanKeys.Criterion.self)
    try compare(definitions["nonInferiority"], PlanKeys.NonInferiority.self)
    try compare(definitions["bias"], PlanKeys.Bias.self)
    try compare(definitions["scores"], PlanKeys.Scores.self)
    try compare(definitions["backTest"], PlanKeys.BackTest.self)
    try compare(definitions["signature"], PlanKeys.Signature.self)
    try compare(definitions["manifest"], PlanKeys.Manifest.self)
    try compare(definitions["evidence"], PlanKeys.Evidence.self)
    try compare(definitions["folds"], PlanKeys.Folds.self)
    try compare(definitions["smoke"], PlanKeys.Smoke.self)
    try compare(definitions["loadTest"], PlanKeys.LoadTest.self)
    try compare(definitions["override"], PlanKeys.Override.self)
    try compare(definitions["monitor"], PlanKeys.Monitor.self)
    try compare(definitions["monitorBaseline"], PlanKeys.MonitorBaseline.self)
    try compare(definitions["trigger"], PlanKeys.Trigger.self)
    try compare(definitions["afterRollback"], PlanKeys.AfterRollback.self)
    try compare(definitions["rollbackTarget"], PlanKeys.RollbackTarget.self)
    try compare(definitions["retraining"], PlanKeys.Retraining.self)
    try compare(definitions["dailyChecks"], PlanKeys.DailyChecks.self)
  }

  @Test("The schema's words are the reader's words")
  func sameWords() throws {
    let object = try JSONSerialization.jsonObject(with: Data(PlanSchema.json.utf8))
    let schema = try #require(object as? [String: Any])
    let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
    func words(_ section: String, _ key: PlanKeys.Metric) -> [String]? {
      let properties = definitions[section]?["properties"] as? [String: [String: Any]]
      return properties?[key.rawValue]?["enum"] as? [String]
    }
    #expect(words("metric", .kind) == MetricPlan.Kind.allCases.map(\.rawValue))
    #expect(words("metric", .role) == MetricPlan.Role.allCases.map(\.rawValue))
    #expect(words("metric", .better) == MetricPlan.Direction.allCases.map(\.rawValue))
    #expect(words("metric", .per) == MetricPlan.Aggregation.allCases.map(\.rawValue))
    #expect(words("metric", .rule) == MetricPlan.Rule.allCases.map(\.rawValue))
    #expect(words("metric", .errorRows) == MetricPlan.ErrorRows.allCases.map(\.rawValue))
    #expect(words("metric", .unit) == Threshold.TimeUnit.allCases.map(\.rawValue))
  }
}
