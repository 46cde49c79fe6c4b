public import Judge

/// A drift verdict in words and tables: the verdict and its first cause, every column's numbers, and where
/// in a drifted column the change is.
public struct DriftReport: Sendable {
  private let decision: DriftDecision
  private let map: ExitMap
  /// How many bins of a drifted column are shown.
  private static let binLimit = 5
  /// How many drifted columns are shown bin by bin.
  private static let detailLimit = 10

  /// Creates the report of a drift verdict, told under an exit map.
  public init(_ decision: DriftDecision, exitMap: ExitMap = .standard) {
    (self.decision, map) = (decision, exitMap)
  }

  /// The whole report.
  public var report: Report {
    let tables = DriftTables(decision)
    var blocks = [headline] + tables.promise + [.facts(facts), .heading("Columns")]
    blocks.append(.table(columnTable))
    blocks += QualityTables(decision).blocks + tables.distances
    let reasons = decision.reasons.map { Phrase(ReasonText().clause($0)) }
    let causes =
      reasons
      + decision.columns.flatMap { column in
        column.causes.map { cause in
          Phrase("\(InertText.name(column.column)): \(DriftText.clause(cause))")
        }
      }
    if !causes.isEmpty { blocks += [.heading("Reasons"), .list(causes)] }
    for column in drifted.prefix(Self.detailLimit) {
      guard let table = binTable(column) else { continue }
      let title = "Where \(InertText.name(column.column)) changed most"
      blocks += [.heading(title), .table(table)]
    }
    blocks += tables.windows + tables.looks
    blocks += [.heading("Guarantee"), .paragraph(Phrase(guarantee))]
    return Report(blocks: blocks)
  }

  /// One line: the verdict, its code and its first cause.
  public var line: String {
    InertText.line("\(verdict.label.text): \(verdict.sentence)")
  }

  /// The verdict and the sentence that goes with it.
  var verdict: (label: Phrase, sentence: String) {
    guard case .headline(let label, let text) = headline else { return (Phrase(""), "") }
    return (label, text)
  }

  private var drifted: [ColumnDrift] { decision.columns.filter { $0.status == .drift } }

  private var changed: [ColumnDrift] {
    decision.columns.filter { $0.status == .withinTolerance }
  }

  private var headline: Report.Block {
    let verdict = decision.verdict
    let code = map.code(for: verdict)
    let told = map == .standard ? "\(code)" : "exit \(code) under \(map.rawValue)"
    let total = NumberText.count(decision.columns.count)
    let count = NumberText.count(drifted.count)
    return switch verdict {
    case .stable:
      .headline(
        Phrase("STABLE (\(told))", .good),
        "none of \(total) \(decision.columns.count == 1 ? "column" : "columns") drifted.")
    case .changed:
      .headline(
        Phrase("CHANGED (\(told))", .caution),
        "\(NumberText.count(changed.count)) of \(total) columns changed, none beyond its tolerance."
      )
    case .criticalDrift:
      .headline(
        Phrase("CRITICAL DRIFT (\(told))", .bad),
        decision.harm?.status == .harmful
          ? "\(count) of \(total) columns drifted, and predictions became worse."
          : "\(count) of \(total) columns drifted, several of them critical\(because(.drift)).")
    case .cannotTell:
      .headline(
        Phrase("CANNOT TELL (\(told))", .caution),
        isQualityUnclear
          ? "no column drifted, but whether predictions became worse is not known."
          : "no drift is shown, and none is ruled out\(because(.cannotTell)).")
    case .drift:
      .headline(
        Phrase("DRIFT (\(told))", .bad), "\(count) of \(total) columns drifted\(because(.drift)).")
    case .invalid:
      .headline(Phrase("INVALID (\(told))", .bad), "the data may not be judged.")
    }
  }

  /// Whether it is the quality of predictions alone that keeps the columns' verdict from being told.
  private var isQualityUnclear: Bool {
    decision.harm?.status == .unknown && decision.reasons.isEmpty
      && !decision.columns.contains { $0.status == .cannotTell || $0.status == .drift }
  }

  private func because(_ status: ColumnDrift.Status?) -> String {
    if let reason = decision.reasons.first { return ", because \(ReasonText().clause(reason))" }
    guard let column = decision.columns.first(where: { $0.status == status }),
      let cause = column.causes.first
    else { return "" }
    return ", because of \(InertText.name(column.column)): \(DriftText.clause(cause))"
  }

