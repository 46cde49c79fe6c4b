internal import Judge

/// What drift did to the model: each measure of quality with the interval of its change.
struct DriftHarmSection {
  private let harm: DriftHarm
  private let significance: Double
  /// How many groups and windows a table lists.
  private static let limit = 60

  init(_ harm: DriftHarm, significance: Double) {
    (self.harm, self.significance) = (harm, significance)
  }

  var section: Markup {
    .section(
      "What it did to the model",
      [
        .tag(.p, holding: [.phrase(status)]),
        .tag(.p, text: HTMLPage.sentence(QualityTables.clause(harm)) + "."),
        table(harm.qualities, .whole),
      ] + causes + groups + windows + [
        .tag(.p, .class("quiet"), text: QualityTables.note(harm, significance))
      ])
  }

  private var status: Phrase {
    switch harm.status {
    case .harmless: Phrase("Shown to be harmless: quality is within its tolerance.", .good)
    case .harmful: Phrase("Harmful: quality became worse by more than is tolerated.", .bad)
    case .unknown: Phrase("Neither harm nor its absence is shown.", .caution)
    }
  }

  private var causes: [Markup] {
    let causes = QualityTables.causes(harm)
    return causes.isEmpty
      ? [] : [.tag(.ul, holding: causes.map { .tag(.li, .class("caution"), text: $0) })]
  }

  private var groups: [Markup] {
    let uncounted = (harm.uncountedGroups ?? []).map { name in
      Markup.tag(
        .p, holding: ["By ", .name(name), .text(": too many values to be told apart.")])
    }
    guard let groups = harm.groups, !groups.isEmpty else { return uncounted }
    let sorted = groups.enumerated().sorted {
      (QualityTables.rank($0.element), $0.offset) < (QualityTables.rank($1.element), $1.offset)
    }.map(\.element)
    return [
      .tag(.h3, text: "By group"),
      table(Array(sorted.prefix(Self.limit)), .group),
    ] + rest(groups.count, "groups") + uncounted
  }

  private var windows: [Markup] {
    guard let windows = harm.windows, !windows.isEmpty else { return [] }
    var figures: [Markup] = []
    for quality in harm.qualities {
      let text = QualityText(quality)
      let points = windows.filter { $0.measure == quality.measure }
      let values = points.map { point in
        TrendPlot.Value(
          label: point.start.map(TimeText.short) ?? "", estimate: point.current,
          lower: point.currentInterval?.lower, upper: point.currentInterval?.upper,
          isAlarm: point.status == .harmful)
      }
      let picture = TrendPlot(
        values: values, alarm: Self.limit(of: quality), axis: text.name,
        title: "\(text.name) by window", range: .limits
      ).picture
      if let picture {
        figures.append(
          .tag(
            .figure,
            holding: [.tag(.figcaption, text: "\(text.name), and what is tolerated"), picture]))
      }
    }
    let all = Markup.tag(
      .details,
      holding: [
        .tag(.summary, text: "Every window"), table(Array(windows.suffix(Self.limit)), .window),
      ] + rest(windows.count, "windows"))
    return [
      .tag(.h3, text: "By window"), .tag(.div, .class("figures"), holding: figures), all,
    ]
  }

  /// The value from which on a quality is too bad.
  private static func limit(of quality: DriftHarm.Quality) -> Double? {
    guard let usual = quality.reference else { return nil }
    let sign = QualityText(quality).fallsWhenBetter ? 1.0 : -1
    let worse = quality.scale == .ratio ? usual * quality.tolerance : quality.tolerance
    return usual + sign * worse
  }

  private func rest(_ count: Int, _ what: String) -> [Markup] {
    count > Self.limit
      ? [
        .tag(
          .p, .class("quiet"),
          text: "\(NumberText.count(count - Self.limit)) more lines of \(what).")
      ] : []
  }

  /// What the lines of a table are.
  private enum Lines { case whole, group, window }

  private func table(_ qualities: [DriftHarm.Quality], _ lines: Lines) -> Markup {
    var columns: [HTMLTable.Column] = []
    switch lines {
    case .whole: break
    case .group: columns.append(.init("group"))
    case .window: columns.append(.init("from"))
    }
    columns.append(.init("quality"))
    // Of windows the reference is that of the whole, above.
    if lines != .window { columns.append(.init("reference", .right)) }
    columns += [.init("current", .right), .init("change"), .init("worse ← · → better")]
    if lines == .whole { columns.append(.init("tolerated", .right)) }
    columns += [.init("labels", .right), .init("status")]
    return HTMLTable(columns: columns, rows: qualities.map { row($0, lines) }).markup
  }

  private func row(_ quality: DriftHarm.Quality, _ lines: Lines) -> [[Markup]] {
    let text = QualityText(quality)
    var cells: [[Markup]] = []
    switch lines {
    case .whole: break
    case .group: cells.append([.text(quality.group.map(QualityText.name) ?? "")])
    case .window: cells.append([.text(quality.start.map(TimeText.minute) ?? "")])
    }
    cells.append([.text(text.name)])
    if lines != .window { cells.append([.text(quality.reference.map(text.value) ?? "")]) }
    cells += [
      [.text(quality.current.map(text.value) ?? "")],
      [.text(quality.change.map(text.changes) ?? "")], strip(quality).map { [$0] } ?? [],
    ]
    if lines == .whole { cells.append([.text(text.tolerance)]) }
    return cells + [[.text(NumberText.count(quality.currentRows))], [.phrase(text.status)]]
  }

  /// The change, what is better to the right.
  private func strip(_ quality: DriftHarm.Quality) -> Markup? {
    let text = QualityText(quality)
    guard let change = quality.change, let estimate = text.estimate else { return nil }
    let sign = text.fallsWhenBetter ? -1.0 : 1
    let (low, high) = (
      min(sign * change.lower, sign * change.upper), max(sign * change.lower, sign * change.upper)
    )
    let all = [low, high, sign * estimate, -quality.tolerance, 0].filter(\.isFinite)
    let margin = max(((all.max() ?? 0) - (all.min() ?? 0)) * 0.08, 1e-12)
    return IntervalStrip(
      estimate: sign * estimate, lower: low, upper: high, tolerance: -quality.tolerance, zero: 0,
      domain: ((all.min() ?? 0) - margin)...((all.max() ?? 0) + margin),
      style: low > -quality.tolerance ? "good" : high < -quality.tolerance ? "bad" : "caution",
      title: "\(text.name): changed by \(text.changes(change))"
    ).picture
  }
}
