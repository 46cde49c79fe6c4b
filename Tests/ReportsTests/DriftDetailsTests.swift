import AssayTestSupport
import Foundation
import Reports
import Summaries
import Testing

@testable import Judge

/// Reports of decisions that the judgement itself made, with every part there is.
struct DriftDetailsTests {
  private static let hostile = "<script>\u{1B}[31m\u{202E}\"x\""

  private func numbers(_ rows: Int, plus move: Double, named name: String) -> ColumnDistribution {
    var column = ColumnDistribution(LogProfile.resolution)
    column.column = name
    for row in 0..<rows {
      let value = Double(row * 37 % 100) + move
      column.histogram.add(value)
      column.moments.add(value)
      column.categories.add("\(value)")
    }
    (column.rows, column.numbers) = (rows, rows)
    return column
  }

  private func texts(_ counts: [String: Int], named name: String) -> ColumnDistribution {
    var column = ColumnDistribution(LogProfile.resolution)
    column.column = name
    for (text, count) in counts { column.categories.add(text, times: count) }
    column.texts = counts.values.reduce(0, +)
    column.rows = column.texts
    return column
  }

  /// A log whose days are these columns.
  private func log(_ days: [[ColumnDistribution]]) -> LogSummary {
    var summary = LogSummary()
    summary.columns = days.first?.map(\.column) ?? []
    summary.cells = days.enumerated().map { index, columns in
      LogSummary.Cell(
        variant: 0, bucket: 20_000 + index, rows: columns[0].rows, units: columns[0].rows,
        pairs: [], distributions: columns)
    }
    summary.rows.used = summary.cells.reduce(0) { $0 + $1.rows }
    summary.rows.read = summary.rows.used
    summary.calendar = (0..<days.count * 24).map { hour in
      let bucket = 480_000 + hour
      return LogSummary.CalendarCell(
        bucket: bucket, variant: 0, rows: hour == 30 && days.count == 3 ? 4_000 : 80 + hour % 3,
        first: Timestamp(seconds: Int64(bucket) * 3600),
        last: Timestamp(seconds: Int64(bucket) * 3600))
    }
    return summary
  }

  private func day(_ move: Double, _ last: Int) -> [ColumnDistribution] {
    [
      numbers(2_000, plus: move, named: "x"),
      texts(["a": 1_000, "b": 1_000 - last, Self.hostile: last], named: Self.hostile),
    ]
  }

  private var plan: Plan {
    var plan = Plan(name: "d", strategy: .drift, control: nil, treatments: [])
    plan.log.score = "x"
    return plan
  }

