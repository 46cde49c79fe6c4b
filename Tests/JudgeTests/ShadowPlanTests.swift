import Summaries
import Testing

@testable import Judge

@Suite struct ShadowPlanTests {
  private static let base = """
    name: s
    strategy: shadow
    log: {unit: u, request: r, prediction: p, score: s, label: y}
    shadow: {file: shadow.csv, area_margin: 1pp}
    variants: {control: a, treatments: [b]}
    metrics: [{name: accuracy, kind: accuracy, role: guardrail, margin: 1pp}]

    """

  @Test("In one log conditions hold for both rows, so that missing answers are told on either side")
  func oneLog() throws {
    var plan = try PlanFixture.plan("shadow-one-log.yaml")
    let condition = Condition("country", .isOneOf(["US"]))
    plan.log.filter = [condition]
    let layout = PairedLayout(plan)
    #expect(layout.isWhole)
    #expect(layout.scan.sources.first { $0.role == .shadow }?.filter.contains(condition) == true)
    var apart = try Plan(yaml: Self.base, file: "p")
    apart.log.filter = [condition]
    #expect(!PairedLayout(apart).isWhole)
  }

  @Test("The margin of areas is explained")
  func areaMargin() throws {
    let text = PlanExplanation(try Plan(yaml: Self.base, file: "p")).lines.joined(separator: " ")
    #expect(text.contains("the area under the ROC curve proven smaller by less than 0.01"))
  }

  private func problems(_ old: String, _ new: String) -> PlanError? {
    let text = Self.base.replacing(old, with: new)
    #expect(text != Self.base)
    do throws(PlanError) {
      _ = try Plan(yaml: text, file: "p")
      return nil
    } catch {
      return error
    }
  }

  @Test("W1 the plan of a shadow is read, its defaults being the documents'")
  func reads() throws {
    let plan = try PlanFixture.plan("shadow.yaml")
    var expected = ShadowPlan()
    expected.file = "../logs/shadow/shadow.csv"
    expected.key = "request"
    expected.renamed = ["score": "p"]
    expected.agreement = 0.85
    expected.slices = ["country"]
    #expect(plan.shadow == expected)
    #expect(plan.shadow?.onPass == .wait)
    #expect(plan.shadow?.missingPairs == 0)
    #expect(plan.duration.minimum == 604_800)
    #expect(try PlanFixture.plan("shadow-one-log.yaml").shadow?.onPass == .promote)
  }

  @Test(
    "W1 what a shadow cannot honour is refused",
    arguments: [
      ("file: shadow.csv", "fil: shadow.csv", "unknown key \"fil\""),
      ("file: shadow.csv", "file: shadow.csv, agreement: 2", "between 0 and 1"),
      ("file: shadow.csv", "file: shadow.csv, latency: ms", "no counterpart in the log"),
      ("file: shadow.csv", "file: shadow.csv, threshold: 0.5", "log.prediction names the answers"),
      ("file: shadow.csv", "file: shadow.csv, auto_promote: maybe", "true or false"),
      ("score: s, label: y", "label: y", "needs scores and labels"),
      ("request: r, ", "", "log has no \"request\""),
      ("request: r, ", "request: r, variant: v, ", "one log holds both answers"),
      ("request: r, ", "request: r, weight: w, ", "pairs are single rows"),
      ("shadow: {file: shadow.csv, area_margin: 1pp}\n", "", "the plan has no \"shadow\""),
      ("[b]", "[b, c]", "names 2 shadows"),
      (
        "kind: accuracy, ", "kind: ratio, numerator: a, denominator: b, better: higher, ",
        "no paired difference"
      ),
      ("kind: accuracy, ", "kind: rate, column: e, per: unit, ", "can only be row or unit-mean"),
      (
        "name: s\n", "name: s\nramp: {initial: 10, step: 10, maximum: 50, every: 1d}\n",
        "not used by strategy shadow"
      ),
      ("name: s\n", "name: s\ndrift: {psi: 0.1}\n", "not used by strategy shadow"),
      ("role: guardrail, margin: 1pp", "role: monitor", "could never pass"),
      ("name: s\n", "name: s\ninference: {futility: 10%}\n", "not used by strategy shadow"),
      ("strategy: shadow", "strategy: ab", "not used by strategy ab"),
    ])
  func refuses(old: String, new: String, complaint: String) throws {
    let error = try #require(problems(old, new))
    #expect(error.description.contains(complaint), "\(error)")
  }

  @Test("W1 agreement needs answers that can be alike")
  func agreement() throws {
    let error = try #require(
      problems(
        "prediction: p, score: s, label: y}\nshadow: {file: shadow.csv, area_margin: 1pp}",
        "score: s, label: y}\nshadow: {file: shadow.csv, agreement: 95%}"))
    #expect(error.description.contains("needs answers that can be alike"), "\(error)")
  }

  @Test("The explanation says that nothing is promoted unless the plan says so")
  func explanation() throws {
    let lines = PlanExplanation(try PlanFixture.plan("shadow.yaml")).lines
    #expect(lines.contains { $0.contains("auto_promote is not set, so nothing is promoted") })
    let other = PlanExplanation(try PlanFixture.plan("shadow-one-log.yaml")).lines
    #expect(other.contains { $0.contains("promote: with accuracy proven better") })
  }
}
