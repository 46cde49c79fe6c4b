import AssayTestSupport
import Foundation
import Stats
import Testing

@testable import Judge

/// Plans that test in groups.
@Suite struct GroupSequentialPlanTests {
  /// Of fixtures/reference/calendar_spending.R.
  private struct Prices: Decodable {
    struct Price: Decodable {
      var looks: Int
      var factor: Double
    }

    var inflation: [Price]
  }

  private func yaml(
    inference: String = "looks: 1d, planned_sample: 20000", unit: String = "user",
    log: String = "time: at, ", metric: String = "window: 7d", rest: String = ""
  ) -> String {
    """
    name: groups
    strategy: ab
    log: {\(log)unit: \(unit), variant: variant, error: failed}
    variants: {control: old, treatments: [new]}
    metrics:
      - {name: conversion, kind: proportion, column: converted, better: higher, role: success, baseline: 30%, \(metric)}
    inference: {success: group-sequential, \(inference)}
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

  @Test(
    "Spending functions are read",
    arguments: [
      ("obrien-fleming", SpendingFunction.obrienFleming), ("pocock", .pocock),
      ("{hwang-shih-decani: -4}", .hwangShihDeCani(gamma: -4)), ("{power: 3}", .power(exponent: 3)),
    ])
  func spending(text: String, function: SpendingFunction) throws {
    let plan = try Plan(
      yaml: yaml(
        inference:
          "looks: 12h, planned_sample: 20000, spending: \(text), futility_spending: \(text)"),
      file: "plan.yaml")
    #expect(plan.inference.success == .groupSequential)
    #expect(plan.inference.spending == function)
    #expect(plan.inference.futilitySpending == function)
    #expect(plan.axisWidth == 43_200)
  }

  @Test("What a test in groups lacks, or cannot wait for, is refused")
  func refused() {
    #expect(kinds(yaml()) == [])
    #expect(kinds(yaml(inference: "planned_sample: 20000")) == [.contradiction])
    #expect(kinds(yaml(inference: "looks: 1d")) == [.contradiction])
    #expect(
      kinds(yaml(inference: "looks: 1d", rest: "duration: {maximum: 14d}")) == [])
    #expect(
      kinds(yaml(inference: "looks: 1d", rest: "duration: {maximum: 7d}")) == [.contradiction])
    #expect(
      kinds(yaml(inference: "looks: 10m", rest: "duration: {maximum: 14d}")) == [.contradiction])
    #expect(kinds(yaml(inference: "looks: 30s, planned_sample: 20000")) == [.invalidValue])
    #expect(kinds(yaml(metric: "window: open")) == [.contradiction])
    #expect(kinds(yaml(unit: "none", metric: "window: open")) == [])
    #expect(kinds(yaml(unit: "none", log: "", metric: "window: open")) == [.contradiction])
    let ramp = "ramp: {initial: 10, step: 10, maximum: 50, every: 1d}"
    #expect(kinds(yaml(rest: ramp)) == [])
    #expect(
      kinds(yaml(inference: "looks: 6h, planned_sample: 20000", rest: ramp)) == [.contradiction])
    let harm = "looks: 1d, planned_sample: 20000, harm: group-sequential"
    #expect(kinds(yaml(inference: harm)) == [.contradiction])
    for spending in ["obrien", "[pocock]", "{power: 0}", "{power: 3, pocock: 1}", "{gamma: 3}"] {
      let text = yaml(inference: "looks: 1d, planned_sample: 20000, spending: \(spending)")
      #expect(kinds(text).count == 1, "\(spending)")
    }
    #expect(
      kinds(yaml().replacing("group-sequential", with: "always-valid, spending: pocock"))
        == [.contradiction])
  }

  @Test("The plan among the fixtures is read, and told its price")
  func fixture() throws {
    let plan = try PlanFixture.plan("group-sequential.yaml")
    let text = PlanExplanation(plan).lines.joined(separator: " ")
    #expect(text.contains("bounds of their own at the looks, every 1 day"))
    #expect(text.contains("The price of 14 looks"))
    let price = try #require(InferencePrice(plan))
    let reference = try ReferenceFile.load("calendar_spending") as Prices
    let expected = try #require(reference.inflation.first { $0.looks == price.looks })
    // The price is found to less than a digit that is printed.
    #expect(abs(price.groupSequential - expected.factor) < 1e-4)
    // The factor has tests of its own; with few looks it lies below that of looking all the time, 1.98.
    #expect(price.alwaysValid > 1.6 && price.alwaysValid < 2)
  }

  @Test("Plans without groups hold no key of theirs")
  func unchanged() throws {
    let plan = try PlanFixture.plan("fraud.yaml")
    let text = try String(decoding: JSONEncoder().encode(plan), as: UTF8.self)
    #expect(!text.contains("spending") && !text.contains("futilitySpending"))
  }
}