  private func check(_ decision: DriftDecision, _ words: [String]) throws {
    let text = JSONReport.text(decision, exitMap: .standard)
    try SchemaCheck().expectValid(text)
    let terminal = TerminalReport(width: 120, colour: false).text(DriftReport(decision).report)
    for word in words { #expect(terminal.contains(word), "\(word)\n\(terminal)") }
    let markdown = MarkdownReport().text(DriftReport(decision).report)
    for report in [terminal, markdown] {
      #expect(!report.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
    }
    #expect(!markdown.contains("<script>"))
  }

  @Test("D1 windows, measures and traffic are told, valid under the schema and inert")
  func windows() throws {
    let reference = log([day(0, 0), day(0, 0), day(0, 0), day(0, 0)])
    let current = log([day(0, 0), day(0, 0), day(40, 300)])
    let decision = try WindowAnalysis(plan, window: .seconds(86_400), identity: plan.identity)
      .decide(reference: reference, current: current)
    #expect(decision.verdict == .drift)
    try check(
      decision,
      [
        "Distances", "by window", "which began about 2024-10-06", "Traffic", "standard deviations",
        "all columns and windows", "1 of 70 hours",
      ])
  }

  @Test(
    "D1 a column that drifted in a window alone shows that window and its p-value, not the whole log's"
  )
  func strongestWindow() throws {
    let current = log((0..<12).map { day($0 == 9 ? 40 : 0, 0) })
    let decision = try WindowAnalysis(plan, window: .seconds(86_400), identity: plan.identity)
      .decide(reference: log([day(0, 0), day(0, 0)]), current: current)
    let column = try #require(decision.columns.first)
    #expect(column.column == "x")
    #expect(column.status == .drift)
    // A twelfth of the rows leaves the whole log within its tolerances.
    #expect(column.adjustedPValue == 1)
    let strongest = try #require(column.strongest)
    #expect(strongest.window == Timestamp(seconds: 20_009 * 86_400))
    #expect(strongest.pValue == column.trend?[9].adjustedPValue)
    #expect(strongest.pValue < 1e-6)
    try check(decision, [" (2024-10-13)"])
    let page = DriftPage(decision, provenance: Provenance(version: "0", inputs: [])).html
    #expect(page.contains(" (2024-10-13)"))
    #expect(page.contains("p of no drift, window from 2024-10-13 00:00 UTC"))
    #expect(page.contains("p of no drift, the whole log"))
    let stable = try #require(decision.columns.last)
    #expect(stable.status != .drift)
  }

  @Test("D1 a scheduled report says its promise before its numbers, valid under the schema")
  func looks() throws {
    let reference = LogProfile(log([day(0, 0), day(0, 0)]), plan)
    var state = try DriftState(plan: plan, reference: reference)
    let analysis = DriftAnalysis(plan, identity: plan.identity)
    for (name, current) in [("1", day(0, 0)), ("2", day(40, 400))] {
      let profile = LogProfile(log([current]), plan)
      let standing = try state.take(name, profile, against: reference, under: plan)
      let decision = try analysis.decide(reference: reference.summary, current: profile.summary)
        .scheduled(state, look: name, standing, caughtUp: 1, under: plan.drift)
      #expect(decision.verdict == (name == "1" ? .stable : .drift))
      try check(decision, ["at most 1% of all looks", "Looks"])
    }
  }

  @Test("D1 harm to predictions is told, valid under the schema")
  func harm() throws {
    var plan = plan
    (plan.log.prediction, plan.log.label) = ("p", "l")
    plan.drift.quality = 0.02
    func labelled(_ right: Int) -> LogSummary {
      var summary = log([day(0, 0)])
      var answers = BivariateMoments()
      answers.add((x: 1, y: 1), times: right)
      answers.add((x: 0, y: 1), times: 2_000 - right)
      var coverage = BivariateMoments()
      coverage.add((x: 1, y: 1), times: 2_000)
      summary.cells[0].pairs = [answers, coverage]
      return summary
    }
    func decide(_ before: LogSummary?, _ now: LogSummary?, _ move: Double) throws -> DriftDecision {
      var analysis = DriftAnalysis(plan, identity: plan.identity)
      analysis.quality = QualityReading(QualityScan(plan), reference: before, current: now)
      return try analysis.decide(reference: log([day(0, 0)]), current: log([day(move, 0)]))
    }
    let harmful = try decide(labelled(1_900), labelled(1_500), 40)
    try check(harmful, ["CRITICAL DRIFT (21)", "harmful: accuracy went from 95"])
    let harmless = try decide(labelled(1_900), labelled(1_900), 40)
    try check(harmless, ["DRIFT (20)", "drifted but harmless"])
    let unknown = try decide(labelled(1_900), nil, 0)
    try check(unknown, ["CANNOT TELL (10)", "whether it harms is not known"])
    var unlabelled = labelled(1_900)
    var coverage = BivariateMoments()
    coverage.add((x: 1, y: 1), times: 2_000)
    coverage.add((x: 0, y: 1), times: 500)
    unlabelled.cells[0].pairs[1] = coverage
    let missing = try decide(labelled(1_900), unlabelled, 0)
    try check(
      missing,
      [
        "CANNOT TELL (10)", "no column drifted, but whether predictions became worse",
        "500 rows (20.00%) lack a prediction or a label", "were they wrong",
      ])
  }

  @Test("D2 every measure, group and window is told, valid under the schema and inert")
  func qualities() throws {
    let limit = QualityPlan.Limit(.rmse, Threshold(value: 0.1, unit: .relative, text: "10%"))
    var decision = try DriftAnalysis(plan, identity: plan.identity)
      .decide(reference: log([day(0, 0)]), current: log([day(0, 0)]))
    let measures: [DriftHarm.Quality.Measure] = [
      .accuracy, .expectedAccuracy, .precision, .recall, .f1, .mae, .rmse, .mape, .r2,
    ]
    let causes: [DriftHarm.Cause] = [
      .tooFewLabels(rows: 3, required: 50), .labelsIncomplete(share: 0.4, required: 0.8),
      .tooFewEffectiveUnits(effective: 7, required: 50), .labelsOfZero(rows: 9), .undefined,
      .statistics("x"), .answersMissing(rows: 392, share: 0.098, worst: nil), .errorsAlike,
      .unread(.reference),
    ]
    func told(_ measure: DriftHarm.Quality.Measure) -> DriftHarm.Quality {
      DriftHarm.Quality(
        measure: measure, scale: limit.tolerance.unit == .relative ? .ratio : .difference,
        status: .harmful, reference: 0.5, current: 0.7,
        referenceInterval: Bounds(lower: 0.4, upper: 0.6),
        currentInterval: Bounds(lower: 0.6, upper: 0.8), change: Bounds(lower: 0.2, upper: 0.6),
        referenceRows: 100, currentRows: 90, tolerance: 0.1)
    }
    let groups = causes.map { cause in
      var quality = told(.mae)
      (quality.cause, quality.status, quality.change) = (cause, .unknown, nil)
      quality.group = DriftHarm.Group(column: "g", value: .value(Self.hostile))
      return quality
    }
    var others = [told(.mae), told(.mae)]
    others[0].group = DriftHarm.Group(column: "g", value: .other(values: 3))
    others[1].group = DriftHarm.Group(column: "g", value: .missing)
    let windows = (0..<3).map { month in
      var quality = told(.rmse)
      quality.start = Timestamp(seconds: Int64(month) * 2_678_400)
      return quality
    }
    decision.harm = DriftHarm(
      status: .harmful, qualities: measures.map(told), groups: groups + others,
      windows: windows, uncountedGroups: [Self.hostile], comparisons: 20)
    var account = JoinSummary(role: .labels)
    (account.keys, account.matchedLogRows, account.unmatchedLogRows) = (10, 9, 3)
    decision.labels = DriftLabels(
      reference: nil, current: LabelAccount(account), coverage: 0.8)
    try check(
      decision,
      [
        "RMSE", "R²", "MAPE", "F1", "Quality by group", "Quality by window", "1970-02-01",
        "9 of 12 rows have one", "g: 3 others", "g: missing", "+20.00% to +60.00%",
        "40% of rows have their label", "9 labels are zero", "too many values",
        "over all 20 comparisons together", "392 rows (9.80%) lack a prediction",
        "nothing bounds how wrong they were", "every row has the same error",
        "the rows of the reference log have no predictions",
      ])
    let page = DriftPage(decision, provenance: Provenance(version: "1")).html
    #expect(!page.contains("<script>\u{1B}"))
    #expect(page.contains("RMSE by window"))
    #expect(page.contains("Accuracy went from 50.00%"))
  }

  @Test("D2 a profile says how each column is read, and why")
  func profile() {
    let report = ProfileReport(LogProfile(log([day(0, 100)]), plan), plan: plan)
    let text = TerminalReport(width: 120, colour: false).text(report.report)
    #expect(text.contains("many different numbers"))
    #expect(text.contains("values that are no numbers"))
    #expect(!text.unicodeScalars.contains { $0.value == 0x1B })
  }
}
