import AssayTestSupport
import Foundation
import Stats
import Summaries
import Testing

@testable import Judge

/// The errors of a shadow's verdict over many looks, through the judgement itself.
@Suite struct ShadowErrorRateTests {
  /// How often, of so many requests, each of two models was right.
  struct Counts {
    var both = 0
    var control = 0
    var treatment = 0
    var neither = 0
  }

  private func plan(_ metric: String) throws -> Plan {
    try Plan(
      yaml: """
        name: s
        strategy: shadow
        log: {unit: none, request: r, variant: v, prediction: p, label: y}
        shadow: {auto_promote: true}
        variants: {control: a, treatments: [b]}
        metrics: [{name: accuracy, kind: accuracy, \(metric)}]
        inference: {minimum_sample: 100}
        """, file: "p")
  }

  /// What the layout's scan finds in a log of independent requests.
  private func summary(_ counts: Counts, _ layout: PairedLayout) -> LogSummary {
    var summary = LogSummary()
    var cell = LogSummary.Cell(
      variant: 0, bucket: 0, rows: 0, units: 0,
      pairs: layout.scan.pairs.map { _ in BivariateMoments() },
      distributions: layout.scan.distributions.map { ColumnDistribution($0) })
    for (rows, control, treatment) in [
      (counts.both, 1.0, 1.0), (counts.control, 1, 0), (counts.treatment, 0, 1),
      (counts.neither, 0, 0),
    ] {
      let row = PairedRow(control: control, treatment: treatment)
      let values = row.values(layout.scan.measures)
      for (index, pair) in layout.scan.pairs.enumerated() {
        cell.pairs[index].add(
          (x: row.unit(pair.x, values), y: row.unit(pair.y, values)), times: rows)
      }
      (cell.rows, cell.units) = (cell.rows + rows, cell.units + rows)
    }
    summary.rows.read = cell.rows
    summary.rows.used = cell.rows
    summary.cells = [cell]
    summary.firstTime = Timestamp(seconds: 1_700_000_000)
    summary.lastTime = Timestamp(seconds: 1_700_000_000 + 10 * 86_400)
    var join = JoinSummary(role: .shadow)
    (join.matchedLogRows, join.keys) = (cell.rows, cell.rows)
    summary.joins = [join]
    return summary
  }

  /// The share of rollouts that ever answer with the verdict, looking after every so many requests.
  private func share(
    of verdict: Verdict, _ metric: String, onlyControl: Double, onlyTreatment: Double,
    looks: Int = 20, requests: Int = 100, runs: Int = 250
  ) throws -> Double {
    let plan = try plan(metric)
    let layout = PairedLayout(plan)
    let judgement = ShadowJudgement(plan, layout: layout)
    var random = SplitMix64(seed: 5)
    var hits = 0
    for _ in 0..<runs {
      var counts = Counts()
      for _ in 0..<looks {
        let draw = random.multinomial(
          requests, [onlyControl, onlyTreatment, 0.8, 1 - 0.8 - onlyControl - onlyTreatment])
        counts.control += draw[0]
        counts.treatment += draw[1]
        counts.both += draw[2]
        counts.neither += draw[3]
        if judgement.decide(summary(counts, layout)).verdict == verdict {
          hits += 1
          break
        }
      }
    }
    return Double(hits) / Double(runs)
  }

  @Test("W1 a shadow as bad as its margin is rarely promoted, however often one looks")
  func falsePromotion() throws {
    let atMargin = try share(
      of: .promote, "role: guardrail, margin: 2pp", onlyControl: 0.05, onlyTreatment: 0.03)
    #expect(atMargin <= binomialBound(0.05, runs: 250))
  }

  @Test("W1 so it is where almost all answers are alike, and the exact process decides")
  func falsePromotionOfRareDifferences() throws {
    let rare = try share(
      of: .promote, "role: guardrail, margin: 1pp", onlyControl: 0.01, onlyTreatment: 0)
    #expect(rare <= binomialBound(0.05, runs: 250))
    // The same few differences, far inside the margin, are no obstacle.
    let harmless = try share(
      of: .promote, "role: guardrail, margin: 2pp", onlyControl: 0.001, onlyTreatment: 0.001,
      runs: 50)
    #expect(harmless > 0.9)
  }

  @Test("W1 a shadow as good as the model in service is rarely rolled back")
  func falseRollback() throws {
    let equal = try share(
      of: .rollback, "role: guardrail, margin: 50pp, critical: true", onlyControl: 0.04,
      onlyTreatment: 0.04)
    #expect(equal <= binomialBound(0.05, runs: 250))
    let worse = try share(
      of: .rollback, "role: guardrail, margin: 5pp, critical: true", onlyControl: 0.08,
      onlyTreatment: 0.03, runs: 50)
    #expect(worse > 0.9)
  }
}

/// One request, and how a scan would measure it: an executor of its own, for accuracy alone.
private struct PairedRow {
  var control: Double
  var treatment: Double

  func values(_ measures: [Measure]) -> [Double] {
    var values: [Double] = []
    for measure in measures {
      let value: Double =
        switch measure.expression {
        case .one, .number, .indicator, .count, .step: 1
        case .agreement("p", "y", _): control
        case .agreement("shadow.p", "y", _): treatment
        case .agreement: control == treatment ? 1 : 0
        case .product(let a, let b): values[a] * values[b]
        case .difference(let a, let b): values[a] - values[b]
        case .distance(let a, let b): abs(values[a] - values[b])
        case .relativeDistance(let a, let b):
          values[b] == 0 ? 0 : abs(values[a] - values[b]) / abs(values[b])
        case .clamped(let a, let limits): limits.clamp(values[a])
        case .outside(let a, let limits): limits.contain(values[a]) ? 0 : 1
        }
      values.append(value)
    }
    return values
  }

  func unit(_ column: UnitColumn, _ values: [Double]) -> Double {
    switch column {
    case .one: 1
    case .sum(let measure): values[measure]
    case .mean(let numerator, let denominator): values[numerator] / values[denominator]
    case .any(let measure): values[measure] > 0 ? 1 : 0
    case .orZero(let inner): unit(inner, values)
    case .clamped(let inner, let limits): limits.clamp(unit(inner, values))
    case .outside(let inner, let limits): limits.contain(unit(inner, values)) ? 0 : 1
    }
  }
}
