internal import Judge

/// How far each quantile of a column's numbers moved, with the limits that hold for all of them together.
struct QuantileShiftPlot {
  var shape: ColumnShape
  var title: String
  /// Each of them, or every second one.
  var density = Density.all

  enum Density { case all, half }

  /// The picture, or `nil` where there is nothing to draw.
  var picture: Markup? {
    let shifts = shape.shifts
    guard !shifts.isEmpty, let domain else { return nil }
    var plot = Plot(
      xAxis: .init(domain: 0...1, title: "quantile", text: TickText.percent),
      yAxis: .init(domain: domain, title: "current − reference", text: TickText.change))
    plot.left = 56
    let zero = PathData.line([plot.point(0, 0), plot.point(1, 0)])
    var bars = PathData()
    var dots = PathData()
    for (index, shift) in shifts.enumerated() where density == .all || !index.isMultiple(of: 2) {
      let (p, change) = (shift.probability, shift.current - shift.reference)
      // Where nothing bounds a quantile its bar leaves the picture.
      bars.add([
        plot.point(p, shift.lower ?? domain.lowerBound),
        plot.point(p, shift.upper ?? domain.upperBound),
      ])
      dots.addMark(plot.point(p, change))
    }
    return plot.picture(
      title: title,
      layers: [.path(zero, "zero"), .path(bars, "cur whisker"), .path(dots, "cur mark")])
  }

  /// From the least to the greatest shift, with the limits as far as they do not dwarf the shifts.
  private var domain: ClosedRange<Double>? {
    let changes = shape.shifts.map { $0.current - $0.reference }
    let limits = shape.shifts.flatMap { [$0.lower, $0.upper].compactMap(\.self) }
    guard let least = changes.min(), let greatest = changes.max(), least.isFinite,
      greatest.isFinite
    else { return nil }
    let (low, high) = (min(0, least), max(0, greatest))
    let bars = shape.bars
    let spread = ((bars.last?.upper ?? 0) / 2 - (bars.first?.lower ?? 0) / 2) / 2
    let room = max(high - low, spread / 10)
    guard room > 0, room.isFinite else { return nil }
    let bottom = max(low - room, min(low, limits.min() ?? low))
    let top = min(high + room, max(high, limits.max() ?? high))
    let margin = max((top - bottom) * 0.06, room * 0.05)
    return (bottom - margin)...(top + margin)
  }
}
