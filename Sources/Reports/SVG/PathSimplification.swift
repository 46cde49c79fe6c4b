/// Fewer points for the same line: Ramer (1972), Douglas & Peucker (1973).
enum PathSimplification {
  /// The points of a line without those that lie within the tolerance, in pixels, of the line through the
  /// others.
  static func simplified(_ points: [Point], tolerance: Double) -> [Point] {
    guard points.count > 2 else { return points }
    var isKept = Array(repeating: false, count: points.count)
    (isKept[0], isKept[points.count - 1]) = (true, true)
    var open = [(first: 0, last: points.count - 1)]
    while let part = open.popLast() {
      guard part.last - part.first > 1 else { continue }
      let between = (part.first + 1)..<part.last
      let distances = between.map {
        distance(of: points[$0], from: points[part.first], to: points[part.last])
      }
      guard let farthest = distances.indices.max(by: { distances[$0] < distances[$1] }),
        distances[farthest] > tolerance
      else { continue }
      let middle = between.lowerBound + farthest
      isKept[middle] = true
      open += [(part.first, middle), (middle, part.last)]
    }
    return zip(points, isKept).filter(\.1).map(\.0)
  }

  /// How far a point is from the stretch between two others.
  private static func distance(of point: Point, from start: Point, to end: Point) -> Double {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let length = dx * dx + dy * dy
    let (px, py) = (point.x - start.x, point.y - start.y)
    let along = length > 0 ? min(1, max(0, (px * dx + py * dy) / length)) : 0
    let (qx, qy) = (px - along * dx, py - along * dy)
    return (qx * qx + qy * qy).squareRoot()
  }
}
