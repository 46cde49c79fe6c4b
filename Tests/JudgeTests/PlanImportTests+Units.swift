import Testing

@testable import Judge

/// Numbers whose unit, or whose meaning, a configuration leaves open.
extension PlanImportTests {
  @Test("X4 a confidence is no chance of an error, and neither may be the other")
  func confidence() throws {
    func block(_ key: String) -> String {
      """
      {"ab_test": {"champion": "v1", "challenger": "v2", "primary_metric": "accuracy",
        "min_improvement": "2pp", "duration_days": 14, \(key)}}
      """
    }
    func significance(_ key: String, _ answer: String? = nil) throws -> Double {
      let name = "ab_test." + (key.split(separator: "\"").first.map(String.init) ?? "")
      let more = answer.map { [name: $0] } ?? [:]
      return try plan(
        block(key), answers("unit", "variant", "time", "prediction", "label", and: more)
      ).inference.significance
    }
    let asked = questions(block("\"confidence_level\": 95")).first {
      $0.path.contains("confidence")
    }
    #expect(asked?.answers == ["95%", "0.95"])
    // What is suggested is what is meant, and a confidence of 5 % is nobody's.
    #expect(abs(try significance("\"confidence_level\": 95", "95%") - 0.05) < 1e-12)
    #expect(abs(try significance("\"confidence_level\": 0.99") - 0.01) < 1e-12)
    for wrong in ["\"confidence_level\": 0.05", "\"significance_level\": 0.95"] {
      #expect(throws: PlanImportError.self, "\(wrong)") { try significance(wrong) }
    }
    #expect(try significance("\"significance_level\": \"1%\"") == 0.01)
  }

  @Test("X4 a limit may say its unit in its key, whatever it limits")
  func unitsInKeys() throws {
    let text = """
      {"canary": {"control": "v1", "treatment": "v2", "stages": [
        {"traffic": 10, "duration": "5m", "rollback":
          {"p95_latency_increase_seconds": 0.5, "max_p99_latency_seconds": 2}},
        {"traffic": 100, "duration": "1h"}]}}
      """
    let yaml = try PlanImport(
      text, file: "b", answers: answers("unit", "variant", "time", "latency")
    ).yaml
    #expect(yaml.contains(": 0.5s"), "\(yaml)")
    #expect(yaml.contains(": 2s"), "\(yaml)")
    let plan = try Plan(yaml: yaml, file: "b")
    #expect(plan.stages?.first?.rollback.count == 1)
    #expect(plan.stages?.first?.levels?.count == 1)
  }

  @Test("A key that stands twice is told by its name")
  func repeatedKey() {
    let twice = #"{"canary": {"control": "v1", "control": "v2"}}"#
    let error = #expect(throws: PlanImportError.self) {
      try PlanImport(twice, file: "b", answers: [:])
    }
    #expect(error?.message.contains("control") == true)
  }
}
