internal import Judge

/// A log by windows: how many rows and how many drifted columns each had, and hours of unusual traffic.
struct DriftTimelineSection {
  private let timeline: DriftTimeline
  /// How many unusual hours are named.
  private static let hourLimit = 8

  init(_ timeline: DriftTimeline) { self.timeline = timeline }

  var section: Markup {
    .section("Over time", [.facts(facts), .tag(.div, .class("figures"), holding: figures)] + hours)
  }

  private var facts: [Fact] {
    let against =
      switch timeline.reference {
      case .given: "the reference"
      case .firstWindow: "the first window"
      }
    return [
      Fact("windows", NumberText.count(timeline.windows.count)),
      Fact("of", TimeText.duration(timeline.width)), Fact("held against", against),
    ]
  }

  private var figures: [Markup] {
    let windows = timeline.windows
    let drifted = windows.map { window in
      TrendPlot.Value(
        label: TimeText.short(window.start), estimate: Double(window.drifted),
        isAlarm: window.drifted > 0)
    }
    let rows = windows.map { window in
      TrendPlot.Value(
        label: TimeText.short(window.start), estimate: Double(window.rows), isAlarm: false)
    }
    return [
      ("Columns that drifted", drifted, "columns"), ("Rows", rows, "rows"),
    ].compactMap { caption, values, axis in
      TrendPlot(
        values: values, axis: axis, title: "\(caption) by window", kind: .squareRoot,
        detail: .line
      ).picture.map { .tag(.figure, holding: [.tag(.figcaption, text: caption), $0]) }
    }
  }

  private var hours: [Markup] {
    guard let traffic = timeline.traffic else { return [] }
    let tolerance = NumberText.significant(traffic.tolerance, digits: 3)
    let summary =
      "\(NumberText.count(traffic.unusualCount)) of \(NumberText.count(traffic.hours)) hours had traffic "
      + "beyond \(tolerance) standard deviations of \(traffic.norm.words)."
    guard !traffic.unusual.isEmpty else { return [.tag(.p, text: summary)] }
    let rows = traffic.unusual.prefix(Self.hourLimit).map { hour in
      [
        Phrase(TimeText.minute(hour.start)), Phrase(NumberText.count(hour.rows)),
        Phrase(NumberText.decimal(hour.expected, places: 0)),
        Phrase(NumberText.signed(hour.standardDeviations, places: 1)),
      ]
    }
    let table = Table(
      columns: [
        .init("hour"), .init("rows", .right), .init("usual", .right),
        .init("standard deviations", .right),
      ], rows: Array(rows))
    return [.tag(.p, text: summary), .table(table)]
  }
}

extension DriftTimeline.Traffic.Norm {
  fileprivate var words: String {
    switch self {
    case .hourOfWeek: "the same hour of the week"
    case .hourOfDay: "the same hour of the day"
    case .everyHour: "all hours"
    }
  }
}
