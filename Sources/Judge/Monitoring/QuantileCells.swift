/// Bins of equal mass in the reference, the outer ones open, with frequent values apart.
///
/// A value that several quantiles fall on gets a bin of its own, so that a change from below it to
/// above it is seen even where nearly all of the reference is that one value.
struct QuantileCells {
  /// A place between two numbers, fixed by a value of the reference.
  private enum Boundary: Hashable {
    case before(Double)
    case after(Double)
  }

  private(set) var cells: [DriftCell] = []

  /// Cuts the groups at the reference's quantiles i/`count`.
  init(_ groups: NumberGroups, count: Int) {
    let ladder = groups.groups
    var boundaries: [Int: Boundary] = [:]
    var seen = 0
    for (index, group) in ladder.enumerated() where group.reference > 0 {
      // Quantile i lies in the group that brings the count to i/`count` of all.
      let reached = { (rows: Int) in min(rows * count / groups.referenceCount, count - 1) }
      let quantiles = reached(seen + group.reference) - reached(seen)
      seen += group.reference
      guard quantiles > 0 else { continue }
      boundaries[index + 1] = .after(group.upper)
      if quantiles > 1, boundaries[index] == nil { boundaries[index] = .before(group.lower) }
    }
    boundaries[0] = nil
    boundaries[ladder.count] = nil
    var start = 0
    var opening: Boundary?
    for end in boundaries.keys.sorted() + [ladder.count] where end > start {
      cells.append(
        DriftCell(
          content: .numbers, label: Self.label(from: opening, to: boundaries[end]),
          reference: ladder[start..<end].reduce(0) { $0 + $1.reference },
          current: ladder[start..<end].reduce(0) { $0 + $1.current }))
      (start, opening) = (end, boundaries[end])
    }
  }

  private static func label(from opening: Boundary?, to closing: Boundary?) -> String {
    switch (opening, closing) {
    case (nil, nil): "any"
    case (nil, .after(let end)): "≤ \(plain(end))"
    case (nil, .before(let end)): "< \(plain(end))"
    case (.after(let start), nil): "> \(plain(start))"
    case (.before(let start), nil): "≥ \(plain(start))"
    case (.before(let start), .after(let end)) where start == end: plain(start)
    case (.after(let start), .after(let end)): "(\(plain(start)), \(plain(end))]"
    case (.after(let start), .before(let end)): "(\(plain(start)), \(plain(end)))"
    case (.before(let start), .after(let end)): "[\(plain(start)), \(plain(end))]"
    case (.before(let start), .before(let end)): "[\(plain(start)), \(plain(end)))"
    }
  }

  /// The shortest text that reads back as the number, whole numbers without a fraction.
  static func plain(_ x: Double) -> String {
    let text = "\(x)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
