import Foundation
import Summaries
import Testing

@testable import Judge

/// Covariates, limits and the pre-period as a plan writes them.
@Suite struct PlanAdjustmentTests {
  private func problems(_ yaml: String) -> PlanError? {
    do {
      _ = try Plan(yaml: yaml, file: "p")
      return nil
    } catch {
      return error
    }
  }

  @Test func everyKeyIsRead() throws {
    let plan = try PlanFixture.plan("covariates.yaml")
    #expect(
      plan.prePeriod
        == PrePeriodFile(
          file: "before.csv", unit: "user_id", columns: ["spend_before", "visits_before"]))
    #expect(plan.metrics[0].covariates == ["spend_before", "visits_before"])
    #expect(
      plan.metrics[0].winsorization
        == Winsorization(ValueLimits(lower: 0, upper: 500), at: .unit))
    #expect(plan.metrics[1].covariates == ["visits_before"])
    #expect(plan.metrics[1].winsorization == nil)
  }

  @Test(
    "What would take variance off wrongly is refused, with the way to mend it",
    arguments: [
      ("kind: quantile, q: 0.5, covariates: x", PlanProblem.Kind.contradiction, "not quantiles"),
      ("kind: mean, covariates: []", .invalidValue, "is empty"),
      ("kind: mean, covariates: [x, x]", .contradiction, "twice"),
      ("kind: mean, covariates: v", .contradiction, "the metric itself measures"),
      ("kind: proportion, winsorize: {upper: 1, at: row}", .contradiction, "no tails"),
      ("kind: mean, winsorize: {upper: 5}", .missingKey, "at: unit"),
      ("kind: mean, winsorize: {at: unit}", .missingKey, "neither"),
      ("kind: mean, winsorize: {upper: 99%, at: unit}", .notSupported, "own data would choose"),
      ("kind: mean, winsorize: {upper: q99, at: unit}", .notSupported, "own data would choose"),
      ("kind: mean, winsorize: {upper: 1, lower: 2, at: unit}", .contradiction, "not below"),
      ("kind: mean, winsorize: {uper: 1, at: unit}", .unknownKey, "did you mean \"upper\""),
    ])
  func refused(keys: String, kind: PlanProblem.Kind, words: String) throws {
    let metric = "{name: m, column: v, role: monitor, better: higher, \(keys)}"
    let error = try #require(problems(PlanFixture.yaml(metric: metric)), "\(keys)")
    #expect(error.problems.map(\.kind).contains(kind), "\(error)")
    #expect(error.description.contains(words), "\(error)")
  }

  @Test(
    "A pre-period that cannot be joined is refused",
    arguments: [
      ("pre_period: {file: b.csv, unit: id}", "columns"),
      ("pre_period: {file: b.csv, unit: id, columns: []}", "at least one column"),
      ("pre_period: {file: b.csv, unit: id, columns: [x, x]}", "each once"),
      (
        "pre_period: {file: b.csv, unit: id, columns: [v]}\nlabels: {file: l, key: k, value: v}",
        "names \"v\", which the file of labels gives"
      ),
    ])
  func prePeriod(line: String, words: String) throws {
    let error = try #require(problems(PlanFixture.minimal + line), "\(line)")
    #expect(error.description.contains(words), "\(error)")
  }

  @Test func prePeriodNeedsUnits() throws {
    let yaml =
      PlanFixture.minimal.replacing("unit: user_id", with: "unit: none")
      + "pre_period: {file: b.csv, unit: id, columns: x}"
    let error = try #require(problems(yaml))
    #expect(error.description.contains("every row is a unit of its own"))
  }

  @Test("The definition of a metric says what it is adjusted by and held within")
  func definition() throws {
    let plan = try PlanFixture.plan("covariates.yaml")
    let text = plan.metrics[0].definition(unitColumn: "user_id")
    #expect(text.contains("each unit held within 0 and 500"))
    #expect(text.contains("adjusted by spend_before, visits_before before the experiment"))
  }

  @Test("A plan without the new keys keeps its hash")
  func hashIsKept() throws {
    let data = try JSONEncoder().encode(try PlanFixture.plan("small.yaml"))
    let json = String(decoding: data, as: UTF8.self)
    for key in ["covariates", "winsorization", "prePeriod"] { #expect(!json.contains(key)) }
  }
}
