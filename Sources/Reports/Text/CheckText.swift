internal import Judge

/// What named checks found, in words: each clause holds the number that was found and the one it was held
/// against.
enum CheckText {
  static func clause(_ reason: CheckReason) -> String {
    switch reason {
    case .failed(let check), .notJudged(let check): return sentence(check)
    case .overridden(let check):
      guard let override = check.override else { return sentence(check) }
      return "\(sentence(check)); set aside by \(InertText.name(override.name)): "
        + InertText.name(override.reason, limit: 200)
    case .allPassed(let passed, let overridden):
      // What was set aside is no pass, and where there is nothing else, no check passed.
      if passed == 0, overridden > 0 {
        return overridden == 1
          ? "its one check was set aside"
          : "all \(NumberText.count(overridden)) checks were set aside"
      }
      let others = overridden == 0 ? "" : ", and \(count(overridden, "was", "were")) set aside"
      return "\(count(passed, "check", "checks")) passed\(others)"
    }
  }

  /// The check's name and what was found.
  static func sentence(_ check: Check) -> String {
    "\(InertText.name(check.name)): \(clause(check))"
  }

  /// What was found, without the check's name.
  static func clause(_ check: Check) -> String {
    switch check.finding {
    case .notEvaluated: "it was not looked at"
    case .unknownCheck: "an override names this check, and there is none"
    case .compared(let comparison): clause(comparison)
    case .unmeasurable(let cause): clause(cause)
    case .paired(let paired): clause(paired)
    case .scores(let account): clause(account)
    case .coverage(let share, let required, let rows):
      rows == 0
        ? "there are no rows, where \(NumberText.percent(required)) of them must have their label"
        : "\(NumberText.percent(share, places: 1)) of \(count(rows, "row has its", "rows have their")) label, "
          + "\(NumberText.percent(required)) must"
    case .span(let seconds, let required):
      "the log reaches back \(TimeText.duration(seconds)) from its newest row, "
        + "\(TimeText.duration(required)) are asked for"
    case .traffic(let perSecond, let required):
      "the load test ran at \(number(perSecond)) requests a second, \(number(required)) are asked for"
    case .signature(let columns, let issues):
      list(
        issues.map(FileFindingText.clause),
        else: "\(count(columns, "column is", "columns are")) as declared")
    case .manifest(let file, let fields, let issues):
      list(
        issues.map { FileFindingText.clause($0, file: file) },
        else: "\(InertText.name(file)) has \(count(fields, "field", "fields")) that are asked for")
    case .evidence(let finding): FileFindingText.clause(finding)
    case .combined(let combination, let parts):
      combined(combination, parts)
    case .cases(let cases): clause(cases)
    }
  }

  // MARK: Measured values

  private static func clause(_ comparison: ThresholdComparison) -> String {
    let measured = comparison.measured
    let write = writer(comparison.scale)
    let threshold =
      "\(comparison.limit == .atLeast ? "at least" : "at most") \(write(comparison.threshold))"
    let size = rows(measured)
    guard measured.value.isFinite else {
      return "\(beyond(measured.value)), \(threshold) is asked for: on \(size), of which those "
        + "without a value count as the worst"
    }
    let found = "\(write(measured.value)) on \(size)"
    if comparison.rule == .estimate {
      return "\(found), \(threshold) is asked for; the estimate decides, whatever its error"
    }
    let tail = comparison.limit == .atLeast ? measured.lowerTail : measured.upperTail
    let level = NumberText.percent(1 - tail)
    switch comparison.state {
    case .passed:
      return "\(found), shown to be \(side(comparison.limit)) \(write(comparison.provingBound)) "
        + "(\(level) confidence), \(threshold) is asked for"
    case .failed:
      return "\(found), shown to be \(side(comparison.limit.opposite)) "
        + "\(write(comparison.failingBound)), \(threshold) is asked for"
    case .notJudged, .overridden:
      let bound = comparison.provingBound
      let worst =
        bound.isFinite
        ? "perhaps only \(write(bound)) (\(level) confidence)"
        : "perhaps \(beyond(bound)) (\(level) confidence)"
      return comparison.limit == .atLeast
        ? "\(found), \(worst), \(threshold) is asked for"
        : "\(found), \(worst.replacing("only ", with: "")), \(threshold) is asked for"
    }
  }

