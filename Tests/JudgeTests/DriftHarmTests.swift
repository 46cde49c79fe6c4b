import AssayTestSupport
import Judge
import Summaries
import Testing

@Suite struct DriftHarmTests {
  /// A log of one column, and of so many labelled rows of which some are right.
  private struct Log {
    var columns: LogSummary
    /// Nil where there are no labels.
    var quality: LogSummary?
  }

  private func log(
    _ column: ColumnDistribution, right: Int, labelled: Int, scores: [Double] = [], lost: Int = 0
  ) -> Log {
    var score = DriftSample.numbers(scores, named: "score")
    (score.rows, score.missing) = (score.rows + lost, lost)
    let columns = DriftSample.log(
      scores.isEmpty ? [column] : [column, score], rows: column.rows)
    var answers = BivariateMoments()
    answers.add((x: 1, y: 1), times: right)
    answers.add((x: 0, y: 1), times: labelled - right)
    answers.add((x: 0, y: 0), times: column.rows - labelled)
    var coverage = BivariateMoments()
    coverage.add((x: 1, y: 1), times: labelled)
    coverage.add((x: 0, y: 1), times: column.rows - labelled)
    var quality = DriftSample.log([], rows: column.rows)
    quality.cells[0].pairs = [answers, coverage]
    return Log(columns: columns, quality: labelled > 0 ? quality : nil)
  }

  private let even = DriftSample.categories([5_000, 5_000], named: "c")
  private let moved = DriftSample.categories([9_000, 1_000], named: "c")

  private func decide(_ reference: Log, _ current: Log) throws -> DriftDecision {
    var plan = Plan(name: "h", strategy: .drift, control: nil, treatments: [])
    (plan.log.prediction, plan.log.label, plan.log.score) = ("p", "l", "score")
    plan.drift.columns = ["c"]
    plan.drift.quality = 0.02
    var analysis = DriftAnalysis(plan, identity: plan.identity)
    analysis.quality = QualityReading(
      QualityScan(plan), reference: reference.quality, current: current.quality)
    return try analysis.decide(reference: reference.columns, current: current.columns)
  }

  @Test("D2 drift with unchanged quality is harmless, and stays drift")
  func harmless() throws {
    let decision = try decide(
      log(even, right: 9_000, labelled: 10_000), log(moved, right: 9_010, labelled: 10_000))
    #expect(decision.harm?.status == .harmless)
    #expect(decision.verdict == .drift)
    // Newcombe's square-and-add of Wilson's limits at 90 %, in R's arithmetic: −0.0059653 to 0.0079656.
    let change = try #require(decision.harm?.qualities.first?.change)
    #expect(abs(change.lower - -0.0059653) < 1e-6)
    #expect(abs(change.upper - 0.0079656) < 1e-6)
  }

  @Test("K1 quality that is shown to have fallen is 21, with drift or without")
  func harmful() throws {
    for column in [even, moved] {
      let decision = try decide(
        log(even, right: 9_000, labelled: 10_000), log(column, right: 8_500, labelled: 10_000))
      #expect(decision.harm?.status == .harmful)
      #expect(decision.verdict == .criticalDrift)
      #expect(decision.verdict.exitCode == 21)
    }
  }

  @Test("D2 quality that cannot be told is no pass")
  func unknown() throws {
    // 20 labels say nothing; 200 leave a fall of two points open.
    for labelled in [0, 20, 200] {
      let decision = try decide(
        log(even, right: 9_000, labelled: 10_000),
        log(even, right: labelled * 9 / 10, labelled: labelled))
      #expect(decision.harm?.status == .unknown)
      #expect(decision.verdict == .cannotTell)
    }
    let stable = try decide(
      log(even, right: 9_000, labelled: 10_000), log(even, right: 9_000, labelled: 10_000))
    #expect(stable.harm?.status == .harmless)
    #expect(stable.verdict == .stable)
  }

  @Test("D2 without labels calibrated scores tell the quality, with the reference's gap as a band")
  func scores() throws {
    let sure = (0..<10_000).map { $0 % 2 == 0 ? 0.1 : 0.9 }
    let unsure = (0..<10_000).map { $0 % 2 == 0 ? 0.2 : 0.8 }
    let decision = try decide(
      log(even, right: 9_000, labelled: 10_000, scores: sure),
      log(even, right: 0, labelled: 0, scores: unsure))
    let quality = try #require(decision.harm?.qualities.first)
    #expect(quality.measure == .expectedAccuracy)
    #expect(abs((quality.current ?? 0) - 0.8) < 1e-12)
    #expect(decision.harm?.status == .harmful)
    // Scores that promise more than labels kept, by as much as they fall, prove nothing.
    let boastful = try decide(
      log(even, right: 8_000, labelled: 10_000, scores: sure),
      log(even, right: 0, labelled: 0, scores: unsure))
    #expect(boastful.harm?.status == .unknown)
  }

  @Test("D2 of rows that lost their score nothing is promised")
  func lostScores() throws {
    let sure = (0..<10_000).map { $0 % 2 == 0 ? 0.1 : 0.9 }
    let before = log(even, right: 9_000, labelled: 10_000, scores: sure)
    // All scores promise 90 %: of 4 % of rows without one it is 86.4 % at worst, of 2 % 88.2 %.
    for (lost, status) in [(0, DriftHarm.Status.harmless), (200, .harmless), (400, .unknown)] {
      let now = log(
        even, right: 0, labelled: 0, scores: Array(sure.dropLast(lost)), lost: lost)
      let quality = try #require(try decide(before, now).harm?.qualities.first)
      #expect(quality.measure == .expectedAccuracy)
      #expect(quality.status == status, "\(lost)")
      guard status == .unknown else { continue }
      guard case .answersMissing(400, 0.04, let worst?) = quality.cause else {
        Issue.record("\(String(describing: quality.cause))")
        continue
      }
      // No score varies, so that the bounds are the change itself: 0.9 · 0.96 − 0.9.
      #expect(abs(worst + 0.036) < 1e-12)
    }
  }

