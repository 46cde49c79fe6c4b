import AssayTestSupport
import Summaries
import Testing

@testable import Judge

@Suite struct PlanErrorTests {
  @Test("Every mistake of a plan is found in one run, with its line, column and a way to mend it")
  func allAtOnce() throws {
    let error = try #require(problems(try PlanFixture.text("wrong.yaml"), file: "wrong.yaml"))
    #expect(
      error.description == """
        wrong.yaml:3:40: unknown key "latncy"; did you mean "latency"?
        wrong.yaml:5:10: traffic gives variant "challenger" nothing; add its weight, such as challenger: 50
        wrong.yaml:5:36: traffic names "chalenger", which is no variant of the plan; did you mean "challenger"?
        wrong.yaml:12:5: unknown key "minimum_improvment"; did you mean "minimum_improvement"?
        wrong.yaml:13:106: metrics[1].margin: "0.2" has no unit; which is meant: 20% or 0.2% (of the control's value), 0.2ms (time), 0.2 abs (the metric's own unit)?
        wrong.yaml:14:85: metrics[2].harm 1pp is more than the margin 0.5pp; harm must lie between 0 and the margin
        wrong.yaml:15:22: inference.success is "always-vaild", not one of always-valid, group-sequential, fixed; did you mean "always-valid"?
        wrong.yaml:15:50: inference.significance is "5", not between 0 and 1, both excluded; is 5% meant? Write 5% or 0.05
        wrong.yaml:16:21: duration.minimum is "1 week", not a length of time; write 7d, 24h, 90m, 30s, 2w, or ISO 8601 such as P7D or PT1H
        """)
  }

  @Test(
    "X4 a threshold without a unit, or with one that makes no sense, is asked about",
    arguments: [
      ("margin: 0.2", "which is meant"), ("margin: 20", "which is meant"),
      ("margin: '>20%'", "not a size of change"), ("margin: -5%", "not a size of change"),
      ("margin: 2pp", "not a share"), ("margin: 20 parsec", "unknown unit"),
      ("margin: 0.8x", "a fall"), ("margin: [5%]", "a list"), ("margin: ~", "empty"),
    ])
  func thresholds(text: String, expected: String) throws {
    let error = try #require(
      problems(
        PlanFixture.yaml(
          metric: "{name: l, kind: mean, column: l, role: guardrail, better: lower, \(text)}")))
    #expect(error.problems.count == 1)
    #expect(error.description.contains(expected), "\(error)")
  }

  @Test(
    "Each mistake has its kind and path",
    arguments: [
      ("strategy: abb", PlanProblem.Kind.invalidValue, "strategy"),
      ("name: [a]", .wrongType, "name"),
      ("strategy: ab\nstrategy: ab", .duplicateKey, "strategy"),
    ])
  func topLines(line: String, kind: PlanProblem.Kind, path: String) throws {
    let key = try #require(line.split(separator: ":").first)
    let lines = PlanFixture.minimal.split(separator: "\n").map {
      $0.hasPrefix("\(key):") ? line : String($0)
    }
    let first = try #require(problems(lines.joined(separator: "\n"))?.problems.first)
    #expect(first.kind == kind)
    #expect(first.path == path)
  }

  @Test("A1 weights in per cent are all of the traffic together")
  func partsOfTraffic() throws {
    func error(_ traffic: String) throws -> PlanError? {
      let lines = PlanFixture.minimal.split(separator: "\n").filter { !$0.hasPrefix("traffic:") }
      let names = try Plan(yaml: PlanFixture.minimal, file: "plan.yaml").variants
      let parts = zip(names, traffic.split(separator: "/")).map { "\($0): \($1)" }
      return problems(
        (lines + ["traffic: {\(parts.joined(separator: ", "))}"]).joined(separator: "\n"))
    }
    let wrong = try #require(try error("60%/60%"))
    #expect(wrong.problems.map(\.kind) == [.contradiction])
    #expect(
      wrong.description.contains("traffic is 60% and 60%, which is 120% of traffic"), "\(wrong)")
    #expect(wrong.problems[0].column == 10)
    for whole in ["60%/40%", "33.3%/66.7%", "60/60", "1/3"] {
      #expect(try error(whole) == nil, "\(whole)")
    }
  }

  @Test(
    "X6 a ramp that cannot grow, or takes no time, is refused where it stands",
    arguments: [
      ("{initial: 10%, step: 0%, maximum: 50%, every: 1d}", "not a step above 0%", 28),
      ("{initial: 0%, step: 10%, maximum: 50%, every: 1d}", "not a weight above 0%", 17),
      (
        "{initial: 60%, step: 10%, maximum: 50%, every: 1d}",
        "ramp.maximum is 50%, and ramp.initial 60%", 42
      ),
      ("{initial: 10%, step: 10%, maximum: 50%, every: 0h}", "whole seconds, from 1s on", 54),
    ])
  func ramps(text: String, says: String, column: Int) throws {
    let error = try #require(problems(PlanFixture.minimal + "ramp: \(text)\n"))
    #expect(error.problems.count == 1, "\(error)")
    #expect(error.description.contains(says), "\(error)")
    #expect(error.problems[0].column == column)
  }

  @Test(
    "A metric's contradictions are found",
    arguments: [
      (
        "{name: a, kind: rate, role: guardrail, margin: 1pp, harm: 2pp}",
        PlanProblem.Kind.contradiction
      ),
      (
        "{name: a, kind: rate, role: guardrail, margin: 20%, harm: 1pp, baseline: 1%}",
        .contradiction
      ),
      ("{name: a, kind: mean, role: monitor, column: x}", .missingKey),
      ("{name: a, kind: mean, role: guardrail, column: x, better: lower}", .missingKey),
      ("{name: a, kind: quantile, role: monitor, column: x, better: lower}", .missingKey),
      ("{name: a, kind: quantile, role: monitor, column: x, better: lower, q: 95}", .invalidValue),
      ("{name: a, kind: accuracy, role: success, column: x}", .missingKey),
      (
        "{name: a, kind: accuracy, role: success, column: x, label: y, better: lower}",
        .contradiction
      ),
      ("{name: a, kind: rate, role: monitor, margin: 1pp}", .contradiction),
      ("{name: a, kind: rate, role: success, window: 7d}", .contradiction),
      (
        "{name: a, kind: ratio, role: monitor, column: x, better: lower, numerator: a, denominator: b}",
        .contradiction
      ),
      ("{name: a, kind: rate, role: monitor, error_rows: failure}", .contradiction),
      ("{name: a, kind: rate, role: success, minimum_improvement: 100%}", .invalidValue),
      ("{name: a, kind: rate, role: monitor, where: {x: {}}}", .invalidValue),
      (
        "{name: a, kind: mean, role: success, column: x, better: higher, minimum_improvement: 3 abs}",
        .missingKey
      ),
      (
        "{name: a, kind: rate, role: monitor}, {name: a, kind: rate, role: monitor}", .contradiction
      ),
    ])
  func metrics(metric: String, kind: PlanProblem.Kind) throws {
    let error = try #require(problems(PlanFixture.yaml(metric: metric)), "\(metric)")
    #expect(error.problems.map(\.kind) == [kind], "\(error)")
  }

  @Test("The spread is needed before the data only where the bounds are tuned by it")
  func spread() throws {
    let metric =
      "{name: a, kind: mean, role: success, column: x, better: higher, minimum_improvement: 3 abs}"
    let yaml = PlanFixture.yaml(metric: metric)
    #expect(problems(yaml + "inference: {success: fixed, harm: fixed}") == nil)
    #expect(problems(yaml.replacing("unit: user_id", with: "unit: none")) == nil)
    #expect(problems(yaml.replacing("3 abs", with: "3%")) == nil)
    #expect(problems(yaml.replacing("3 abs", with: "3 abs, standard_deviation: 2")) == nil)
    #expect(problems(yaml.replacing("3 abs", with: "0")) == nil)
  }

  @Test("A12 no current model must be said, and then needs absolute criteria")
  func baseline() throws {
    let silent = PlanFixture.minimal.replacing("control: a, ", with: "")
    let error = try #require(problems(silent))
    #expect(error.problems.map(\.kind) == [.missingKey])
    #expect(error.description.contains("baseline: none"))
    let explicit = try #require(problems(silent + "baseline: none"))
    #expect(explicit.description.contains("absolute criteria"))
    #expect(PlanError.exitCode == 78)
  }

  @Test("X7 the unit of randomisation cannot be left out")
  func unit() throws {
    let error = try #require(
      problems(PlanFixture.minimal.replacing("unit: user_id, ", with: "")))
    #expect(error.problems.map(\.path) == ["log.unit"])
    #expect(error.description.contains("unit: none"))
  }

  @Test(
    "Text that is not YAML is an error with a place",
    arguments: [
      ("name: [a", 2), ("a: b: c", 1), ("name: x\n\tb: c", 2), ("name: *nothing", 1),
      ("name: x\u{0}", 1), ("a: 1\nb: \u{1}", 2), ("", 1), ("- a", 1), ("just text", 1),
      ("{}\n---\n{}", 2),
    ])
  func syntax(text: String, line: Int) throws {
    let first = try #require(problems(text)?.problems.first)
    #expect([.syntax, .wrongType].contains(first.kind))
    #expect(first.line == line)
    #expect(first.column >= 1)
  }

  @Test("Numbers at the edge of what can be written crash neither reader, lint nor explanation")
  func extremes() throws {
    let text = try PlanFixture.text("fraud.yaml")
      .replacing("champion: 80", with: "champion: \(String(repeating: "9", count: 300))")
      .replacing("minimum_sample: 1000", with: "minimum_sample: 9007199254740992")
      .replacing(
        "{model: fraud-detector}", with: "{x: {at_least: -9223372036854775808, at_most: 1e308}}"
      )
      .replacing("margin: 20ms", with: "margin: \(String(repeating: "9", count: 290)) abs")
    let plan = try Plan(yaml: text, file: "p")
    #expect(!PlanLint(plan).findings.map(\.description).isEmpty)
    #expect(!PlanExplanation(plan).lines.isEmpty)
    #expect(plan.hash.count == 64)
  }

  @Test("No text crashes the reader: valid plans with damaged bytes, and deep nesting")
  func damage() throws {
    var generator = SplitMix64(seed: 7)
    let source = Array(try PlanFixture.text("fraud.yaml").utf8)
    for _ in 0..<400 {
      var bytes = source
      for _ in 0...Int.random(in: 0..<6, using: &generator) {
        let at = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[at] = UInt8(Int.random(in: 0..<256, using: &generator))
        case 1: bytes.remove(at: at)
        default:
          bytes.insert(
            contentsOf: bytes[at...].prefix(9), at: Int.random(in: 0..<(at + 1), using: &generator))
        }
      }
      for problem in problems(String(decoding: bytes, as: UTF8.self))?.problems ?? [] {
        #expect(problem.line >= 1 && problem.column >= 1)
        #expect(!problem.complaint.isEmpty && !problem.mend.isEmpty)
      }
    }
    #expect(problems(String(repeating: "[", count: 100_000)) != nil)
    #expect(problems(String(repeating: "a: {", count: 5000)) != nil)
    #expect(problems(String(repeating: " ", count: 2 << 20)) != nil)
  }

  private func problems(_ yaml: String, file: String = "plan.yaml") -> PlanError? {
    do {
      _ = try Plan(yaml: yaml, file: file)
      return nil
    } catch {
      return error
    }
  }
}
