internal import Judge

/// The bins of a column: the share of each in both logs, and what it adds to the index.
struct ContributionPlot {
  /// One bin.
  struct Row: Equatable {
    var label: String
    var reference: Double
    var current: Double
    var contribution: Double?
  }

  var rows: [Row]
  var title: String

  private static let rowHeight = 19.0
  private static let top = 30.0

  /// The picture.
  var picture: Markup {
    let height = Self.top + Double(rows.count) * Self.rowHeight + 6
    return .picture(
      width: Plot.width, height: height, title: title,
      content: titles + [.path(stripes, "stripe")] + shares + contributions + labels)
  }

  private var share: Scale {
    let highest = rows.map { max($0.reference, $0.current) }.max() ?? 0
    return Scale(domain: 0...max(highest, 1e-9), from: 122, to: 226)
  }

  private var index: Scale {
    let highest = rows.compactMap(\.contribution).max() ?? 0
    return Scale(domain: 0...max(highest, 1e-9), from: 244, to: 312)
  }

  private func middle(_ row: Int) -> Double {
    Self.top + (Double(row) + 0.5) * Self.rowHeight
  }

  private var titles: [Markup] {
    [
      .label("share of rows", at: Point(x: 122, y: 11)),
      .tag(
        .g, .class("mid"),
        holding: [
          .label("0", at: Point(x: 122, y: 24)),
          .label(
            TickText.percent(share.domain.upperBound), at: Point(x: 226, y: 24)),
        ]),
    ]
      + (rows.contains { $0.contribution != nil }
        ? [.label("adds to PSI", at: Point(x: 244, y: 11))] : [])
  }

  private var stripes: PathData {
    var path = PathData()
    for row in rows.indices where row.isMultiple(of: 2) {
      path.addStretch(from: 0, to: Plot.width, y: middle(row))
    }
    return path
  }

  private var shares: [Markup] {
    var (links, before, after) = (PathData(), PathData(), PathData())
    for (index, row) in rows.enumerated() {
      let from = Point(x: share.position(row.reference), y: middle(index))
      let to = Point(x: share.position(row.current), y: middle(index))
      links.add([from, to])
      before.addMark(from)
      after.addMark(to)
    }
    return [.path(links, "link"), .path(before, "ref mark"), .path(after, "cur mark")]
  }

  private var contributions: [Markup] {
    var bars = PathData()
    for (row, contribution) in rows.map(\.contribution).enumerated() {
      guard let contribution else { continue }
      let end = index.position(contribution)
      bars.addStretch(from: index.from, to: max(index.from + 0.5, end), y: middle(row))
    }
    return [.path(bars, "index bar")]
  }

  private var labels: [Markup] {
    let names = rows.enumerated().map { row, bin in
      Markup.label(bin.label, at: Point(x: 2, y: middle(row) + 4))
    }
    let numbers = rows.enumerated().compactMap { row, bin in
      bin.contribution.map {
        Markup.label(
          NumberText.decimal($0, places: 3), at: Point(x: Plot.width - 2, y: middle(row) + 4))
      }
    }
    return [
      .tag(.g, .class("name"), holding: names), .tag(.g, .class("end"), holding: numbers),
    ]
  }
}
