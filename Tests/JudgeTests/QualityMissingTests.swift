import AssayTestSupport
import Summaries
import Testing

@testable import Judge

/// Quality where predictions or labels are missing, or nothing varies.
@Suite struct QualityMissingTests {
  private struct Reference: Decodable {
    var missing: Double
    var partly: Double
    var units: Double
    var perfect: [Double]
    var bothPerfect: [Double]
    var nearly: [Double]
  }

  private let expected: Reference

  init() throws { expected = try ReferenceFile.load("drift_missing", as: Reference.self) }

  /// What was read of so many rows, of which so many have a label and, of these, an answer.
  private func moments(
    rows: Int, labels: Int? = nil, answered: Int? = nil, right: Int, size: Int = 1
  ) -> QualityMoments {
    let (labels, answered) = (labels ?? rows, answered ?? labels ?? rows)
    var (answers, coverage) = (BivariateMoments(), BivariateMoments())
    let full = Double(size)
    answers.add((x: full, y: full), times: right / size)
    answers.add((x: 0, y: full), times: (answered - right) / size)
    answers.add((x: 0, y: 0), times: (rows - answered) / size)
    coverage.add((x: full, y: full), times: labels / size)
    coverage.add((x: 0, y: full), times: (rows - labels) / size)
    return QualityMoments([answers, coverage], [.accuracy])
  }

  private func compare(
    _ before: QualityMoments, _ now: QualityMoments, tolerance: Double = 0.02,
    coverage: Double? = nil, measure: QualityPlan.Measure = .accuracy
  ) throws -> DriftHarm.Quality {
    let labels = coverage.map { "labels: {file: l.csv, key: r, value: y, coverage: \($0)}\n" } ?? ""
    let plan = try Plan(
      yaml: """
        name: q
        strategy: drift
        log: {request: r, prediction: p, label: y}
        drift: {quality: 2pp}
        \(labels)
        """, file: "q.yaml")
    let isRelative = measure == .rmse
    let limit = QualityPlan.Limit(
      measure,
      Threshold(value: tolerance, unit: isRelative ? .relative : .absolute, text: ""))
    return QualityComparison(plan: plan, alpha: 0.05).compare(limit, before, now, fewest: 50)
  }

