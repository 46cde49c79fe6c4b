import Foundation
import Judge
import Testing

@testable import Reports

@Suite struct ValidationReportTests {
  /// A plan without a log: everything it asks for is missing or set aside.
  private func decision(_ documents: [String: [UInt8]] = [:]) throws -> Decision {
    let plan = try Plan(
      yaml: """
        name: p
        strategy: validation
        log: {unit: none, prediction: a, label: l}
        baseline: none
        validation:
          model: fraud-7
          evidence:
            - {name: scan, file: s.json, field: status, equals: passed}
            - {name: pair, any_of: [{name: x, file: x.txt}, {name: y, file: y.txt}]}
          manifest: {file: m.yaml, required: [name, owner]}
          signature: {columns: {age: number}}
          folds: [{name: folds, scores: [0.8, 0.9, 0.7], at_least: 0.6}]
          smoke: {file: c.csv, expected: e, actual: a}
          overrides: [{check: smoke cases, name: Jane Doe, reason: no server yet}]
        """, file: "p")
    var input = ValidationInput()
    input.documents = documents
    let layout = ValidationLayout(plan, documents: documents)
    return ValidationJudgement(plan, layout: layout).decide(input)
  }

  @Test("V1 the record holds every check as true, false or not judged, and issues as sentences")
  func record() throws {
    let document = JSONReport.document(try decision(), .standard)
    guard case .object(let members) = document, case .object(let record)? = members["validation"],
      case .object(let checks)? = record["checks"], case .array(let issues)? = record["issues"]
    else {
      Issue.record("no record")
      return
    }
    #expect(record["modelId"] == .string("fraud-7"))
    #expect(record["passed"] == .bool(false))
    #expect(checks["scan"] == .null)
    #expect(checks["signature"] == .bool(false))
    #expect(checks["smoke cases"] == .null)
    #expect(issues.contains(.string("manifest: m.yaml is missing")))
    #expect(
      record["overrides"]
        == .array([
          .object([
            "check": .string("smoke cases"), "name": .string("Jane Doe"),
            "reason": .string("no server yet"),
          ])
        ]))
    let checked = try SchemaCheck()
    for map in ExitMap.allCases {
      try checked.expectValid(JSONReport.text(decision(), exitMap: map))
    }
    let bytes = [UInt8]("status: failed\nname: Fraud".utf8)
    try checked.expectValid(
      JSONReport.text(
        decision(["s.json": bytes, "m.yaml": bytes, "x.txt": bytes]), exitMap: .standard))
  }

  @Test("Findings say what was found and what it was held against")
  func words() throws {
    let comparison = ThresholdComparison(
      MeasuredValue(
        0.82, lower: 0.79, upper: 0.86, tails: (0.05, 0.01), method: .exact, rows: 500, units: 500),
      .atLeast, 0.8, rule: .bound, scale: .share)
    #expect(
      CheckText.sentence(Check("accuracy", .compared(comparison)))
        == "accuracy: 82.00% on 500 rows, perhaps only 79.00% (95% confidence), at least 80.00% is "
        + "asked for")
    let zeros = String(repeating: "0", count: 64)
    let ones = String(repeating: "1", count: 64)
    #expect(
      CheckText.sentence(
        Check("scan", .evidence(.digestMismatch(file: "s.json", expected: zeros, found: ones))))
        == "scan: s.json has the SHA-256 \(ones), and the plan expects \(zeros)")
    var found = SmokeCase(name: "a", expected: "1", actual: "2", problem: .error(""))
    #expect(CheckText.problem(found) == "an error without a message")
    found.problem = .differs(by: 1, allowed: 0.01)
    #expect(
      CheckText.problem(found) == "the answer is 2, 1 is expected, 1 apart where 0.01 is allowed")
    #expect(
      CheckText.clause(Check("x", .unmeasurable(.belowMinimum(found: 50, required: 100))))
        == "50 counted, 100 are needed")
  }
}
