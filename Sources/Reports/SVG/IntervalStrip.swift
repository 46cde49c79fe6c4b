/// An estimate with its interval on one line, beside a line that it must not cross.
struct IntervalStrip {
  var estimate: Double?
  var lower: Double?
  var upper: Double?
  var tolerance: Double?
  /// Where no change is, if that is not the end of the line.
  var zero: Double?
  /// What the ends of the line stand for; the same for all strips of a table.
  var domain: ClosedRange<Double>
  var kind = Scale.Kind.linear
  /// A class of the stylesheet: what colour it has.
  var style: String
  var title: String

  static let width = 150.0
  static let height = 22.0

  /// The picture.
  var picture: Markup {
    .picture(
      width: Self.width, height: Self.height, title: title, style: "strip", content: shapes)
  }

  private var scale: Scale {
    Scale(domain: domain, from: 6, to: Self.width - 6, kind: kind)
  }

  private var shapes: [Markup] {
    let middle = Self.height / 2
    var shapes: [Markup] = [
      .path(.line([Point(x: 2, y: middle), Point(x: Self.width - 2, y: middle)]), "grid")
    ]
    if let zero, scale.shows(zero) {
      let x = scale.position(zero)
      shapes.append(.path(.line([Point(x: x, y: 3), Point(x: x, y: Self.height - 3)]), "zero"))
    }
    if let tolerance, scale.shows(tolerance) {
      let x = scale.position(tolerance)
      shapes.append(.path(.line([Point(x: x, y: 1), Point(x: x, y: Self.height - 1)]), "limit"))
    }
    if let lower, let upper {
      let (from, to) = (scale.position(lower), scale.position(upper))
      shapes.append(
        .path(.line([Point(x: from, y: middle), Point(x: to, y: middle)]), "\(style) whisker"))
    }
    if let estimate {
      shapes.append(.path(mark(of: estimate), "\(style) mark"))
    }
    return shapes
  }

  /// A diamond, or beyond the end of the line an arrow that points there.
  private func mark(of estimate: Double) -> PathData {
    let (x, middle) = (scale.position(estimate), Self.height / 2)
    var mark = PathData()
    guard !scale.shows(estimate) else {
      mark.addMark(Point(x: x, y: middle))
      return mark
    }
    let tip = estimate > domain.upperBound ? 5.0 : -5.0
    mark.add([
      Point(x: x + tip, y: middle), Point(x: x - tip, y: middle - 5),
      Point(x: x - tip, y: middle + 5),
    ])
    mark.close()
    return mark
  }
}
