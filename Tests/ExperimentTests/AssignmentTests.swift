import Experiment
import Testing

/// Units that are not where the plan says they should be.
@Suite struct AssignmentTests {
  private let phases = """
    phases:
      - {from: 2026-03-02, traffic: {old: 80, new: 20}}
      - {from: 2026-03-05, traffic: {old: 50, new: 50}}
    """

  private func plan(
    _ assignment: String, _ traffic: String = "traffic: {old: 80, new: 20}"
  )
    throws -> Plan
  {
    try Plan(
      yaml: """
        name: assigned
        strategy: ab
        log: {time: time, unit: user, variant: variant}
        variants: {control: old, treatments: [new]}
        assignment: \(assignment)
        \(traffic)
        metrics:
          - {name: conversion, kind: proportion, column: converted, role: success, better: higher, baseline: 50%}
        inference: {minimum_sample: 100}
        """, file: "assignment.yaml")
  }

  /// Six days from 2 March, a thousand users a day who come again two days later; on the first three days
  /// a fifth of the hash's buckets is treated, then half.
  private func log(
    salt: String = "s", variant: (String, _ day: Int) -> Bool? = { _, _ in nil }
  ) throws -> TemporaryLog {
    var text = "time,user,variant,converted\n"
    for day in 0..<6 {
      for cohort in [day, day - 2] where cohort >= 0 {
        for index in 0..<1000 {
          let user = "u\(cohort)-\(index)"
          let bucket = StickyHash(salt: salt).bucket(of: user)
          let isTreated = variant(user, day) ?? (bucket < (day < 3 ? 2000 : 5000))
          // Three in five of the treated convert, and two in five of the others.
          let isConverted = index % 5 < (isTreated ? 3 : 2)
          text +=
            "2026-03-0\(2 + day)T12:00:00Z,\(user),\(isTreated ? "new" : "old"),\(isConverted)\n"
        }
      }
    }
    return try TemporaryLog(text)
  }

  private func decide(_ plan: Plan, _ log: TemporaryLog) async throws -> Decision {
    try await Gate(plan).decide([.path(log.path)])
  }

  private func isMismatch(_ reason: Reason) -> Bool {
    if case .assignmentMismatch = reason { true } else { false }
  }

  private func isCrossover(_ reason: Reason) -> Bool {
    if case .unitsInSeveralVariants = reason { true } else { false }
  }

  @Test("A11 units are where the plan's hash puts them, and another salt is found out")
  func hashAndSalt() async throws {
    let log = try log { user, _ in StickyHash(salt: "s").bucket(of: user) < 2000 }
    let right = try await decide(try plan("{salt: s, hash: fnv-1a}"), log)
    #expect(right.verdict == .promote)
    #expect(right.sample.assignment?.checked.reduce(0, +) == 6000)
    #expect(right.sample.assignment?.mismatched == [0, 0])
    for wrong in ["{salt: t, hash: fnv-1a}", "{salt: s, hash: sha256}", "{salt: s, hash: murmur3}"]
    {
      let decision = try await decide(try plan(wrong), log)
      #expect(decision.verdict == .invalid)
      guard
        case .assignmentMismatch(let units, let share, 0, let byVariant)? =
          decision.reasons.first(where: isMismatch)
      else {
        Issue.record("the reasons are \(decision.reasons)")
        continue
      }
      // By chance .8·.2 of the units are wrong in either arm, 6,000 of them: ± four standard errors.
      #expect(abs(share - 0.32) < 0.025)
      #expect(byVariant.allSatisfy { abs($0 - 960) < 120 })
      #expect(byVariant.reduce(0, +) == units)
    }
  }

  @Test(
    "A11 moves with a growing split are expected, and every arm counts the first phase's rows alone"
  )
  func stickyRamp() async throws {
    let log = try log()
    for assignment in ["{}", "{salt: s, hash: fnv-1a}"] {
      let decision = try await decide(try plan(assignment, phases), log)
      #expect(decision.verdict == .promote)
      // Cohorts of 3 and 4 March came again on 5 and 6 March, 30 % of them in the other variant.
      let moved = try #require(decision.sample.assignment?.moved)
      #expect(abs(moved - 600) < 90)
      #expect(decision.sample.unitsInSeveralVariants == 0)
      #expect(decision.sample.arms.map(\.units).reduce(0, +) == 6000)
      // Of 10,000 rows the 2,000 are left out with which these two cohorts came again.
      #expect(decision.sample.arms.map(\.rows).reduce(0, +) == 8000)
      let metric = try #require(decision.treatments.first?.metrics.first)
      #expect(abs((metric.treatment?.value ?? 0) - 0.6) < 0.02)
      #expect(abs((metric.control?.value ?? 0) - 0.4) < 0.02)
    }
  }

