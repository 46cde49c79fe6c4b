/// Two distributions in the space of a word: the reference as an area, the current log as a line.
///
/// Bars of numbers touch each other; categories stand apart, each with its two bars side by side.
struct TwinHistogram {
  /// What the bars stand for.
  enum Content { case numbers, categories }

  /// The shares of the bars, in their order.
  var reference: [Double]
  var current: [Double]
  var content: Content
  var title: String

  static let width = 120.0
  static let height = 34.0

  /// The picture.
  var picture: Markup {
    .picture(
      width: Self.width, height: Self.height, title: title, style: "mini", content: shapes)
  }

  private var shapes: [Markup] {
    let highest = (reference + current).max() ?? 0
    guard highest > 0, reference.count == current.count else { return [.path(base, "axis")] }
    let step = Self.width / Double(reference.count)
    let tall = Self.height - 3
    let drawn: [Markup]
    switch content {
    case .numbers:
      let area = PathData.area(steps(reference, step, tall / highest), corners)
      drawn = [
        .path(area, "ref area"), .path(.line(steps(current, step, tall / highest)), "cur line"),
      ]
    case .categories:
      let width = min(9, step * 0.42)
      drawn = [
        .path(bars(reference, step, tall / highest, offset: -width, width), "ref bar"),
        .path(bars(current, step, tall / highest, offset: 0.5, width), "cur bar"),
      ]
    }
    return drawn + [.path(base, "axis")]
  }

  private var bottom: Double { Self.height - 1 }
  private var corners: [Point] { [Point(x: 0, y: bottom), Point(x: Self.width, y: bottom)] }
  private var base: PathData { .line(corners) }

  private func steps(_ shares: [Double], _ step: Double, _ unit: Double) -> [Point] {
    shares.enumerated().flatMap { index, share in
      [
        Point(x: Double(index) * step, y: bottom - share * unit),
        Point(x: Double(index + 1) * step, y: bottom - share * unit),
      ]
    }
  }

  private func bars(
    _ shares: [Double], _ step: Double, _ unit: Double, offset: Double, _ width: Double
  ) -> PathData {
    var path = PathData()
    for (index, share) in shares.enumerated() {
      let middle = (Double(index) + 0.5) * step
      path.addRectangle(
        x: middle + offset, y: bottom - share * unit, width: width, height: share * unit)
    }
    return path
  }
}
