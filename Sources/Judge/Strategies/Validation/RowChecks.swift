internal import Foundation
internal import Stats
internal import Summaries

extension ScoreAccount {
  /// Counts what is no score among the texts of a column.
  init(_ plan: ScorePlan, _ log: JudgedRows) throws(Unmeasurable) {
    guard let texts = log.texts(plan.column) else { throw .missingColumn(plan.column) }
    self.init(
      rows: log.count, missing: texts.indices.count { $0 == nil }, notFinite: 0, outside: 0,
      minimum: plan.minimum, maximum: plan.maximum, required: plan.valid)
    let values = texts.names.map(PlainText.number)
    for index in texts.indices.compactMap(\.self) {
      if let value = values[index] {
        guard value < minimum || value > maximum else { continue }
        outside += 1
      } else {
        notFinite += 1
      }
      example = example ?? texts.names[index]
    }
  }
}

/// The scores of folds against a criterion.
///
/// The folds of a cross-validation share training rows, so that their scores are correlated and the plain
/// t interval is too narrow. The corrected one takes the variance of the mean for
/// (1/k + rows tested ÷ rows trained) · s², on k − 1 degrees of freedom.
///
/// Reference: Nadeau & Bengio (2003), Machine Learning 52, 239–281, equation 4.
struct FoldCheck {
  let plan: FoldPlan

  func check(_ scores: [Double], levels: BoundLevels) -> Check {
    do throws(Unmeasurable) {
      let measured = try measure(scores, tails: levels.tails(plan.limit))
      return Check(
        plan.name,
        .compared(
          ThresholdComparison(
            measured, plan.limit, plan.threshold, rule: plan.rule, scale: .number)))
    } catch {
      return Check(plan.name, .unmeasurable(error))
    }
  }

  private func measure(
    _ scores: [Double], tails: (lower: Double, upper: Double)
  ) throws(Unmeasurable) -> MeasuredValue {
    let k = scores.count
    guard k > 1, let variance = Moments(scores).variance else { throw .tooFewFolds(k) }
    let mean = Moments(scores).mean
    guard variance > 0 else { throw .noVariation(value: mean) }
    let share =
      plan.method == .plain
      ? 1 / Double(k) : 1 / Double(k) + (plan.testToTrain ?? 1 / Double(k - 1))
    return try .normal(
      .init(mean, standardError: (variance * share).squareRoot()),
      .studentT(degreesOfFreedom: Double(k - 1)), tails: tails,
      method: plan.method == .plain ? .studentT : .correctedT, rows: k, units: k)
  }
}

/// The cases of a smoke test, one by one.
struct SmokeCheck {
  let plan: SmokePlan

  /// The check of all cases; one whose file is missing or damaged is not judged.
  func check(_ raw: RawColumns?) -> Check {
    guard let raw else { return Check(CheckName.smoke, .unmeasurable(.missingFile(plan.file))) }
    guard raw.log.rows.failed == 0, raw.log.damage.isEmpty else {
      return Check(
        CheckName.smoke, .unmeasurable(.damaged(file: plan.file, rows: raw.log.rows.failed)))
    }
    return Check(CheckName.smoke, .cases(cases(raw, plan.scan)))
  }

  func cases(_ raw: RawColumns, _ scan: ScanPlan) -> [SmokeCase] {
    let rows = JudgedRows(raw, scan)
    func texts(_ name: String?) -> [String?] {
      guard let name, let texts = rows.texts(name) else {
        return Array(repeating: nil, count: rows.count)
      }
      return texts.indices.map { $0.map { texts.names[$0] } }
    }
    let names = texts(plan.caseName)
    let (expected, actual) = (texts(plan.expected), texts(plan.actual))
    let errors = texts(plan.error)
    let latencies = plan.latency.flatMap { rows.numbers($0) }
    return (0..<rows.count).map { row in
      var found = SmokeCase(
        name: names[row] ?? "row \(row + 1)", expected: expected[row], actual: actual[row],
        latency: latencies?[row])
      found.problem = problem(found, error: errors[row])
      return found
    }
  }

  private func problem(_ found: SmokeCase, error: String?) -> SmokeCase.Problem? {
    if let error { return .error(error.trimmingCharacters(in: .whitespaces)) }
    guard let expected = found.expected else { return .noExpectation }
    guard let actual = found.actual else { return .noAnswer }
    if let problem = difference(expected, actual) { return problem }
    guard let maximum = plan.maximumLatency else { return nil }
    // What is no length of time is none that is short enough.
    guard let latency = found.latency, latency.isFinite, latency >= 0 else { return .noLatency }
    return latency > maximum ? .slow(latency: latency, maximum: maximum) : nil
  }

  private func difference(_ expected: String, _ actual: String) -> SmokeCase.Problem? {
    guard let wanted = PlainText.number(expected), let got = PlainText.number(actual) else {
      // NaN is no answer, whatever was expected.
      let isAlike = expected == actual && PlainText.isAnswer(actual)
      return isAlike ? nil : .differs(by: nil, allowed: 0)
    }
    let allowed =
      switch plan.tolerance {
      case .exact: 0.0
      case .absolute(let tolerance): tolerance
      case .relative(let tolerance): tolerance * abs(wanted)
      }
    let distance = abs(got - wanted)
    // Two decimals that differ by the tolerance differ by a rounding error more in binary.
    let rounding = 4 * max(abs(got), abs(wanted)).ulp
    return distance <= allowed + (allowed > 0 ? rounding : 0)
      ? nil : .differs(by: distance, allowed: allowed)
  }
}
