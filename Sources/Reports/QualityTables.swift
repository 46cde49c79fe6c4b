internal import Judge

/// The quality of predictions: of the whole log, of groups and of windows.
struct QualityTables {
  private let decision: DriftDecision
  /// How many groups and windows a table lists.
  private static let limit = 60

  init(_ decision: DriftDecision) { self.decision = decision }

  /// What became of the quality of predictions.
  var blocks: [Report.Block] {
    guard let harm = decision.harm else { return labels }
    var blocks = labels + [.heading("Quality"), .paragraph(headline(harm))]
    guard harm.qualities.count > 1 || harm.comparisons > 1 else { return blocks }
    blocks.append(.table(table(harm.qualities, .whole)))
    if let groups = harm.groups, !groups.isEmpty {
      // What is worst comes first, so that no list hides it.
      let sorted = groups.enumerated().sorted {
        (Self.rank($0.element), $0.offset) < (Self.rank($1.element), $1.offset)
      }.map(\.element)
      blocks.append(.heading("Quality by group"))
      blocks.append(.table(table(Array(sorted.prefix(Self.limit)), .group)))
      blocks += rest(groups.count, "groups")
    }
    for name in harm.uncountedGroups ?? [] {
      blocks.append(
        .paragraph(
          Phrase(
            "By \(InertText.name(name, limit: 40)): too many values to be told apart.", .caution)))
    }
    if let windows = harm.windows, !windows.isEmpty {
      blocks.append(.heading("Quality by window"))
      blocks.append(.table(table(Array(windows.suffix(Self.limit)), .window)))
      blocks += rest(windows.count, "windows")
    }
    let causes = Self.causes(harm)
    if !causes.isEmpty { blocks.append(.list(causes.map { Phrase($0, .caution) })) }
    return blocks + [.paragraph(Phrase(Self.note(harm, decision.significance), .quiet))]
  }

  /// How labels from a file met the rows.
  var labels: [Report.Block] {
    guard let labels = decision.labels else { return [] }
    let lines = [("current", labels.current), ("reference", labels.reference)].compactMap {
      name, account in
      account.map { Phrase("\(name) log: \(JoinText.counts($0))") }
    }
    return lines.isEmpty ? [] : [.heading("Labels"), .list(lines)]
  }

  /// What the whole is, and the quality that says so.
  private func headline(_ harm: DriftHarm) -> Phrase {
    let status: String
    switch harm.status {
    case .harmless:
      status =
        decision.columns.contains { $0.status == .drift } ? "drifted but harmless" : "no harm"
    case .harmful: status = "harmful"
    case .unknown: status = "whether it harms is not known"
    }
    return Phrase("\(status): \(Self.clause(harm)).", harm.status == .harmful ? .bad : .plain)
  }

  /// The quality that makes the whole what it is, as a clause.
  static func clause(_ harm: DriftHarm) -> String {
    let asked = harm.qualities + (harm.groups ?? [])
    let deciding =
      switch harm.status {
      case .harmless: harm.qualities.first
      case .harmful: (asked + (harm.windows ?? [])).first { $0.status == .harmful }
      case .unknown: (asked + harm.latest).first { $0.status == .unknown }
      }
    return deciding.map { QualityText($0).clause + rows($0) } ?? "a column has too many groups"
  }

  /// What the lines of a table are.
  private enum Lines { case whole, group, window }

  private func table(_ qualities: [DriftHarm.Quality], _ lines: Lines) -> Table {
    var columns: [(Table.Column, ((DriftHarm.Quality, QualityText)) -> Phrase)] = []
    switch lines {
    case .whole: break
    case .group:
      columns.append((.init("group"), { Phrase($0.0.group.map(QualityText.name) ?? "") }))
    case .window:
      columns.append((.init("from"), { Phrase($0.0.start.map(TimeText.minute) ?? "") }))
    }
    columns.append((.init("quality"), { Phrase($0.1.name) }))
    // Of windows the reference and its tolerance are those of the whole, above.
    if lines != .window {
      columns.append(
        (.init("reference", .right), { Phrase($0.0.reference.map($0.1.value) ?? "") }))
    }
    columns += [
      (.init("current", .right), { Phrase($0.0.current.map($0.1.value) ?? "") }),
      (.init("interval", .right), { Phrase($0.0.currentInterval.map($0.1.values) ?? "") }),
      (.init("change", .right), { Phrase($0.0.change.map($0.1.changes) ?? "") }),
    ]
    if lines == .whole { columns.append((.init("tolerated", .right), { Phrase($0.1.tolerance) })) }
    columns += [
      (.init("labels", .right), { Phrase(NumberText.count($0.0.currentRows)) }),
      (.init("status"), { $0.1.status }),
    ]
    let rows = qualities.map { quality in columns.map { $0.1((quality, QualityText(quality))) } }
    return Table(columns: columns.map(\.0), rows: rows).withoutEmptyColumns
  }

  private func rest(_ count: Int, _ what: String) -> [Report.Block] {
    count > Self.limit
      ? [
        .paragraph(Phrase("\(NumberText.count(count - Self.limit)) more lines of \(what).", .quiet))
      ]
      : []
  }

  /// Why some of the whole, of the groups and of the last window cannot be told, with what was found and
  /// what is needed.
  static func causes(_ harm: DriftHarm) -> [String] {
    (harm.qualities + (harm.groups ?? []) + harm.latest).compactMap { quality in
      quality.cause.map { cause in
        let text = QualityText(quality)
        return "\(text.name)\(Self.rows(quality)): \(text.clause(cause))"
      }
    }.prefix(causeLimit).map(\.self)
  }

  /// Which rows a quality is of; nothing where it is of all.
  private static func rows(_ quality: DriftHarm.Quality) -> String {
    quality.group.map { ", in rows where \(QualityText.name($0))" }
      ?? quality.start.map { ", from \(TimeText.minute($0)) on" } ?? ""
  }

  /// How many causes are listed.
  private static let causeLimit = 12

  /// Harm first, then what cannot be told.
  static func rank(_ quality: DriftHarm.Quality) -> Int {
    switch quality.status {
    case .harmful: 0
    case .unknown: 1
    case .harmless: 2
    }
  }

  /// What the intervals hold for.
  static func note(_ harm: DriftHarm, _ significance: Double) -> String {
    let number = NumberText.count(harm.comparisons)
    let all = harm.comparisons == 1 ? "" : ", over all \(number) comparisons together"
    return
      "Each limit of a change holds with \(NumberText.percent(1 - significance)) confidence\(all)."
  }
}
