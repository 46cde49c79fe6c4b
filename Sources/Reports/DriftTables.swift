internal import Judge

/// The parts of a drift report beside the columns' indices: distances, windows, traffic and looks.
struct DriftTables {
  private let decision: DriftDecision
  /// How many columns' trends are shown, and how many of their last windows.
  private static let trendLimit = 5
  private static let windowLimit = 24
  private static let hourLimit = 10
  private static let lookLimit = 12

  init(_ decision: DriftDecision) { self.decision = decision }

  /// What a scheduled report promises: said before anything else.
  var promise: [Report.Block] {
    guard let looks = decision.looks else { return [] }
    let again =
      looks.standing == .takenBefore ? " This look was taken before, and counts once." : ""
    let caughtUp =
      looks.caughtUp > 1
      ? " This run caught up with \(NumberText.count(looks.caughtUp, "look", "looks"))." : ""
    let text =
      "Without any drift beyond the tolerances at most \(NumberText.percent(looks.alarmRate)) "
      + "of all looks are expected to raise an alarm, over all columns together and however long "
      + "the report goes on; \(NumberText.count(looks.looks)) \(looks.looks == 1 ? "look" : "looks") "
      + "so far, \(NumberText.count(looks.alarms)) \(looks.alarms == 1 ? "alarm" : "alarms")."
    return [.paragraph(Phrase(text + again + caughtUp))]
  }

  /// The other distances of each column.
  var distances: [Report.Block] {
    let measured = decision.columns.compactMap { column in
      column.measures.map { (column, $0) }
    }
    guard !measured.isEmpty else { return [] }
    let titles = [
      "column", "KL raw", "JS", "Hellinger", "TV", "Wasserstein", "robust", "χ² p", "V", "mean by",
      "PSI seen from",
    ]
    let columns = titles.enumerated().map { Table.Column($1, $0 == 0 ? .left : .right) }
    let rows = measured.map { column, measures in
      let shift = measures.numbers?.standardizedShift
      return [
        InertText.name(column.column, limit: 40), Self.divergence(measures.kullbackLeibler),
        Self.decimal(measures.jensenShannonDistance), Self.decimal(measures.hellinger),
        Self.decimal(measures.totalVariation),
        measures.wasserstein.map { NumberText.significant($0, digits: 3) } ?? "",
        measures.scaledWasserstein.map(Self.decimal) ?? "",
        measures.homogeneity.map { NumberText.pValue($0.pValue) } ?? "",
        measures.homogeneity.map { Self.decimal($0.cramersV) } ?? "",
        shift.map { NumberText.signed($0, places: 2) + " sd" } ?? "",
        column.smallestVisible.map(Self.decimal) ?? "",
      ].map { Phrase($0) }
    }
    return [
      .heading("Distances"), .table(Table(columns: columns, rows: rows).withoutEmptyColumns),
      .paragraph(
        Phrase(
          "KL raw: current from reference, in nats, infinite where a cell is empty in the reference. JS: "
            + "the Jensen–Shannon distance, 0 to 1. TV: total variation. Wasserstein: in the column's "
            + "units, and in robust standard deviations of the reference (interquartile range/1.349). "
            + "χ² p: homogeneity. V: Cramér's. The last column is the smallest PSI that so many rows "
            + "would find different from none nine times in ten.")),
    ]
  }

  /// The windows, and the trend of the columns that changed most.
  var windows: [Report.Block] {
    guard let timeline = decision.timeline else { return [] }
    let against =
      timeline.reference == .given ? "the reference" : "the first window, which is not among them"
    var blocks: [Report.Block] = [
      .heading("Windows"),
      .paragraph(
        Phrase(
          "\(NumberText.count(timeline.windows.count, "window", "windows")), each held against \(against)."
        )),
    ]
    for column in decision.columns.prefix(Self.trendLimit) {
      guard let trend = column.trend, trend.contains(where: { $0.psi != nil }) else { continue }
      let began = column.changeBegan.map { ", which began about \(TimeText.minute($0))" } ?? ""
      blocks.append(.heading("\(InertText.name(column.column)) by window\(began)"))
      blocks.append(.table(table(trend)))
    }
    return blocks + traffic(timeline.traffic)
  }