  private static func clause(_ paired: PairedComparison) -> String {
    let comparison = paired.comparison
    let area = comparison.scale == .number
    let write: (Double) -> String =
      area
      ? { NumberText.signed($0, places: 4) }
      : { NumberText.signed($0 * 100, places: 2) + "pp" }
    let value: (Double) -> String =
      area ? { NumberText.decimal($0, places: 4) } : { NumberText.percent($0, places: 2) }
    let measured = comparison.measured
    let shown =
      switch comparison.state {
      case .passed where comparison.rule == .bound:
        ", shown to be \(side(comparison.limit)) \(write(comparison.provingBound))"
      case .failed where comparison.rule == .bound:
        ", shown to be \(side(comparison.limit.opposite)) \(write(comparison.failingBound))"
      case .passed, .failed: "; the estimate decides"
      case .notJudged, .overridden: ", perhaps \(write(comparison.provingBound))"
      }
    return "\(value(paired.candidate)) against the baseline's \(value(paired.baseline)) on "
      + "\(rows(measured)), a difference of \(write(measured.value))\(shown), where "
      + "\(write(comparison.threshold)) is allowed"
  }

  private static func side(_ limit: Criterion.Limit) -> String {
    limit == .atLeast ? "at least" : "at most"
  }

  private static func rows(_ measured: MeasuredValue) -> String {
    switch measured.method {
    case .studentT, .correctedT: return count(measured.rows, "fold", "folds")
    default: break
    }
    let rows = count(measured.rows, "row", "rows")
    return measured.units == measured.rows
      ? rows : "\(rows) of \(count(measured.units, "unit", "units"))"
  }

  /// A quantile that lies among the rows without a value, or a bound of it beyond the last row.
  static func beyond(_ value: Double) -> String {
    value < 0 ? "below every value seen" : "beyond every value seen"
  }

  /// Numbers on a scale.
  static func writer(_ scale: ThresholdComparison.Scale) -> (Double) -> String {
    switch scale {
    case .share: { NumberText.percent($0, places: 2) }
    case .points: { NumberText.signed($0 * 100, places: 2) + "pp" }
    case .number: { NumberText.significant($0, digits: 4) }
    case .time(let unit): { NumberText.significant($0, digits: 4) + unit.rawValue }
    }
  }

  private static func clause(_ cause: Unmeasurable) -> String {
    switch cause {
    case .noRows: "no row has what it is measured on"
    case .tooFewEffectiveUnits(let units, let needed):
      "\(number(units)) effective units are too few for a normal limit, which needs \(number(needed))"
    case .tooFewOfOneLabel(let rows, let needed):
      "\(count(rows, "row has", "rows have")) the rarer label, \(NumberText.count(needed)) are needed"
    case .noVariation(let value):
      "the estimate is \(number(value)) without any variation, so that nothing bounds its error"
    case .tooFewForQuantile(let rows, let probability):
      "\(count(rows, "row is", "rows are")) too few for the \(NumberText.percent(probability)) quantile"
    case .belowMinimum(let found, let required):
      "\(NumberText.count(found)) counted, \(NumberText.count(required)) are needed"
    case .unreadable(let column, let text, let rows):
      "\(InertText.name(column)) is neither true nor false in \(count(rows, "row", "rows")): "
        + "\"\(InertText.name(text))\""
    case .missingColumn(let column): "the log has no column \(InertText.name(column))"
    case .missingPairs(let share, let tolerated):
      "\(NumberText.percent(share, places: 2)) of rows have no answer of the baseline, "
        + "\(NumberText.percent(tolerated)) are tolerated"
    case .valuesMissing(let column, let share, let tolerated):
      "\(NumberText.percent(share, places: 2)) of rows have no value in \(InertText.name(column)), "
        + "\(NumberText.percent(tolerated)) are tolerated"
    case .labelsMissing(let share, let required):
      "\(NumberText.percent(share, places: 1)) of rows have their label, "
        + "\(NumberText.percent(required)) must"
    case .tooManyGroups(let column, let groups):
      "\(InertText.name(column)) has \(count(groups, "value", "values")), too many to be groups"
    case .tooFewFolds(let folds): "\(count(folds, "fold", "folds")), 2 are needed"
    case .missingFile(let file): "\(InertText.name(file)) is missing"
    case .damaged(let file, let rows):
      "\(InertText.name(file)) ends too early, or has \(count(rows, "row", "rows")) that cannot be read"
    case .statistics(let message): "it cannot be computed: \(InertText.name(message, limit: 120))"
    }
  }

