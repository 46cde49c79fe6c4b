/// A rectangle with two axes that data are drawn in.
///
/// It is drawn at the width of a phone and never much larger, so that its letters keep their size.
struct Plot: Sendable {
  /// One axis: where numbers are, and what is written at some of them.
  struct Axis: Sendable {
    var domain: ClosedRange<Double>
    var title: String
    var ticks: Int = 4
    var kind = Scale.Kind.linear
    var text: @Sendable (Double) -> String = TickText.number
  }

  static let width = 360.0
  var height = 220.0
  var left = 46.0
  var right = 10.0
  var top = 22.0
  var bottom = 38.0
  var xAxis: Axis
  var yAxis: Axis

  /// Where numbers are, from left to right.
  var x: Scale {
    Scale(domain: xAxis.domain, from: left, to: Self.width - right, kind: xAxis.kind)
  }

  /// Where numbers are, from the bottom up.
  var y: Scale { Scale(domain: yAxis.domain, from: height - bottom, to: top, kind: yAxis.kind) }

  /// The place of a pair of numbers.
  func point(_ x: Double, _ y: Double) -> Point {
    Point(x: self.x.position(x), y: self.y.position(y))
  }

  /// The picture: its title is read aloud, the layers are drawn over the grid.
  func picture(title: String, layers: [Markup]) -> Markup {
    .picture(width: Self.width, height: height, title: title, content: grid + layers + captions)
  }

  private var grid: [Markup] {
    var lines = PathData()
    for tick in y.ticks(yAxis.ticks) {
      lines.add([
        Point(x: left, y: y.position(tick)), Point(x: Self.width - right, y: y.position(tick)),
      ])
    }
    var marks = PathData()
    marks.add([
      Point(x: left, y: height - bottom), Point(x: Self.width - right, y: height - bottom),
    ])
    for tick in x.ticks(xAxis.ticks) {
      marks.add([
        Point(x: x.position(tick), y: height - bottom),
        Point(x: x.position(tick), y: height - bottom + 4),
      ])
    }
    return [.path(lines, "grid"), .path(marks, "axis")]
  }

  private var captions: [Markup] {
    let below = x.ticks(xAxis.ticks).map { tick in
      let (text, place) = (xAxis.text(tick), x.position(tick))
      // Half of a long text would stand beside the picture, in that of a neighbour: it ends at the edge.
      let end = place + Double(text.count) * 2.9
      return end > Self.width + right
        ? Markup.label(text, at: Point(x: Self.width, y: height - bottom + 16), .end)
        : Markup.label(text, at: Point(x: place, y: height - bottom + 16))
    }
    let beside = y.ticks(yAxis.ticks).map { tick in
      Markup.label(yAxis.text(tick), at: Point(x: left - 5, y: y.position(tick) + 3.5))
    }
    let title = Markup.label(
      xAxis.title, at: Point(x: (left + Self.width - right) / 2, y: height - 5))
    return [
      .tag(.g, .class("mid"), holding: below + (xAxis.title.isEmpty ? [] : [title])),
      .tag(.g, .class("end"), holding: beside),
    ]
      + (yAxis.title.isEmpty ? [] : [.label(yAxis.title, at: Point(x: 2, y: 11), .start)])
  }
}

extension Markup {
  /// Which part of a text is at its place.
  enum Anchor: String, Sendable { case start, middle, end }

  /// A text in a picture.
  static func label(
    _ text: String, at point: Point, _ anchor: Anchor = .start, _ style: String? = nil
  ) -> Markup {
    var attributes: [Attribute] = [.number(.x, point.x), .number(.y, point.y)]
    if anchor != .start { attributes.append(Attribute(name: .textAnchor, value: anchor.rawValue)) }
    if let style { attributes.append(.class(style)) }
    return .element(.text, attributes, [.text(text)])
  }

  /// A picture of a size, with what is read aloud instead of it.
  static func picture(
    width: Double, height: Double, title: String, style: String = "plot", content: [Markup]
  ) -> Markup {
    let box = "0 0 \(Coordinate.text(width)) \(Coordinate.text(height))"
    return .tag(
      .svg, .class(style), Attribute(name: .viewBox, value: box),
      Attribute(name: .role, value: "img"), holding: [.tag(.title, text: title)] + content)
  }
}
