import Experiment
import Foundation
import Testing

/// Phases of different allocation: what Simpson's paradox would turn around (Crook, Frasca, Kohavi &
/// Longbotham 2009, "Seven pitfalls to avoid when running controlled experiments on the web", pitfall 3).
@Suite struct PhaseTests {
  /// Day, variant, conversions and visits: 1 % of Friday's traffic, half of Saturday's.
  private let fridaySaturday = [
    ("2026-03-06", "control", 20_000, 990_000), ("2026-03-06", "treatment", 230, 10_000),
    ("2026-03-07", "control", 5000, 500_000), ("2026-03-07", "treatment", 6000, 500_000),
  ]

  private func log() throws -> TemporaryLog {
    var lines = ["time,variant,converted,visits"]
    for (day, variant, hits, visits) in fridaySaturday {
      lines.append("\(day)T12:00:00Z,\(variant),true,\(hits)")
      lines.append("\(day)T12:00:00Z,\(variant),false,\(visits - hits)")
    }
    return try TemporaryLog(lines.joined(separator: "\n") + "\n")
  }

  private func plan(_ traffic: String) throws -> Plan {
    try Plan(
      yaml: """
        name: friday-saturday
        strategy: ab
        log: {time: time, unit: none, variant: variant, weight: visits}
        variants: {control: control, treatments: [treatment]}
        \(traffic)
        metrics:
          - {name: conversion, kind: proportion, column: converted, role: success, better: higher, baseline: 1.5%}
        """, file: "phases.yaml")
  }

  private let phases = """
    phases:
      - {from: 2026-03-06, traffic: {control: 99, treatment: 1}}
      - {from: 2026-03-07, traffic: {control: 50, treatment: 50}}
    """

  private func comparison(_ decision: Decision) throws -> Comparison {
    let metric = try #require(decision.treatments.first?.metrics.first)
    guard case .computed(let comparison) = metric.result else {
      throw CocoaError(.featureUnsupported)
    }
    return comparison
  }

  /// R 4.2.2: the pooled z with unpooled variances is (6230/510000 − 25000/1490000)/sqrt(p1 q1/n1 + p2 q2/n2)
  /// = −24.47854; within days the differences are 0.0027979798 and 0.002.
  @Test func stratifiedEffectDecidesAndPoolingIsWarnedOf() async throws {
    let log = try log()
    for traffic in [phases, "ramp: {initial: 1%, step: 49%, maximum: 50%, every: 1d}"] {
      let decision = try await Gate(try plan(traffic)).decide([.path(log.path)])
      #expect(decision.verdict == .promote)
      let comparison = try comparison(decision)
      let effects = try #require(comparison.phases)
      #expect(effects.effects.map(\.treatmentUnits) == [10_000, 500_000])
      #expect(abs(effects.effects[0].difference - 0.0027979798) < 1e-10)
      #expect(abs(effects.effects[1].difference - 0.002) < 1e-12)
      #expect(abs((effects.pooledStandardized ?? 0) - -24.48) < 0.005)
      #expect(effects.stratifiedStandardized > 0)
      #expect(effects.isReversedByPooling)
      // Overlap weights 9,900 and 250,000.
      let expected = (9900 * 0.0027979798 + 250_000 * 0.002) / 259_900
      #expect(abs(comparison.difference - expected) < 1e-10)
      #expect((decision.sampleRatio?.sequentialPValue ?? 0) > 0.9)
    }
  }

  /// The same log under one constant split: the sample ratio gives it away, and nothing is promoted.
  @Test func withoutPhasesTheSampleRatioRejects() async throws {
    let log = try log()
    let decision = try await Gate(try plan("traffic: {control: 50, treatment: 50}"))
      .decide([.path(log.path)])
    #expect(decision.verdict == .invalid)
    #expect(try comparison(decision).phases == nil)
  }

  /// Latency falls by a fifth where it is low and rises by an eighth where it is high: by the mean of both
  /// logarithms the treatment would be faster, by its mean it is slower.
  @Test func relativeEffectsAreThoseOfTheArmsAsReported() async throws {
    var lines = ["time,user,variant,ms"]
    for (day, control, treatment) in [("02", 10.0, 8.0), ("04", 1000, 1120)] {
      for user in 0..<600 {
        let factor = 1 + 0.1 * (Double(user % 21) - 10) / 10
        lines.append("2026-03-\(day)T00:00:00Z,c\(day)\(user),control,\(control * factor)")
        lines.append("2026-03-\(day)T00:00:00Z,t\(day)\(user),treatment,\(treatment * factor)")
      }
    }
    let log = try TemporaryLog(lines.joined(separator: "\n") + "\n")
    let plan = try Plan(
      yaml: """
        name: two-scales
        strategy: ab
        log: {time: time, unit: user, variant: variant, latency: ms}
        variants: {control: control, treatments: [treatment]}
        phases:
          - {from: 2026-03-02, traffic: {control: 50, treatment: 50}}
          - {from: 2026-03-04, traffic: {control: 50, treatment: 50}}
        metrics:
          - {name: ms, kind: mean, column: latency, role: success, better: lower, minimum_improvement: 1%}
        """, file: "scales.yaml")
    let decision = try await Gate(plan).decide([.path(log.path)])
    #expect(decision.verdict != .promote)
    let comparison = try comparison(decision)
    let change = try #require(comparison.relativeChange)
    let interval = try #require(comparison.relativeInterval)
    #expect(change > 0.11)
    #expect(interval.lower < change && change < interval.upper)
  }

  @Test("A7 sample ratio is tested per ramp phase")
  func sampleRatioByPhase() async throws {
    let swapped = """
      phases:
        - {from: 2026-03-06, traffic: {control: 98, treatment: 2}}
        - {from: 2026-03-07, traffic: {control: 50, treatment: 50}}
      """
    let log = try log()
    let decision = try await Gate(try plan(swapped)).decide([.path(log.path)])
    #expect(decision.verdict == .invalid)
  }

  @Test func phasesMustFollowEachOther() throws {
    for wrong in [
      "phases: [{from: 2026-03-07, traffic: {control: 1, treatment: 1}}, {from: 2026-03-06, traffic: {control: 1, treatment: 1}}]",
      "phases: [{from: soon, traffic: {control: 1, treatment: 1}}]",
      "phases: [{from: 2026-03-07}]",
      "phases: [{from: 2026-03-07, traffic: {control: 1, treatment: 1}}]\ntraffic: {control: 1, treatment: 1}",
    ] {
      #expect(throws: PlanError.self) { try plan(wrong) }
    }
  }

  @Test("M1 the first day of a ramp is held to the ramp's first step")
  func firstDayOfARamp() async throws {
    let rows = (0..<2000).map { index in
      "\(index % 10 == 0 ? "b" : "a"),u\(index),2026-03-02T0\(index % 10):00:00Z,\(index % 3 == 0 ? 1 : 0)"
    }
    let log = try TemporaryLog((["variant,user,time,ok"] + rows).joined(separator: "\n"))
    let plan = try Plan(
      yaml: """
        name: ramp
        strategy: ab
        log: {unit: user, variant: variant, time: time}
        variants: {control: a, treatments: [b]}
        ramp: {initial: 10%, step: 10%, maximum: 50%, every: 1d}
        metrics:
          - {name: ok, kind: proportion, column: ok, better: higher, role: success}
        """, file: "plan.yaml")
    let decision = try await Gate(plan).decide([.path(log.path)])
    #expect(decision.verdict == .continue)
    #expect(abs((decision.sampleRatio?.expected.last ?? 0) - 0.1) < 1e-12)
  }
}
