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
        .tag(.p, holding: [.phrase(status)]), table(harm.qualities, first: nil),
      ] + groups + windows + [
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
      table(
        Array(sorted.prefix(Self.limit)),
        first: ("group", { $0.group.map(QualityText.name) ?? "" })),
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
        title: "\(text.name) by window"
      ).picture
      if let picture {
        figures.append(
          .tag(
            .figure,
            holding: [.tag(.figcaption, text: "\(text.name), and what is tolerated"), picture]))
      }
    }
    return [.tag(.h3, text: "By window"), .tag(.div, .class("figures"), holding: figures)]
      + [
        table(
          Array(windows.suffix(Self.limit)),
          first: ("from", { $0.start.map(TimeText.minute) ?? "" }))
      ] + rest(windows.count, "windows")
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

  private func table(
    _ qualities: [DriftHarm.Quality], first: (title: String, text: (DriftHarm.Quality) -> String)?
  ) -> Markup {
    let columns =
      (first.map { [HTMLTable.Column($0.title)] } ?? []) + [
        .init("quality"), .init("reference", .right), .init("current", .right), .init("change"),
        .init("worse ← · → better"), .init("tolerated", .right), .init("labels", .right),
        .init("status"),
      ]
    return HTMLTable(
      columns: columns,
      rows: qualities.map { quality in
        (first.map { [[.text($0.text(quality))]] } ?? []) + row(quality)
      }
    ).markup
  }

  private func row(_ quality: DriftHarm.Quality) -> [[Markup]] {
    let text = QualityText(quality)
    return [
      [.text(text.name)], [.text(quality.reference.map(text.value) ?? "")],
      [.text(quality.current.map(text.value) ?? "")],
      [.text(quality.change.map(text.changes) ?? "")], strip(quality).map { [$0] } ?? [],
      [.text(text.tolerance)], [.text(NumberText.count(quality.currentRows))],
      [.phrase(text.status)],
    ]
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
