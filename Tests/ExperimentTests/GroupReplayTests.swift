import Experiment
import Foundation
import Testing

/// Replays of plans that look in groups, where each look rests on all those before it.
@Suite struct GroupReplayTests {
  private static let header = "time,user,variant,converted,failed\n"

  /// So many days of units of one row each, the treatment better.
  private static func rows(days: Int) -> [(day: Int, text: String)] {
    var random = SplitMix64(seed: 21)
    return (0..<days).flatMap { day in
      (0..<200).map { index in
        let variant = Bool.random(using: &random) ? "old" : "new"
        let converts = Double.random(in: 0..<1, using: &random) < (variant == "new" ? 0.42 : 0.3)
        let fails = Double.random(in: 0..<1, using: &random) < 0.15
        let (hour, minute) = (index / 10, index % 10)
        let time = String(format: "2026-03-%02dT%02d:%02d:00Z", day + 1, hour, minute)
        return (day, "\(time),u\(day)-\(index),\(variant),\(converts),\(fails)")
      }
    }
  }

  private static func plan(_ more: String) throws -> Plan {
    try Plan(
      yaml: """
        name: replayed
        strategy: ab
        log: {time: time, unit: user, variant: variant, error: failed}
        variants: {control: old, treatments: [new]}
        metrics:
          - {name: conversion, kind: proportion, column: converted, role: success, better: higher, window: 1d}
          - {name: failures, kind: rate, role: guardrail, margin: 10pp, window: 1d}
        inference: {minimum_sample: 100, success: group-sequential, looks: 1d\(more)}
        duration: {maximum: 10d}
        """, file: "replay.yaml")
  }

  @Test(
    "A look of a replay has every bit of the gate that works all looks out anew",
    arguments: ["", ", planned_sample: 1500", ", futility_spending: obrien-fleming"])
  func everyLookIsTheGate(more: String) async throws {
    let (rows, plan) = (Self.rows(days: 7), try Self.plan(more))
    func log(_ days: Int) throws -> TemporaryLog {
      let known = rows.filter { $0.day < days }.map(\.text)
      return try TemporaryLog(Self.header + known.joined(separator: "\n") + "\n")
    }
    let whole = try log(7)
    let history = try await Replay(plan).run([.path(whole.path)])
    #expect(history.looks.count == 7)
    for (index, look) in history.looks.enumerated() {
      let part = try log(index + 1)
      let decision = try await Gate(plan, asOf: look.until, completeUntil: look.until)
        .decide([.path(part.path)])
      #expect(look.decision == decision, "look \(index)")
    }
    // Something is decided, and on several looks.
    let first = try #require(history.firstDecisive)
    #expect(history.looks[first].decision.verdict == .promote && first > 2)
  }
}