  @Test("A11 moves within a phase, or against the split, are invalid")
  func otherMoves() async throws {
    let within = try log { user, day in
      user.hasSuffix("-7") && day == 2 ? StickyHash(salt: "s").bucket(of: user) >= 2000 : nil
    }
    let against = try log { user, day in
      let bucket = StickyHash(salt: "s").bucket(of: user)
      return user.hasSuffix("7") && day > 2 && bucket < 2000 ? false : nil
    }
    for log in [within, against] {
      let decision = try await decide(try plan("{}", phases), log)
      #expect(decision.verdict == .invalid)
      #expect(decision.reasons.contains(where: isCrossover))
      let first = try await decide(try plan("{crossovers: first-seen}", phases), log)
      #expect(!first.reasons.contains(where: isCrossover))
      #expect(first.sample.unitsInSeveralVariants > 500)
    }
  }

  @Test("A11 a ramp's phases that are found in the log move units, too")
  func foundPhases() async throws {
    let ramp = "ramp: {initial: 20%, step: 30%, maximum: 50%, every: 3d}"
    let decision = try await decide(try plan("{}", ramp), try log())
    #expect(decision.verdict == .promote)
    #expect((decision.sample.assignment?.moved ?? 0) > 500)
    #expect(decision.sample.unitsInSeveralVariants == 0)
    #expect(decision.sample.arms.map(\.rows).reduce(0, +) == 8000)
  }

  @Test func droppedBucketsLeaveTheSharesOfThoseThatStay() async throws {
    let decision = try await decide(
      try plan("{salt: s, hash: fnv-1a, crossovers: drop}", phases), try log())
    #expect(decision.verdict == .promote)
    // Of 6,000 users seven in ten stay, two of those seven treated.
    let dropped = try #require(decision.sample.assignment?.dropped.reduce(0, +))
    #expect(abs(dropped - 1800) < 150)
    let arms = decision.sample.arms
    #expect(arms.map(\.units).reduce(0, +) == 6000 - dropped)
    #expect(abs(arms[1].plannedShare - 2.0 / 7) < 1e-12)
    #expect(decision.sample.unitsInSeveralVariants == 0)
    #expect((decision.sampleRatio?.sequentialPValue ?? 0) > 0.05)
  }

  @Test func unitsAssignedAnewCountInEachPhase() async throws {
    let log = try log { user, day in
      StickyHash(salt: day < 3 ? "first" : "second").bucket(of: user) < (day < 3 ? 2000 : 5000)
    }
    let decision = try await decide(try plan("{kind: per-phase}", phases), log)
    #expect(decision.verdict == .promote)
    // 6,000 users, 2,000 of them in both phases; every row counts.
    #expect(decision.sample.arms.map(\.units).reduce(0, +) == 8000)
    #expect(decision.sample.arms.map(\.rows).reduce(0, +) == 10_000)
    #expect(decision.sample.unitsInSeveralVariants == 0)
    let sticky = try await decide(try plan("{}", phases), log)
    #expect(sticky.verdict == .invalid)
  }

  @Test func rowsBeforeTheFirstPhaseAreNoneOfTheExperiments() async throws {
    let late = phases.replacing("2026-03-02", with: "2026-03-03")
    let log = try log()
    let decision = try await decide(try plan("{}", late), log)
    #expect(decision.sample.rows.outsidePeriod == 1000)
    #expect(decision.sample.firstTime == Timestamp(seconds: 1_772_539_200))
    let history = try await Replay(try plan("{}", late)).run([.path(log.path)])
    #expect(
      history.looks.map(\.decision.sample.rows.outsidePeriod) == [1000, 1000, 1000, 1000, 1000])
    #expect(history.looks.last?.decision == decision)
  }

  @Test(
    "What could not be checked is refused",
    arguments: [
      "{hash: fnv-1a}", "{salt: s, buckets: 100}", "{salt: s, hash: sha1}",
      "{salt: s, hash: md5, buckets: 1}", "{salt: s, hash: md5, buckets: 2000000}",
      "{crossovers: drop}", "{salt: s, hash: md5, crossovers: drop}", "{crossovers: ignore}",
      "{kind: per-phase}", "{kind: per-request, crossovers: fail}",
      "{kind: per-request, salt: s, hash: md5}",
    ])
  func refusals(assignment: String) {
    #expect(throws: PlanError.self) { try plan(assignment) }
  }

  @Test func aHashNeedsThePhasesOfARamp() {
    let ramp = "ramp: {initial: 20%, step: 30%, maximum: 50%, every: 3d}"
    #expect(throws: PlanError.self) { try plan("{salt: s, hash: fnv-1a}", ramp) }
    #expect(throws: PlanError.self) {
      try plan("{kind: per-phase, salt: s, hash: fnv-1a}", phases)
    }
  }
}
