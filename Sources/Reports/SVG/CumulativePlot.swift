internal import Judge

/// The cumulative shares of a column's numbers in both logs, each in its band.
struct CumulativePlot {
  var shape: ColumnShape
  var title: String
  var bands = Bands.drawn

  /// Whether bands are drawn: they take as many bytes as all else.
  enum Bands { case drawn, omitted }

  /// The picture, or `nil` where there is nothing to draw.
  var picture: Markup? {
    guard let first = shape.knots.first, let last = shape.knots.last, last.value > first.value
    else { return nil }
    let plot = Plot(
      xAxis: .init(domain: first.value...last.value, title: "value"),
      yAxis: .init(domain: 0...1, title: "share up to a value", text: TickText.percent))
    return plot.picture(
      title: title,
      layers: [
        band(plot, \.reference, shape.referenceBand, "ref band"),
        band(plot, \.current, shape.currentBand, "cur band"),
        .path(.line(points(plot, \.reference)), "ref line dash"),
        .path(.line(points(plot, \.current)), "cur line"),
      ].compactMap(\.self))
  }

  private func points(
    _ plot: Plot, _ share: KeyPath<ColumnShape.Knot, Double>, _ offset: Double = 0
  ) -> [Point] {
    PathSimplification.simplified(
      shape.knots.map { plot.point($0.value, $0[keyPath: share] + offset) },
      tolerance: offset == 0 ? 0.5 : 1)
  }

  /// The band, where it is wider than a line.
  private func band(
    _ plot: Plot, _ share: KeyPath<ColumnShape.Knot, Double>, _ reach: Double, _ style: String
  ) -> Markup? {
    let height = plot.y.position(0) - plot.y.position(min(1, reach))
    guard bands == .drawn, height > 0.6 else { return nil }
    return .path(.area(points(plot, share, reach), points(plot, share, -reach)), style)
  }
}