  private func worst(_ quality: DriftHarm.Quality) throws -> (rows: Int, worst: Double?) {
    guard case .answersMissing(let rows, _, let worst) = try #require(quality.cause) else {
      Issue.record("\(String(describing: quality.cause))")
      return (0, nil)
    }
    return (rows, worst)
  }

  @Test(
    "D2 missing answers or labels hide no harm: each of them beyond the usual share may be wrong",
    arguments: [(10_000, 9_500), (9_500, 9_500), (9_800, 9_500)])
  func missing(labels: Int, answered: Int) throws {
    let before = moments(rows: 10_000, right: 9_000)
    let now = moments(rows: 10_000, labels: labels, answered: answered, right: 8_600)
    let quality = try compare(before, now)
    #expect(quality.status == .unknown)
    let found = try worst(quality)
    #expect(found.rows == 500)
    // Wilson's limits are rational in the share: a few units in the last place.
    #expect(agree(found.worst ?? .nan, expected.missing, relative: 1e-9))
    // The rows that are there show no harm, and what could be at worst is tolerated by this.
    #expect((quality.change?.lower ?? -1) > -0.02)
    #expect(try compare(before, now, tolerance: 0.06).status == .harmless)
    #expect(try compare(before, now, tolerance: 0.04).status == .unknown)
  }

  @Test("D2 what lacked answers or labels before may lack them now, and no more of either")
  func usual() throws {
    let now = moments(rows: 10_000, labels: 9_500, right: 8_600)
    let same = moments(rows: 10_000, labels: 9_500, right: 8_600)
    #expect(try compare(same, now).status == .harmless)
    let fewer = moments(rows: 10_000, labels: 9_700, right: 8_730)
    let partly = try worst(compare(fewer, now))
    #expect(partly.rows == 200)
    #expect(agree(partly.worst ?? .nan, expected.partly, relative: 1e-9))
    // Answers that were missing before say nothing of labels that are now.
    let answers = moments(rows: 10_000, labels: 10_000, answered: 9_500, right: 8_600)
    #expect(try worst(compare(answers, now)).rows == 500)
    // Labels may be late as far as the plan's coverage says, answers may not.
    let whole = moments(rows: 10_000, right: 9_000)
    #expect(try compare(whole, now, coverage: 0.9).status == .harmless)
    let unanswered = moments(rows: 10_000, answered: 9_500, right: 8_600)
    #expect(try worst(compare(whole, unanswered, coverage: 0.9)).rows == 500)
  }

  @Test("D2 harm that the rows with an answer show is harm, whatever else is missing")
  func harm() throws {
    let before = moments(rows: 10_000, right: 9_000)
    let now = moments(rows: 10_000, answered: 9_000, right: 7_200)
    #expect(try compare(before, now).status == .harmful)
  }

  @Test("D2 rows that are missing come in units as large as the others")
  func units() throws {
    let before = moments(rows: 10_000, right: 9_000, size: 50)
    let now = moments(rows: 10_500, answered: 10_000, right: 9_000, size: 50)
    let found = try worst(compare(before, now, tolerance: 0.06))
    #expect(found.rows == 500)
    #expect(agree(found.worst ?? .nan, expected.units, relative: 1e-9))
  }

  @Test("D2 errors that nobody sees have no bound: more than tolerated_missing of them hide harm")
  func errors() throws {
    func moments(_ answered: Int) -> QualityMoments {
      var (answers, coverage) = (BivariateMoments(), BivariateMoments())
      var squared = BivariateMoments()
      coverage.add((x: 1, y: 1), times: 10_000)
      for row in 0..<10_000 {
        let count = row < answered ? 1.0 : 0
        answers.add((x: 0, y: count))
        squared.add((x: count * Double(1 + row % 7), y: count))
      }
      return QualityMoments([answers, coverage, squared], [.rmse])
    }
    func status(_ answered: Int) throws -> DriftHarm.Quality {
      try compare(moments(10_000), moments(answered), tolerance: 0.1, measure: .rmse)
    }
    #expect(try status(10_000).status == .harmless)
    #expect(try status(9_950).status == .harmless)
    let quality = try status(9_949)
    #expect(quality.status == .unknown)
    #expect(quality.cause == .answersMissing(rows: 51, share: 0.0051, worst: nil))
  }

  // MARK: Nothing varies

  /// Of so many rows that are positive or predicted so, these are both.
  private func positives(_ both: Int, of rows: Int) -> QualityMoments {
    var (answers, coverage, index) = (BivariateMoments(), BivariateMoments(), BivariateMoments())
    answers.add((x: 1, y: 1), times: both)
    answers.add((x: 0, y: 1), times: rows - both)
    coverage.add((x: 1, y: 1), times: rows)
    index.add((x: 1, y: 1), times: both)
    index.add((x: 0, y: 1), times: rows - both)
    return QualityMoments([answers, coverage, index], [.f1])
  }

  @Test("D2 F1 of predictions that are all right, or nearly, has an interval")
  func perfect() throws {
    let cases = [
      (positives(800, of: 1_000), positives(1_000, of: 1_000), expected.perfect),
      (positives(1_000, of: 1_000), positives(500, of: 500), expected.bothPerfect),
      (positives(1_000, of: 1_000), positives(497, of: 500), expected.nearly),
    ]
    for (before, now, expected) in cases {
      let quality = try compare(before, now, measure: .f1)
      #expect(quality.cause == nil)
      #expect(agree(quality.change?.lower ?? .nan, expected[0], relative: 1e-9))
      #expect(agree(quality.change?.upper ?? .nan, expected[1], relative: 1e-9, floor: 1e-12))
    }
  }

  @Test("D2 errors that are all alike are told as such, and no F1 without positives is defined")
  func alike() throws {
    var (answers, coverage, squared) = (BivariateMoments(), BivariateMoments(), BivariateMoments())
    answers.add((x: 1, y: 1), times: 1_000)
    coverage.add((x: 1, y: 1), times: 1_000)
    squared.add((x: 0, y: 1), times: 1_000)
    let exact = QualityMoments([answers, coverage, squared], [.rmse])
    let quality = try compare(exact, exact, measure: .rmse)
    #expect((quality.status, quality.cause) == (.unknown, .errorsAlike))
    var none = BivariateMoments()
    none.add((x: 0, y: 0), times: 1_000)
    let negative = QualityMoments([answers, coverage, none], [.f1])
    #expect(try compare(negative, negative, measure: .f1).cause == .undefined)
  }
}
