import AssayTestSupport
import Foundation
import Judge
import Testing

@testable import Reports

struct DecisionSchemaTests {
  @Test("The reports are valid under the schema")
  func reports() throws {
    let check = try SchemaCheck()
    for decision in [
      SampleDecisions.promote, SampleDecisions.undecided, SampleDecisions.rollback,
      WriterTests.attacked(),
    ] {
      try check.expectValid(JSONReport.text(decision, exitMap: nil))
      for map in ExitMap.allCases { try check.expectValid(JSONReport.text(decision, exitMap: map)) }
    }
    try check.expectValid(JSONReport.text(SampleDecisions.drift, exitMap: .nagios))
    try check.expectValid(JSONReport.text(SampleDecisions.shadow, exitMap: .standard))
  }

  @Test(
    "The golden report of a monitor is valid under the schema, and one with another status is not")
  func monitor() throws {
    let check = try SchemaCheck()
    let file = repositoryRoot.appending(path: "fixtures/golden/monitor.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    try check.expectValid(text)
    let broken = text.replacing(#""status": "raised""#, with: #""status": "maybe""#)
    #expect(broken != text)
    #expect(try !check.isValid(broken))
  }

  @Test("A switch with checks, and every reason of a rollout, are valid under the schema")
  func rollouts() throws {
    let check = try SchemaCheck()
    let file = repositoryRoot.appending(path: "fixtures/golden/blue-green-checks.json")
    try check.expectValid(try String(contentsOf: file, encoding: .utf8))
    var decision = SampleDecisions.undecided
    decision.reasons = RolloutReportTests.sentences.map { .rollout($0.reason) }
    try check.expectValid(JSONReport.text(decision, exitMap: .standard))
  }

  @Test("The check finds what is wrong")
  func negatives() throws {
    let check = try SchemaCheck()
    let text = JSONReport.text(SampleDecisions.undecided, exitMap: .standard)
    for (before, after) in [
      (#""verdict": "continue""#, #""verdict": "maybe""#), (#""units": 5034"#, #""units": "5034""#),
      (#""holds": false"#, #""held": false"#), (#""code": "minimumDuration""#, #""code": "x""#),
      (#""plannedShare": 0.2"#, #""plannedShare": 2"#),
    ] {
      let broken = text.replacing(before, with: after)
      #expect(broken != text)
      #expect(try !check.isValid(broken), "\(after)")
    }
  }
}

/// The part of JSON Schema that the repository's schema uses.
struct SchemaCheck {
  private let root: [String: Any]

  init() throws {
    let data = Data(DecisionSchema.json.utf8)
    root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  func isValid(_ text: String) throws -> Bool {
    try problem(JSONSerialization.jsonObject(with: Data(text.utf8)), root, "$") == nil
  }

  func expectValid(_ text: String) throws {
    let found = try problem(JSONSerialization.jsonObject(with: Data(text.utf8)), root, "$")
    #expect(found == nil)
  }

  private func problem(_ value: Any, _ schema: [String: Any], _ path: String) -> String? {
    if let reference = schema["$ref"] as? String {
      let name = String(reference.dropFirst("#/$defs/".count))
      guard let target = (root["$defs"] as? [String: [String: Any]])?[name] else {
        return "\(path): no \(reference)"
      }
      return problem(value, target, path)
    }
    for key in ["oneOf", "anyOf"] {
      guard let options = schema[key] as? [[String: Any]] else { continue }
      let problems = options.map { problem(value, $0, path) }
      let valid = problems.count { $0 == nil }
      if key == "oneOf" ? valid != 1 : valid == 0 {
        return "\(path): \(valid) of \(key): \(problems.compactMap(\.self).prefix(3))"
      }
    }
    if let allowed = schema["enum"] as? [NSObject], !allowed.contains(where: { $0.isEqual(value) })
    {
      return "\(path): \(value) is none of \(allowed)"
    }
    if let constant = schema["const"] as? NSObject, !constant.isEqual(value) {
      return "\(path): \(value) is not \(constant)"
    }
    if let type = schema["type"] {
      let types = type as? [String] ?? [type as? String ?? ""]
      if !types.contains(where: { has(value, type: $0) }) { return "\(path): not \(types)" }
    }
    if let number = value as? Double, let least = schema["minimum"] as? Double, number < least {
      return "\(path): \(number) below \(least)"
    }
    if let number = value as? Double, let most = schema["maximum"] as? Double, number > most {
      return "\(path): \(number) above \(most)"
    }
    if let values = value as? [Any], let items = schema["items"] as? [String: Any] {
      for (index, value) in values.enumerated() {
        if let found = problem(value, items, "\(path)[\(index)]") { return found }
      }
    }
    return (value as? [String: Any]).flatMap { members($0, schema, path) }
  }

  private func members(
    _ object: [String: Any], _ schema: [String: Any], _ path: String
  ) -> String? {
    let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
    for name in schema["required"] as? [String] ?? [] where object[name] == nil {
      return "\(path): no \(name)"
    }
    for (name, value) in object {
      if let property = properties[name] {
        if let found = problem(value, property, "\(path).\(name)") { return found }
      } else if let additional = schema["additionalProperties"] as? [String: Any] {
        if let found = problem(value, additional, "\(path).\(name)") { return found }
      } else if schema["additionalProperties"] as? Bool == false {
        return "\(path): \(name) is not known"
      }
    }
    return nil
  }

  private func has(_ value: Any, type: String) -> Bool {
    switch type {
    case "null": value is NSNull
    case "string": value is String
    case "array": value is [Any]
    case "object": value is [String: Any]
    case "boolean": isBoolean(value)
    case "number": value is NSNumber && !isBoolean(value)
    case "integer": !isBoolean(value) && (value as? Double).map { $0 == $0.rounded() } ?? false
    default: false
    }
  }

  private func isBoolean(_ value: Any) -> Bool {
    guard let number = value as? NSNumber else { return false }
    return String(cString: number.objCType) == "c"
  }
}
