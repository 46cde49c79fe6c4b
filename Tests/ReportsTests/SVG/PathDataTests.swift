import AssayTestSupport
import Foundation
import Summaries
import Testing

@testable import Reports

struct PathDataTests {
  /// Where a path goes, read back from its text: M, l, h, v and z, letters left out where they repeat.
  private func points(_ text: String) throws -> [Point] {
    var (points, x, y): ([Point], Double, Double) = ([], 0, 0)
    for match in text.matches(of: #/([Mlhvz])([^Mlhvz]*)/#) {
      let numbers = match.2.matches(of: #/-?(\d+\.\d+|\.\d+|\d+)/#).compactMap {
        Double($0.0.hasPrefix("-.") ? "-0" + $0.0.dropFirst() : "0" + $0.0) ?? Double($0.0)
      }
      switch match.1 {
      case "h":
        x += numbers[0]
        points.append(Point(x: x, y: y))
      case "v":
        y += numbers[0]
        points.append(Point(x: x, y: y))
      case "M", "l":
        for pair in stride(from: 0, to: numbers.count, by: 2) {
          let isMove = match.1 == "M"
          (x, y) = (
            (isMove ? 0 : x) + numbers[pair], (isMove ? 0 : y) + numbers[pair + 1]
          )
          points.append(Point(x: x, y: y))
        }
      default: break
      }
    }
    return points
  }

  @Test("A path goes through its points, and rounding does not add up")
  func roundTrip() throws {
    var draws = SplitMix64(seed: 5)
    let places = (0..<200).map { index in
      Point(x: Double(index) * 1.777, y: draws.uniform() * 200 - 100)
    }
    let found = try points(PathData.line(places).text)
    #expect(found.count == places.count)
    // Half a tenth of rounding, and what binary fractions add over 200 steps.
    for (a, b) in zip(found, places) {
      #expect(abs(a.x - b.x) <= 0.05 + 1e-9 && abs(a.y - b.y) <= 0.05 + 1e-9)
    }
  }

  @Test("Shapes take few bytes")
  func shapes() {
    var path = PathData()
    path.addRectangle(x: 1, y: 2, width: 3, height: 4)
    path.addMark(Point(x: 10, y: -10))
    path.add([Point(x: 0, y: 0), Point(x: 3, y: -3), Point(x: 6, y: 0.5)])
    #expect(path.text == "M1 2h3v4h-3zM10-10h0M0 0l3-3 3 3.5")
    #expect(PathData.line([Point(x: .nan, y: .infinity)]).text == "M0 0")
  }

  @Test("Simplified, no point is farther from the line than can be seen")
  func simplification() {
    let curve = (0...300).map { Point(x: Double($0), y: 100 * sin(Double($0) / 50)) }
    let few = PathSimplification.simplified(curve, tolerance: 0.5)
    #expect(few.count < 60)
    #expect(few.first == curve.first && few.last == curve.last)
    for (start, end) in zip(few, few.dropFirst()) {
      for point in curve where point.x > start.x && point.x < end.x {
        let y = start.y + (end.y - start.y) * (point.x - start.x) / (end.x - start.x)
        // The distance to the line is at most the vertical one; at this slope the latter is 2.3 times as long.
        #expect(abs(point.y - y) <= 2.3 * 0.5)
      }
    }
  }
}
