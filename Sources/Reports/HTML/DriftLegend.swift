/// What the lines and shapes of a drift report's pictures stand for.
enum DriftLegend {
  static var markup: Markup {
    .tag(
      .p, .class("legend"),
      holding: [
        entry("reference", [.path(box, "ref area"), .path(line(9), "ref line dash")]),
        entry("current", [.path(line(9), "cur line")]),
        entry("share in the reference", [.path(mark, "ref mark")]),
        entry("share now", [.path(mark, "cur mark")]),
        entry("tolerance", [.path(upright, "limit")]),
        .text("The scale of the PSI is that of its square root."),
      ])
  }

  private static func entry(_ text: String, _ shapes: [Markup]) -> Markup {
    .tag(
      .span,
      holding: [
        .tag(
          .span, .class("sample"),
          holding: [.picture(width: 35, height: 15, title: text, style: "key", content: shapes)]),
        .text(text),
      ])
  }

  private static func line(_ y: Double) -> PathData {
    .line([Point(x: 1, y: y), Point(x: 34, y: y)])
  }

  private static var box: PathData {
    var path = PathData()
    path.addRectangle(x: 1, y: 9, width: 33, height: 6)
    return path
  }

  private static var mark: PathData {
    var path = PathData()
    path.addMark(Point(x: 17, y: 8))
    return path
  }

  private static var upright: PathData {
    .line([Point(x: 17, y: 1), Point(x: 17, y: 15)])
  }
}
