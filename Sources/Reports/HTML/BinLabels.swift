internal import Foundation
internal import Judge

/// What the bins of a column are called in a picture.
///
/// Edges of numbers keep as many digits as tell them apart, so that there is room for both of them.
struct BinLabels {
  private let column: ColumnDrift
  private let digits: Int

  init(_ column: ColumnDrift) {
    self.column = column
    guard column.kind == .numeric else {
      digits = 17
      return
    }
    let edges = Set(column.bins.flatMap { Self.numbers(in: $0.label) })
    digits =
      (5..<17).first { digits in
        Set(edges.map { NumberText.significant($0, digits: digits) }).count == edges.count
      } ?? 17
  }

  /// The label of a bin, cut to a length.
  func text(_ bin: ColumnDrift.Bin, limit: Int) -> String {
    guard column.kind == .numeric else { return InertText.name(bin.label, limit: limit) }
    let short = bin.label.replacing(Self.number) { match in
      Double(match.0).map { NumberText.significant($0, digits: digits) } ?? String(match.0)
    }
    return InertText.name(short, limit: limit)
  }

  private static func numbers(in label: String) -> [Double] {
    label.matches(of: number).compactMap { Double($0.0) }
  }

  private static var number: Regex<(Substring, Substring?, Substring?)> {
    #/-?\d+(\.\d+)?(e[+-]?\d+)?/#
  }
}
