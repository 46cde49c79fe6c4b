/// A quantity over time, with its intervals, and the line from which on it is an alarm.
struct TrendPlot {
  /// One window or look.
  struct Value: Equatable {
    /// What is written below it.
    var label: String
    var estimate: Double?
    var lower: Double?
    var upper: Double?
    var isAlarm: Bool
  }

  /// How much is drawn.
  enum Detail {
    /// The line, and the alarms on it.
    case line
    /// Every value with its limits, as long as there is room.
    case values
  }

  /// What the picture has room for.
  enum Range {
    /// The values; a limit may leave the picture where one is far off.
    case values
    /// Every limit that is drawn.
    case limits
  }

  var values: [Value]
  /// From which on a value is an alarm.
  var alarm: Double?
  /// How far chance alone goes.
  var noise: Double?
  /// The window in which a change began.
  var changeBegan: Int?
  var axis: String
  var title: String
  var kind = Scale.Kind.linear
  var detail = Detail.values
  var range = Range.values

  /// The picture, or `nil` for fewer than two values.
  var picture: Markup? {
    guard values.count > 1, let domain else { return nil }
    let labels = values.map(\.label)
    // Counts have no halves.
    let areCounts = values.allSatisfy { $0.estimate.map { $0 == $0.rounded() } ?? true }
    let plot = Plot(
      xAxis: .init(
        domain: 0...Double(values.count - 1), title: "", ticks: min(4, values.count - 1),
        text: { at in
          let index = Int(at.rounded())
          return Double(index) == at && labels.indices.contains(index) ? labels[index] : ""
        }),
      yAxis: .init(
        domain: domain, title: axis, kind: kind,
        text: { areCounts && $0 != $0.rounded() ? "" : TickText.number($0) }))
    return plot.picture(title: title, layers: layers(plot))
  }

  private var isDetailed: Bool {
    switch detail {
    case .line: false
    case .values: true
    }
  }

  private var hasWhiskers: Bool { isDetailed && values.count <= 60 }

  private func layers(_ plot: Plot) -> [Markup] {
    var line = PathData()
    var whiskers = PathData()
    var marks = PathData()
    var alarms = PathData()
    var run: [Point] = []
    for (index, value) in values.enumerated() {
      guard let estimate = value.estimate else {
        line.add(run)
        run = []
        continue
      }
      let place = plot.point(Double(index), estimate)
      run.append(place)
      if let lower = value.lower, let upper = value.upper, hasWhiskers {
        whiskers.add([plot.point(Double(index), lower), plot.point(Double(index), upper)])
      }
      if value.isAlarm {
        alarms.addMark(place)
      } else if isDetailed, values.count <= 120 {
        marks.addMark(place)
      }
    }
    line.add(run)
    var layers: [Markup] = []
    if let noise { layers.append(.path(across(plot, at: noise), "noise")) }
    if let alarm { layers.append(.path(across(plot, at: alarm), "limit")) }
    if let began = changeBegan, values.indices.contains(began) {
      let x = plot.x.position(Double(began))
      layers += [
        .path(
          .line([Point(x: x, y: plot.top), Point(x: x, y: plot.height - plot.bottom)]), "began"),
        .label(
          "change began", at: Point(x: x + (x > 240 ? -4 : 4), y: plot.top + 9),
          x > 240 ? .end : .start, "note"),
      ]
    }
    return layers + [
      .path(whiskers, "cur whisker"), .path(line, "cur line"), .path(marks, "cur mark"),
      .path(alarms, "alarm mark"),
    ]
  }

  private func across(_ plot: Plot, at value: Double) -> PathData {
    .line([
      Point(x: plot.left, y: plot.y.position(value)),
      Point(x: Plot.width - plot.right, y: plot.y.position(value)),
    ])
  }

  /// From the least to the greatest of what the picture has room for.
  private var domain: ClosedRange<Double>? {
    let limits: [Double] =
      switch range {
      case .values: []
      case .limits: hasWhiskers ? values.flatMap { [$0.lower, $0.upper].compactMap(\.self) } : []
      }
    let shown = (values.compactMap(\.estimate) + limits + [alarm, noise].compactMap(\.self))
      .filter(\.isFinite)
    guard let least = shown.min(), let greatest = shown.max() else { return nil }
    let low = kind == .squareRoot ? 0 : least
    let high = max(greatest, low)
    let margin = high > low ? (high - low) * 0.12 : max(abs(high) * 0.1, 1e-9)
    return (kind == .squareRoot ? 0 : low - margin)...(high + margin)
  }
}
