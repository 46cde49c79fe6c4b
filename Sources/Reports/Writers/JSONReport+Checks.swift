internal import Judge

extension JSONReport {
  /// The members of a reason that rests on checks.
  static func parts(of reason: CheckReason) -> (code: String, members: [String: JSONValue]) {
    switch reason {
    case .failed(let check): ("checkFailed", ["check": .string(check.name)])
    case .notJudged(let check): ("checkNotJudged", ["check": .string(check.name)])
    case .overridden(let check): ("checkOverridden", ["check": .string(check.name)])
    case .allPassed(let passed, let overridden):
      ("checksPassed", ["passed": .integer(passed), "overridden": .integer(overridden)])
    }
  }

  /// The record of a validation: true, false or, where a check was not judged, null.
  static func validation(_ decision: Decision, _ record: ValidationRecord) -> JSONValue {
    let checks = decision.checks ?? []
    let answers = checks.map { check in
      let answer: JSONValue =
        switch check.state {
        case .passed: .bool(true)
        case .failed: .bool(false)
        case .notJudged, .overridden: .null
        }
      return (check.name, answer)
    }
    return .object([
      "modelId": .string(record.model),
      "passed": .bool(decision.verdict == .promote),
      "checks": .object(Dictionary(answers, uniquingKeysWith: { first, _ in first })),
      "issues": .array(
        checks.filter { $0.state != .passed }.map { .string(CheckText.sentence($0)) }),
      "overrides": .array(checks.compactMap(\.override).map(override)),
      "significance": JSONValue(record.significance),
      "failureSignificance": JSONValue(record.failure),
      "comparisons": .integer(record.comparisons),
    ])
  }

  private static func override(_ override: Check.Override) -> JSONValue {
    .object([
      "check": .string(override.check), "name": .string(override.name),
      "reason": .string(override.reason),
    ])
  }

  /// A check: its state, its finding by code and numbers, and the same in English.
  static func check(_ check: Check) -> JSONValue {
    let (code, numbers) = parts(of: check.finding)
    let members: [String: JSONValue] = [
      "name": .string(check.name), "state": .string(check.state.rawValue), "code": .string(code),
      "text": .string(CheckText.clause(check)),
      "override": check.override.map(override) ?? .null,
    ]
    return .object(members.merging(numbers) { named, _ in named })
  }

  private static func parts(of finding: Check.Finding) -> (String, [String: JSONValue]) {
    switch finding {
    case .notEvaluated: ("notEvaluated", [:])
    case .unknownCheck: ("unknownCheck", [:])
    case .compared(let comparison): ("compared", members(comparison))
    case .unmeasurable(let cause): ("unmeasurable", ["cause": .string(Self.code(cause))])
    case .paired(let paired):
      (
        "paired",
        members(paired.comparison).merging([
          "candidate": JSONValue(paired.candidate), "baseline": JSONValue(paired.baseline),
        ]) { first, _ in first }
      )
    case .scores(let account):
      (
        "scores",
        [
          "rows": .integer(account.rows), "missing": .integer(account.missing),
          "notFinite": .integer(account.notFinite), "outside": .integer(account.outside),
          "required": JSONValue(account.required),
        ]
      )
    case .coverage(let share, let required, let rows):
      (
        "coverage",
        ["value": JSONValue(share), "threshold": JSONValue(required), "rows": .integer(rows)]
      )
    case .span(let seconds, let required):
      ("span", ["value": JSONValue(seconds), "threshold": JSONValue(required)])
    case .traffic(let perSecond, let required):
      ("traffic", ["value": JSONValue(perSecond), "threshold": JSONValue(required)])
    case .signature(let columns, let issues):
      (
        "signature",
        [
          "columns": .integer(columns),
          "issues": .array(issues.map { .string(FileFindingText.clause($0)) }),
        ]
      )
    case .manifest(let file, let fields, let issues):
      (
        "manifest",
        [
          "file": .string(file), "fields": .integer(fields),
          "issues": .array(issues.map { .string(FileFindingText.clause($0, file: file)) }),
        ]
      )
    case .evidence(let finding): ("evidence", ["evidence": evidence(finding)])
    case .combined(let combination, let parts):
      ("combined", ["of": .string(combination.rawValue), "parts": .array(parts.map(check))])
    case .cases(let cases): ("cases", ["cases": .array(cases.map(smoke))])
    }
  }

  private static func members(_ comparison: ThresholdComparison) -> [String: JSONValue] {
    let measured = comparison.measured
    return [
      "value": JSONValue(measured.value), "lower": JSONValue(measured.lower),
      "upper": JSONValue(measured.upper), "lowerTail": JSONValue(measured.lowerTail),
      "upperTail": JSONValue(measured.upperTail), "method": .string(measured.method.rawValue),
      "rows": .integer(measured.rows), "units": .integer(measured.units),
      "limit": .string(comparison.limit.rawValue), "threshold": JSONValue(comparison.threshold),
      "rule": .string(comparison.rule.rawValue),
    ]
  }

  private static func smoke(_ found: SmokeCase) -> JSONValue {
    .object([
      "name": .string(found.name), "passed": .bool(found.problem == nil),
      "expected": JSONValue(found.expected), "actual": JSONValue(found.actual),
      "latency": JSONValue(found.latency),
      "problem": found.problem == nil ? .null : .string(CheckText.problem(found)),
    ])
  }

  private static func evidence(_ finding: EvidenceFinding) -> JSONValue {
    switch finding {
    case .verified(let file, let digest):
      .object(["status": .string("verified"), "file": .string(file), "sha256": .string(digest)])
    case .digestMismatch(let file, let expected, let found):
      .object([
        "status": .string("digestMismatch"), "file": .string(file), "sha256": .string(found),
        "expected": .string(expected),
      ])
    case .missing(let file): status("missing", file)
    case .unreadable(let file, _): status("unreadable", file)
    case .noField(let file, _): status("noField", file)
    case .otherValue(let file, _, _, _): status("otherValue", file)
    case .stale(let file, _, _): status("stale", file)
    case .undated(let file, _): status("undated", file)
    case .otherSubject(let file, _, _, _): status("otherSubject", file)
    case .notAReport(let file): status("notAReport", file)
    case .otherPlan(let file, _, _): status("otherPlan", file)
    case .verdict(let file, _, _): status("verdict", file)
    case .refused(let file, _): status("refused", file)
    case .notApproved(let file, _): status("notApproved", file)
    case .open(let file, _): status("open", file)
    }
  }

  private static func status(_ status: String, _ file: String) -> JSONValue {
    .object(["status": .string(status), "file": .string(file)])
  }

  private static func code(_ cause: Unmeasurable) -> String {
    switch cause {
    case .noRows: "noRows"
    case .tooFewEffectiveUnits: "tooFewEffectiveUnits"
    case .tooFewOfOneLabel: "tooFewOfOneLabel"
    case .noVariation: "noVariation"
    case .tooFewForQuantile: "tooFewForQuantile"
    case .belowMinimum: "belowMinimum"
    case .unreadable: "unreadable"
    case .missingColumn: "missingColumn"
    case .missingPairs: "missingPairs"
    case .valuesMissing: "valuesMissing"
    case .labelsMissing: "labelsMissing"
    case .tooManyGroups: "tooManyGroups"
    case .tooFewFolds: "tooFewFolds"
    case .missingFile: "missingFile"
    case .damaged: "damaged"
    case .statistics: "statistics"
    }
  }
}