  @Test("D1 rows that come in units count for as much less as they are alike")
  func designEffects() throws {
    var plan = Plan(name: "u", strategy: .drift, control: nil, treatments: [])
    plan.log.unit = "user"
    let column = DriftSample.categories(["a": 250, "b": 250], named: "c")
    let scan = DesignEffectScan(
      plan, reference: DriftSample.log([column]), current: DriftSample.log([column]))
    let request = scan.scanPlan(role: .reference)
    #expect(request.key == .unit)
    #expect(request.pairs.count == 2)
    // A hundred users of five rows, each of one category: Σ(s − n/2)² = 625, so that the share's variance is
    // 100/99 · 625/500² and that of 500 independent rows 0.25/500: 5.0505 times.
    var alike = BivariateMoments()
    alike.add((x: 5, y: 5), times: 50)
    alike.add((x: 0, y: 5), times: 50)
    var summary = DriftSample.log([], rows: 500)
    summary.cells[0].units = 100
    summary.cells[0].pairs = [alike, alike]
    let effect = try #require(scan.effects(summary)["c"])
    #expect(abs(effect - 500.0 / 99) < 1e-9)

    let current = DriftSample.categories(["a": 350, "b": 150], named: "c")
    var analysis = DriftAnalysis(plan, identity: plan.identity)
    func status() throws -> ColumnDrift? {
      try analysis.decide(
        reference: DriftSample.log([column]), current: DriftSample.log([current])
      ).columns.first
    }
    analysis.plan.drift.psi = 1e-6
    let rows = try #require(try status())
    #expect(rows.status == .drift)
    analysis.designEffects = (["c": effect], ["c": effect])
    let units = try #require(try status())
    #expect(units.status == .cannotTell)
    #expect((units.noiseFloor ?? 0) > 5 * (rows.noiseFloor ?? 1))
  }

  @Test("D4 each window counts as many rows as its own units are worth")
  func windowEffects() throws {
    var plan = Plan(name: "w", strategy: .drift, control: nil, treatments: [])
    plan.log.unit = "user"
    let column = DriftSample.categories(["a": 5_000, "b": 5_000], named: "c")
    var log = DriftSample.log([column])
    log.cells += log.cells
    (log.cells[0].bucket, log.cells[1].bucket) = (20_000, 20_001)
    var analysis = WindowAnalysis(plan, window: .seconds(86_400), identity: plan.identity)
    let starts = [20_000, 20_001].map { Timestamp(seconds: $0 * 86_400) }
    analysis.effects = WindowEffects(
      reference: ["c": 1], whole: ["c": 4], windows: [starts[0]: ["c": 1], starts[1]: ["c": 99]])
    let trend = try #require(
      try analysis.decide(reference: DriftSample.log([column]), current: log).columns.first?.trend)
    let floors = trend.compactMap(\.noiseFloor)
    // c = (1 + 1)/10,000 rows, and (1 + 99)/10,000.
    #expect(floors.count == 2)
    #expect(agree((floors.last ?? 0) / (floors.first ?? 1), 50, relative: 1e-9))
  }

  @Test("D2 a target is compared once there are labels")
  func lateLabels() throws {
    var plan = Plan(name: "t", strategy: .drift, control: nil, treatments: [])
    (plan.log.prediction, plan.log.label) = ("p", "l")
    let prediction = DriftSample.categories([5_000, 5_000], named: "p")
    let label = DriftSample.categories([5_000, 5_000], named: "l")
    let swapped = DriftSample.categories([9_500, 500], named: "l")
    let analysis = DriftAnalysis(plan, identity: plan.identity)
    let without = try analysis.decide(
      reference: DriftSample.log([prediction, label]), current: DriftSample.log([prediction]))
    #expect(without.verdict == .stable)
    #expect(without.columns.map(\.role) == [.prediction])
    let with = try analysis.decide(
      reference: DriftSample.log([prediction, label]),
      current: DriftSample.log([prediction, swapped]))
    #expect(with.verdict == .drift)
    #expect(with.columns.first?.role == .target)
  }

  @Test("K3 a score whose mean moves by more than three standard deviations is drift by itself")
  func shift() throws {
    var plan = Plan(name: "s", strategy: .drift, control: nil, treatments: [])
    plan.log.score = "x"
    (plan.drift.psi, plan.drift.kl, plan.drift.score) = (1e9, 1e9, 0.999)
    (plan.drift.categoryFactor, plan.drift.categoryShare) = (1e12, 1)
    let usual = DriftSample.numbers((0..<2_000).map { Double($0 % 100) })
    let analysis = DriftAnalysis(plan, identity: plan.identity)
    // The standard deviation of 0 … 99 is 28.9: 80 is 2.8 of them, 100 is 3.5.
    for (move, drifts) in [(80.0, false), (100.0, true)] {
      let moved = DriftSample.numbers((0..<2_000).map { Double($0 % 100) + move })
      let column = try #require(
        try analysis.decide(
          reference: DriftSample.log([usual]), current: DriftSample.log([moved])
        ).columns.first)
      let isShift = column.causes.contains {
        if case .shiftAboveTolerance = $0 { true } else { false }
      }
      #expect(isShift == drifts, "\(column.causes)")
    }
  }
}
