internal import Judge

/// Named checks as a table, and the cases of a smoke test that failed.
struct CheckTables {
  private let checks: [Check]

  init(_ checks: [Check]) { self.checks = checks }

  /// How many of a smoke test's failed cases are listed.
  private static let caseLimit = 20

  var blocks: [Report.Block] {
    var blocks: [Report.Block] = [.heading("Checks"), .table(table)]
    let failed = cases
    if !failed.isEmpty { blocks += [.heading("Cases that failed"), .list(failed)] }
    return blocks
  }

  private var table: Table {
    let columns = [
      Table.Column("check"), .init("state"), .init("found", .right), .init("bounds", .right),
      .init("asked", .right), .init("rows", .right),
    ]
    let rows = checks.map { check in
      [
        Phrase(InertText.name(check.name, limit: 60)),
        Phrase(CheckText.words(check.state), CheckText.tone(check.state)),
      ] + numbers(check.finding).map { Phrase($0) }
    }
    return Table(columns: columns, rows: rows).withoutEmptyColumns
  }

  /// What was found, its bounds, what is asked for, and on how many rows.
  private func numbers(_ finding: Check.Finding) -> [String] {
    switch finding {
    case .compared(let comparison): return numbers(comparison)
    case .paired(let paired): return numbers(paired.comparison)
    case .coverage(let share, let required, let rows):
      return [
        NumberText.percent(share, places: 1), "", "≥ " + NumberText.percent(required),
        NumberText.count(rows),
      ]
    case .scores(let account):
      return [
        NumberText.percent(min(account.finiteShare, account.insideShare)), "",
        "≥ " + NumberText.percent(account.required), NumberText.count(account.rows),
      ]
    case .span(let seconds, let required):
      return [TimeText.duration(seconds), "", "≥ " + TimeText.duration(required), ""]
    case .traffic(let perSecond, let required):
      return [
        CheckText.number(perSecond) + "/s", "", "≥ " + CheckText.number(required) + "/s", "",
      ]
    case .cases(let cases):
      return [
        "\(NumberText.count(cases.count { $0.problem == nil }))", "",
        NumberText.count(cases.count), "",
      ]
    default: return ["", "", "", ""]
    }
  }

  private func numbers(_ comparison: ThresholdComparison) -> [String] {
    let write = CheckText.writer(comparison.scale)
    let measured = comparison.measured
    let sign = comparison.limit == .atLeast ? "≥ " : "≤ "
    return [
      measured.value.isFinite ? write(measured.value) : CheckText.beyond(measured.value),
      "\(write(measured.lower)) to \(write(measured.upper))",
      sign + write(comparison.threshold), NumberText.count(measured.rows),
    ]
  }

  private var cases: [Phrase] {
    checks.flatMap { check -> [Phrase] in
      guard case .cases(let cases) = check.finding else { return [] }
      return cases.filter { $0.problem != nil }.prefix(Self.caseLimit).map {
        Phrase("\(InertText.name($0.name)): \(CheckText.problem($0))")
      }
    }
  }
}