  private func table(_ trend: [TrendPoint]) -> Table {
    let columns = [
      Table.Column("from"), .init("rows", .right), .init("PSI", .right),
      .init(NumberText.percent(1 - decision.significance), .right), .init("noise", .right),
      .init("mean", .right), .init("missing", .right), .init("status"),
    ]
    let rows = trend.suffix(Self.windowLimit).map { point in
      [
        TimeText.minute(point.start), NumberText.count(point.rows),
        point.psi.map(Self.decimal) ?? "",
        point.interval.map { "\(Self.decimal($0.lower)) to \(Self.decimal($0.upper))" } ?? "",
        point.noiseFloor.map(Self.decimal) ?? "",
        point.mean.map { NumberText.significant($0, digits: 4) } ?? "",
        point.missing == 0 ? "none" : NumberText.percent(point.missing, places: 1),
      ].map { Phrase($0) } + [Phrase(DriftText.words(point.status), DriftText.tone(point.status))]
    }
    return Table(columns: columns, rows: rows).withoutEmptyColumns
  }

  private func traffic(_ traffic: DriftTimeline.Traffic?) -> [Report.Block] {
    guard let traffic else { return [] }
    let norm =
      switch traffic.norm {
      case .hourOfWeek: "the same hour of the week"
      case .hourOfDay: "the same hour of the day"
      case .everyHour: "all hours"
      }
    let text =
      "\(NumberText.count(traffic.unusualCount)) of \(NumberText.count(traffic.hours, "hour has", "hours have")) "
      + "rows more than \(NumberText.significant(traffic.tolerance, digits: 3)) standard deviations "
      + "from \(norm) in the reference."
    let hours = traffic.unusual.prefix(Self.hourLimit).map { hour in
      Phrase(
        "\(TimeText.minute(hour.start)): \(NumberText.count(hour.rows, "row", "rows")), "
          + "\(NumberText.decimal(hour.expected, places: 0)) expected "
          + "(\(NumberText.signed(hour.standardDeviations, places: 1)) sd)")
    }
    return [.heading("Traffic"), .paragraph(Phrase(text))]
      + (hours.isEmpty ? [] : [.list(Array(hours))])
  }

  /// The last looks of a scheduled report.
  var looks: [Report.Block] {
    guard let looks = decision.looks else { return [] }
    let columns = [
      Table.Column("look"), .init("rows", .right), .init("evidence", .right), .init("foremost"),
      .init("alarm"),
    ]
    let rows = looks.history.suffix(Self.lookLimit).map { look in
      [
        InertText.name(look.name, limit: 40), NumberText.count(look.rows),
        evidence(look.logEValue), look.foremost.map { InertText.name($0, limit: 40) } ?? "",
        look.alarm ? "ALARM" : "",
      ].map { Phrase($0) }
    }
    let threshold = NumberText.significant(1 / looks.alarmRate, digits: 4)
    return [
      .heading("Looks"),
      .paragraph(Phrase("Evidence of all columns together; an alarm is raised at \(threshold).")),
      .table(Table(columns: columns, rows: rows).withoutEmptyColumns),
    ]
  }

  private func evidence(_ logEValue: Double) -> String {
    if logEValue < -7 { return "< 0.001" }
    return logEValue > 13
      ? "> 400,000" : NumberText.significant(DriftText.power(logEValue), digits: 3)
  }

  private static func divergence(_ value: DriftMeasures.Divergence) -> String {
    switch value {
    case .finite(let value): decimal(value)
    case .infinite: "∞"
    }
  }

  private static func decimal(_ value: Double) -> String { NumberText.decimal(value, places: 3) }
}
