internal import Summaries

/// Failed checks stop, checks that were not judged wait, and only checks that all passed, or were set aside
/// by name, promote.
struct CheckRule: DecisionRule {
  let rule = Rule.checks
  let checks: [Check]
  let model: String

  func apply(to file: CaseFile) -> Finding {
    let failed = checks.filter { $0.state == .failed }.map { Reason.check(.failed($0)) }
    let open = checks.filter { $0.state == .notJudged }.map { Reason.check(.notJudged($0)) }
    if !failed.isEmpty { return Finding(verdict: .stop, reasons: failed + open) }
    guard open.isEmpty, !checks.isEmpty else { return Finding(reasons: open) }
    let overridden = checks.count { $0.state == .overridden }
    return Finding(
      verdict: .promote,
      reasons: [.check(.allPassed(checks.count - overridden, overridden: overridden))]
        + checks.filter { $0.state == .overridden }.map { .check(.overridden($0)) },
      promoted: model)
  }
}

/// The log may be judged, and so may the file of the baseline.
struct ValidationRowsRule: DecisionRule {
  let rule = Rule.validity
  /// How the baseline's file met the log.
  let joins: [JoinSummary]

  func apply(to file: CaseFile) -> Finding {
    var reasons = ValidityRule().apply(to: file).reasons
    let tolerated = file.plan.toleratedRowErrors
    for join in joins {
      let failed = Double(join.rows.failed) / Double(max(1, join.rows.read))
      if failed > tolerated {
        reasons.append(.rowErrors(rows: join.rows.failed, share: failed, tolerated: tolerated))
      }
      let conflicts = Double(join.conflictingKeys) / Double(max(1, join.keys))
      if conflicts > tolerated {
        reasons.append(
          .shadow(
            .answersContradict(keys: join.conflictingKeys, share: conflicts, tolerated: tolerated)))
      }
    }
    return Finding(verdict: reasons.isEmpty ? nil : .invalid, reasons: reasons)
  }
}
