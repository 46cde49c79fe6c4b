/// The outline of a shape, in few bytes: relative steps of whole tenths, which do not add up to an error.
struct PathData: Equatable, Sendable {
  private(set) var text = ""
  private var x = 0
  private var y = 0
  private var isOblique = false

  /// Begins a new line.
  mutating func move(to point: Point) {
    (x, y) = (Coordinate.tenths(point.x), Coordinate.tenths(point.y))
    isOblique = false
    text += "M\(Coordinate.text(tenths: x))\(Self.second(y))"
  }

  /// Draws a straight line.
  mutating func line(to point: Point) {
    let (newX, newY) = (Coordinate.tenths(point.x), Coordinate.tenths(point.y))
    let (dx, dy) = (newX - x, newY - y)
    (x, y) = (newX, newY)
    switch (dx, dy) {
    case (0, 0): return
    case (_, 0): text += "h\(Coordinate.text(tenths: dx))"
    case (0, _): text += "v\(Coordinate.text(tenths: dy))"
    default:
      // A second oblique step needs no letter of its own.
      text += isOblique ? Self.second(dx) : "l" + Coordinate.text(tenths: dx)
      text += Self.second(dy)
      isOblique = true
      return
    }
    isOblique = false
  }

  /// Goes back to where the line began.
  mutating func close() {
    text += "z"
    isOblique = false
  }

  /// Draws a line through points.
  static func line(_ points: [Point]) -> PathData {
    var path = PathData()
    path.add(points)
    return path
  }

  /// Draws the area between two lines of the same direction.
  static func area(_ upper: [Point], _ lower: [Point]) -> PathData {
    var path = PathData()
    path.add(upper + lower.reversed())
    path.close()
    return path
  }

  /// Draws one more line through points.
  mutating func add(_ points: [Point]) {
    guard let first = points.first else { return }
    move(to: first)
    for point in points.dropFirst() { line(to: point) }
  }

  /// Draws one more rectangle.
  mutating func addRectangle(x: Double, y: Double, width: Double, height: Double) {
    add([
      Point(x: x, y: y), Point(x: x + width, y: y), Point(x: x + width, y: y + height),
      Point(x: x, y: y + height),
    ])
    close()
  }

  /// Draws one more mark: a line of no length, of which only the ends are seen, round or square.
  mutating func addMark(_ point: Point) {
    move(to: point)
    text += "h0"
  }

  /// Draws one more stretch from left to right.
  mutating func addStretch(from x: Double, to end: Double, y: Double) {
    add([Point(x: x, y: y), Point(x: end, y: y)])
  }

  /// The second number of a pair: a minus sign separates as well as a space.
  private static func second(_ tenths: Int) -> String {
    (tenths < 0 ? "" : " ") + Coordinate.text(tenths: tenths)
  }
}

extension Markup {
  /// A shape.
  static func path(_ data: PathData, _ style: String) -> Markup {
    .tag(.path, .class(style), Attribute(name: .d, value: data.text))
  }
}
