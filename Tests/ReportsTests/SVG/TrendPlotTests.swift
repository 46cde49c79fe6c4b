import Testing

@testable import Reports

struct TrendPlotTests {
  /// The heights of the whiskers, in tenths of a point.
  private func whiskers(_ range: TrendPlot.Range) throws -> [Double] {
    let limits = [(0.5, 0.9), (0.7, 0.9), (0.8, 0.9)]
    let plot = TrendPlot(
      values: limits.map {
        TrendPlot.Value(label: "", estimate: 0.85, lower: $0.0, upper: $0.1, isAlarm: false)
      }, axis: "", title: "", range: range)
    guard case .element(_, _, let layers) = try #require(plot.picture) else { return [] }
    let path = layers.flatMap { layer -> [String] in
      guard case .element(.path, let attributes, _) = layer,
        attributes.contains(where: { $0.value == "cur whisker" })
      else { return [] }
      return attributes.filter { $0.name == .d }.map(\.value)
    }
    return try #require(path.first).split(separator: "v").dropFirst().map {
      abs(Double($0.split(separator: "M")[0]) ?? .nan)
    }
  }

  @Test("Whiskers of a quality are as long as its intervals, and none ends at the picture's edge")
  func limits() throws {
    let heights = try whiskers(.limits)
    #expect(heights.count == 3)
    // 0.4, 0.2 and 0.1 on a linear scale, to a tenth of a point at either end.
    #expect(abs(heights[0] / heights[2] - 4) < 0.05, "\(heights)")
    #expect(abs(heights[1] / heights[2] - 2) < 0.05, "\(heights)")
    // Where there is room for the values alone, the longer ones end at its edges.
    let cut = try whiskers(.values)
    #expect(abs(cut[0] / cut[2] - 4) > 1, "\(cut)")
  }
}