  private static func clause(_ account: ScoreAccount) -> String {
    let range = "\(number(account.minimum)) to \(number(account.maximum))"
    let example = account.example.map { ", such as \"\(InertText.name($0))\"" } ?? ""
    return
      "\(NumberText.count(account.finite)) of \(count(account.rows, "row has", "rows have")) a "
      + "finite score (\(NumberText.percent(account.finiteShare))), and "
      + "\(NumberText.count(account.finite - account.outside)) of those lie in \(range) "
      + "(\(NumberText.percent(account.insideShare))), \(NumberText.percent(account.required)) must"
      + example
  }

  // MARK: Parts

  private static func combined(_ combination: Check.Combination, _ parts: [Check]) -> String {
    let told = parts.map { part in "\(sentence(part)) [\(words(part.state))]" }
    return "\(combination == .all ? "all" : "one") of \(NumberText.count(parts.count)) must pass: "
      + told.joined(separator: "; ")
  }

  private static func clause(_ cases: [SmokeCase]) -> String {
    let failed = cases.filter { $0.problem != nil }
    let head =
      "\(NumberText.count(cases.count - failed.count)) of \(count(cases.count, "case", "cases")) passed"
    return ([head] + failed.prefix(3).map { "\(InertText.name($0.name)): \(problem($0))" })
      .joined(separator: "; ")
  }

  /// Why a case failed; never empty.
  static func problem(_ found: SmokeCase) -> String {
    switch found.problem {
    case nil: return "as expected"
    case .error(let message):
      return message.isEmpty
        ? "an error without a message" : "error: \(InertText.name(message, limit: 120))"
    case .noExpectation: return "no answer is expected, so that none can be right"
    case .noAnswer: return "no answer, \(InertText.name(found.expected ?? "")) is expected"
    case .differs(let distance, let allowed):
      let apart = distance.map { ", \(number($0)) apart where \(number(allowed)) is allowed" } ?? ""
      return "the answer is \(InertText.name(found.actual ?? "")), "
        + "\(InertText.name(found.expected ?? "")) is expected\(apart)"
    case .slow(let latency, let maximum):
      return "it took \(number(latency)), at most \(number(maximum)) is allowed"
    case .noLatency: return "its latency was not measured"
    }
  }

  static func words(_ state: Check.State) -> String {
    switch state {
    case .passed: "passed"
    case .failed: "FAILED"
    case .notJudged: "not judged"
    case .overridden: "set aside"
    }
  }

  static func tone(_ state: Check.State) -> Phrase.Tone {
    switch state {
    case .passed: .good
    case .failed: .bad
    case .notJudged, .overridden: .caution
    }
  }

  private static func list(_ problems: [String], else text: String) -> String {
    problems.isEmpty ? text : problems.joined(separator: "; ")
  }

  private static func count(_ number: Int, _ one: String, _ several: String) -> String {
    NumberText.count(number, one, several)
  }

  static func number(_ value: Double) -> String { NumberText.significant(value, digits: 4) }
}

extension Criterion.Limit {
  fileprivate var opposite: Criterion.Limit { self == .atLeast ? .atMost : .atLeast }
}
