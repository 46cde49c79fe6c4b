internal import Judge

/// One treatment's metrics within the values of columns.
struct SegmentTables {
  private let breakdowns: [(metric: MetricAnalysis, breakdown: SegmentBreakdown)]

  init(_ treatment: TreatmentAnalysis) {
    breakdowns = (treatment.segments ?? []).compactMap { breakdown in
      treatment.metrics.first { $0.name == breakdown.metric }.map { ($0, breakdown) }
    }
  }

  /// A table a column, then what stands out.
  var blocks: [Report.Block] {
    var columns: [String] = []
    for (_, breakdown) in breakdowns where !columns.contains(breakdown.column) {
      columns.append(breakdown.column)
    }
    return columns.flatMap { blocks(of: $0) }
  }

  private func blocks(of column: String) -> [Report.Block] {
    let members = breakdowns.filter { $0.breakdown.column == column }
    let name = InertText.name(column, limit: 40)
    guard let level = members.first?.breakdown.level,
      members.contains(where: { $0.breakdown.entries != nil })
    else {
      return [.paragraph(Phrase("By \(name): too many values to be told apart.", .caution))]
    }
    let intro =
      "By \(name), for reading: nothing is promoted or rolled back for a segment. The anytime intervals "
      + "hold at \(NumberText.percent(level)) for all values together."
    let columns = [
      Table.Column("metric"), .init(name), .init("units control", .right),
      .init("units treatment", .right), .init("control", .right), .init("treatment", .right),
      .init("change", .right), .init("anytime", .right),
    ]
    let rows = members.flatMap { metric, breakdown in
      (breakdown.entries ?? []).map { row(metric, $0) }
    }
    return [
      .paragraph(Phrase(intro, .quiet)), .table(Table(columns: columns, rows: rows)),
    ] + members.flatMap { notes($0.metric, $0.breakdown) }.map { .paragraph(Phrase($0, .caution)) }
  }

  private func row(_ metric: MetricAnalysis, _ entry: SegmentBreakdown.Entry) -> [Phrase] {
    let text = MetricText(metric)
    return [
      InertText.name(metric.name, limit: 40), Self.name(entry.segment),
      NumberText.count(entry.controlUnits), NumberText.count(entry.treatmentUnits),
      entry.control.map { text.value($0) } ?? "", entry.treatment.map { text.value($0) } ?? "",
      entry.difference.map { text.difference($0) } ?? "",
      entry.interval.map { text.differenceInterval($0) } ?? "too few units",
    ].map { Phrase($0) }
  }

  private func notes(_ metric: MetricAnalysis, _ breakdown: SegmentBreakdown) -> [String] {
    let (name, column) = (InertText.name(metric.name), InertText.name(breakdown.column))
    var notes: [String] = []
    if let pValue = breakdown.heterogeneityPValue, pValue < 0.05 {
      notes.append(
        "The effect on \(name) differs between values of \(column) "
          + "(p \(NumberText.pEquals(pValue)) at a single look).")
    }
    for entry in breakdown.entries ?? [] {
      let segment = Self.name(entry.segment)
      if entry.findings.contains(.opposite) {
        notes.append(
          "\(name) moves the other way where \(column) is \(segment): the change of the whole is an "
            + "average that this segment does not share.")
      }
      if entry.findings.contains(.harm) {
        notes.append(
          "\(name) is shown to be worse than its harm limit where \(column) is \(segment); the verdict "
            + "rests on the whole.")
      }
    }
    return notes
  }

  private static func name(_ segment: SegmentBreakdown.Segment) -> String {
    switch segment {
    case .value(let text): InertText.name(text, limit: 40)
    case .other(let values): "(\(NumberText.count(values, "other", "others")))"
    case .missing: "(missing)"
    }
  }
}