  var facts: [Fact] {
    let plan = decision.plan
    var facts = [
      Fact("plan", "\(InertText.name(plan.name)), SHA-256 \(plan.hash.prefix(12))"),
      Fact(
        "rows",
        "\(NumberText.count(decision.referenceRows)) reference, "
          + "\(NumberText.count(decision.currentRows)) current"),
    ]
    let effects = decision.columns.compactMap(\.designEffects)
    if let largest = effects.map({ max($0.reference, $0.current) }).max() {
      facts.append(
        Fact(
          "units",
          "rows of a unit are alike: up to \(NumberText.significant(largest, digits: 3)) of them "
            + "count as one"))
    }
    if decision.textbook {
      facts.append(Fact("mode", "textbook PSI: fixed threshold, whatever the sample size"))
    }
    if map != .standard { facts.append(Fact("exit map", map.rawValue)) }
    return facts
  }

  private var columnTable: Table {
    let level = NumberText.percent(1 - decision.significance)
    let columns = [
      Table.Column("column"), .init("kind"), .init("PSI", .right), .init(level, .right),
      .init("noise", .right), .init("KL", .right), .init("KS", .right), .init("p", .right),
      .init("missing", .right), .init("status"),
    ]
    return Table(columns: columns, rows: decision.columns.map(row)).withoutEmptyColumns
  }

  private func row(_ column: ColumnDrift) -> [Phrase] {
    let interval = column.psiInterval.map { "\(index($0.lower)) to \(index($0.upper))" }
    let missing =
      "\(NumberText.percent(column.referenceMissing, places: 1)) to "
      + NumberText.percent(column.currentMissing, places: 1)
    let noGaps = column.referenceMissing == 0 && column.currentMissing == 0
    let texts = [
      InertText.name(column.column, limit: 40), column.kind.rawValue, column.psi.map(index) ?? "",
      interval ?? "", column.noiseFloor.map(index) ?? "",
      column.klDivergence.map(index) ?? "",
      column.kolmogorovSmirnov.map(index) ?? "",
      DriftText.pValue(column) ?? "",
      noGaps ? "none" : missing,
    ]
    return texts.map { Phrase($0) }
      + [Phrase(DriftText.words(column.status), DriftText.tone(column.status))]
  }

  /// The bins whose share changed most, or `nil` where none changed visibly.
  private func binTable(_ column: ColumnDrift) -> Table? {
    let reference = Double(max(1, column.bins.map(\.referenceCount).reduce(0, +)))
    let current = Double(max(1, column.bins.map(\.currentCount).reduce(0, +)))
    let changes = column.bins.enumerated().map { position, bin in
      (
        position: position, bin: bin, before: Double(bin.referenceCount) / reference,
        after: Double(bin.currentCount) / current
      )
    }
    guard changes.contains(where: { abs($0.after - $0.before) >= 0.000_5 }) else { return nil }
    let largest = changes.sorted {
      (abs($0.after - $0.before), $1.position) > (abs($1.after - $1.before), $0.position)
    }.prefix(Self.binLimit)
    let rows = largest.sorted { $0.position < $1.position }.map { change in
      [
        InertText.name(change.bin.label, limit: 40), NumberText.percent(change.before, places: 1),
        NumberText.percent(change.after, places: 1),
        NumberText.signed(100 * (change.after - change.before), places: 1) + "pp",
      ].map { Phrase($0) }
    }
    let columns = [
      Table.Column("value"), .init("reference", .right), .init("current", .right),
      .init("change", .right),
    ]
    return Table(columns: columns, rows: rows)
  }

  var guarantee: String {
    if decision.textbook {
      return "None: the textbook index compares an estimate with a fixed threshold. Small samples "
        + "drift by chance alone; the noise column shows how far."
    }
    if let looks = decision.looks {
      return
        "In T looks at most \(NumberText.significant(looks.alarmRate, digits: 3))·T false alarms are "
        + "expected, over all columns together, the looks' rows being independent of each other"
        + (decision.columns.contains { $0.designEffects != nil }
          ? ": units that come back in later looks are not allowed for. " : ". ")
        + "The columns' numbers are of this look alone."
    }
    if decision.timeline != nil {
      return
        "If no column drifted beyond its tolerance in any window, the chance that this report says "
        + "drift is at most \(NumberText.percent(decision.significance)), over all columns and windows "
        + "together."
    }
    return
      "If no column drifted beyond its tolerance, the chance that this report says drift is at "
      + "most \(NumberText.percent(decision.significance)), over all columns together."
  }

  private func index(_ value: Double) -> String { NumberText.decimal(value, places: 3) }
}
