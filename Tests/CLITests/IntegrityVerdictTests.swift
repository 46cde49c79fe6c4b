import AssayTestSupport
import Foundation
import Testing

/// Logs that may not be judged, each for one reason, by their exit code and the code of the reason.
struct IntegrityVerdictTests {
  /// A log whose treatment converts twice as often, and what is wrong with it.
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var columns: String
    /// Lines to add to the plan.
    var plan: String
    var reason: String
    /// More columns of the log, and keys of the metric.
    var log = ""
    var metric = ""
    /// Rows without their line end, of a variant's unit and whether it converted.
    var row: @Sendable (_ variant: String, _ index: Int, _ converted: Int) -> String
    var more = ""

    var testDescription: String { name }

    var text: String {
      var text = "\(columns)\n"
      for index in 0..<3000 {
        for (variant, share) in [("a", 20), ("b", 40)] {
          text += row(variant, index, index % 100 < share ? 1 : 0) + "\n"
        }
      }
      return text + more
    }
  }

  static let cases = [
    Case(
      name: "A11 units that are not where their hash puts them", columns: "user,variant,x",
      plan: "assignment: {salt: s, hash: sha256}", reason: "assignmentMismatch",
      row: { "\($0)\($1),\($0),\($2)" }),
    Case(
      name: "A11 a unit in both variants", columns: "user,variant,x", plan: "",
      reason: "unitsInSeveralVariants", row: { "\($0)\($1),\($0),\($2)" }, more: "a1,b,1\n"),
    Case(
      name: "A7 a split that differs between days", columns: "time,user,variant,x", plan: "",
      reason: "allocationDrifts",
      row: { variant, index, converted in
        // The control's units come on the first day, the treatment's mostly on the second.
        let day = index % 4 == 0 ? (variant == "a" ? 3 : 2) : (variant == "a" ? 2 : 3)
        return "2026-03-0\(day)T00:00:00Z,\(variant)\(index),\(variant),\(converted)"
      }),
    Case(
      name: "a gap in the log", columns: "time,user,variant,x", plan: "tolerated_gap: 6h",
      reason: "timeGap",
      row: { "2026-03-02T0\($1 % 2 * 8):00:00Z,\($0)\($1),\($0),\($2)" }),
    Case(
      name: "an arm that fell silent", columns: "time,user,variant,x", plan: "tolerated_gap: 6h",
      reason: "variantSilent",
      row: { "2026-03-02T0\($0 == "a" ? $1 % 9 : $1 % 2):00:00Z,\($0)\($1),\($0),\($2)" }),
    Case(
      name: "a request logged twice", columns: "user,variant,x,request",
      plan: "", reason: "requestsRepeated", log: ", request: request",
      row: { "\($0)\($1),\($0),\($2),\($0)\($1 / 2)" }),
    Case(
      name: "failed rows left out of one arm", columns: "user,variant,x,error", plan: "",
      reason: "failedRowsDiffer", log: ", error: error", metric: ", error_rows: excluded",
      row: { "\($0)\($1),\($0),\($2),\($0 == "b" && $1 % 8 == 1)" }),
  ]

  @Test("What may not be judged is invalid, and says why", arguments: cases)
  func invalid(wrong: Case) throws {
    let folder = TemporaryFolder()
    let time = wrong.columns.hasPrefix("time") ? "time: time, " : ""
    let plan = try folder.file(
      "plan.yaml",
      """
      name: integrity
      strategy: ab
      log: {\(time)unit: user, variant: variant\(wrong.log)}
      variants: {control: a, treatments: [b]}
      metrics:
        - {name: conversion, kind: proportion, column: x, better: higher, role: success\(wrong.metric)}
      inference: {minimum_sample: 100}
      \(wrong.plan)
      """)
    let log = try folder.file("log.csv", wrong.text)
    let run = try CommandLineRun.assay("gate", plan, "--log", log, "--json", folder.path("r.json"))
    #expect(run.code == 30, "\(run.output)\(run.error)")
    let data = try Data(contentsOf: URL(filePath: folder.path("r.json")))
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let reasons = try #require(json["reasons"] as? [[String: Any]])
    #expect(reasons.compactMap { $0["code"] as? String }.first == wrong.reason)
  }
}
