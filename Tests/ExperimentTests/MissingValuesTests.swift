import Experiment
import Testing

/// Arms that miss values unequally cannot be compared: what is left is selected.
@Suite struct MissingValuesTests {
  /// Rows of one variant by whether the prediction was right, and whether its label came.
  private struct Arm {
    var right: Int
    var wrong: Int
    var rightWithoutLabel = 0
    var wrongWithoutLabel = 0
  }

  private func decision(
    _ control: Arm, _ treatment: Arm, _ more: String = ""
  ) async throws
    -> Decision
  {
    var lines = ["variant,prediction,label,rows"]
    for (name, arm) in [("old", control), ("new", treatment)] {
      lines.append("\(name),1,1,\(arm.right)")
      lines.append("\(name),1,0,\(arm.wrong)")
      lines.append("\(name),1,,\(arm.rightWithoutLabel + arm.wrongWithoutLabel)")
    }
    let log = try TemporaryLog(lines.joined(separator: "\n") + "\n")
    let plan = try Plan(
      yaml: """
        name: missing
        strategy: ab
        log: {unit: none, variant: variant, weight: rows, prediction: prediction, label: label}
        variants: {control: old, treatments: [new]}
        metrics:
          - {name: accuracy, kind: accuracy, role: success, baseline: 80%}
        \(more)
        """, file: "missing.yaml")
    return try await Gate(plan).decide([.path(log.path)])
  }

  private func isSelected(_ decision: Decision) -> Bool {
    decision.reasons.contains {
      if case .missingValuesDiffer = $0 { true } else { false }
    }
  }

  @Test func labelsThatComeOnlyForGoodNewsDoNotPromote() async throws {
    // Four of five answers are right in both; a quarter of the treatment's wrong ones get no label.
    let decision = try await decision(
      Arm(right: 16_000, wrong: 4000), Arm(right: 16_000, wrong: 3000, wrongWithoutLabel: 1000))
    #expect(decision.verdict == .invalid)
    #expect(isSelected(decision))
    guard case .missingValuesDiffer(_, _, let control, let treated, _, _)? = decision.reasons.first
    else {
      Issue.record("the first reason is \(String(describing: decision.reasons.first))")
      return
    }
    #expect(control == 0)
    #expect(abs(treated - 0.05) < 1e-12)
  }

  @Test func labelsMissingAlikeAreNoReason() async throws {
    let decision = try await decision(
      Arm(right: 16_000, wrong: 4000, rightWithoutLabel: 8000, wrongWithoutLabel: 2000),
      Arm(right: 17_500, wrong: 2500, rightWithoutLabel: 8000, wrongWithoutLabel: 2000))
    #expect(decision.verdict == .promote)
    #expect(!isSelected(decision))
  }

  /// A blank error is no "no error", where most rows say which of the two it was.
  @Test func blankErrorsOfOneArmAreNoProofOfHealth() async throws {
    let rows = [
      ("old", "false", 9700), ("old", "true", 300), ("new", "false", 9000), ("new", "true", 250),
      ("new", "", 750),
    ]
    let log = try TemporaryLog(
      "variant,error,rows\n" + rows.map { "\($0.0),\($0.1),\($0.2)\n" }.joined())
    let plan = try Plan(
      yaml: """
        name: blank
        strategy: ab
        log: {unit: none, variant: variant, weight: rows, error: error}
        variants: {control: old, treatments: [new]}
        metrics:
          - {name: errors, kind: rate, role: success, minimum_improvement: 0pp, baseline: 3%}
        """, file: "blank.yaml")
    #expect(isSelected(try await Gate(plan).decide([.path(log.path)])))
  }

  /// However many rows show it, a difference within the tolerance is tolerated.
  @Test func aDifferenceWithinTheToleranceIsNoReason() async throws {
    let control = Arm(right: 8_000_000, wrong: 2_000_000, rightWithoutLabel: 100_000)
    let treatment = Arm(right: 8_000_000, wrong: 2_000_000, rightWithoutLabel: 130_000)
    #expect(!isSelected(try await decision(control, treatment)))
    #expect(isSelected(try await decision(control, treatment, "tolerated_missing: 0.1pp")))
  }
}
