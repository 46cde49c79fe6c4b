/// The bins that an index is computed from: every row of both logs is in one of them.
struct DriftTable {
  /// The rows that the smaller sample must expect in a bin, for chi-square approximations to hold.
  static let leastExpected = 20.0

  private(set) var cells: [DriftCell]
  /// The share of the reference in two or more categories each too rare to stand alone.
  private(set) var rareShare = 0.0

  private var effects = DriftDesignEffects(reference: 1, current: 1)

  /// Rows of the smaller log, as many as they count for.
  var smallerSample: Double { Self.smaller(referenceRows, currentRows, effects) }

  private static func smaller(
    _ reference: Int, _ current: Int, _ effects: DriftDesignEffects
  ) -> Double {
    min(
      Double(reference) / max(1, effects.reference), Double(current) / max(1, effects.current))
  }

  var referenceRows: Int { cells.reduce(0) { $0 + $1.reference } }
  var currentRows: Int { cells.reduce(0) { $0 + $1.current } }

  /// Takes the cells as they are.
  init(_ cells: [DriftCell]) { self.cells = cells.filter { $0.rows > 0 } }

  /// Merges the cells that expect too few rows, with the next rarest ones until they expect enough.
  ///
  /// Both logs together decide what is rare: given the totals, chance alone divides them, so that the
  /// merging tells nothing about the change. Deciding by the reference's counts would pick the categories
  /// it happened to see seldom, and find them more frequent in the current log. Where nothing is rare
  /// nothing is merged.
  init(pooling all: [DriftCell], _ designEffects: DriftDesignEffects? = nil) {
    effects = designEffects ?? effects
    let present = all.filter { $0.rows > 0 }
    let rows = present.reduce(0) { $0 + $1.reference }
    let currentRows = present.reduce(0) { $0 + $1.current }
    let smaller = Self.smaller(rows, currentRows, effects)
    let perRow = smaller / Double(max(1, rows + currentRows))
    let isRare = { (cell: DriftCell) in Double(cell.rows) * perRow < Self.leastExpected }
    let rare = present.filter(isRare)
    var kept = present.filter { !isRare($0) }
    guard !rare.isEmpty else {
      cells = kept
      return
    }
    let rareCategories = rare.filter { $0.content == .category && $0.reference > 0 }
    if rareCategories.count > 1, rows > 0 {
      rareShare = Double(rareCategories.reduce(0) { $0 + $1.reference }) / Double(rows)
    }
    var other = rare
    var count = rare.reduce(0) { $0 + $1.rows }
    while Double(count) * perRow < Self.leastExpected,
      let next = kept.indices.min(by: { kept[$0].rows < kept[$1].rows })
    {
      count += kept[next].rows
      other.append(kept.remove(at: next))
    }
    let merged = DriftCell(
      content: .other,
      label: other.count == 1 ? other[0].label : Self.label(of: other),
      reference: other.reduce(0) { $0 + $1.reference },
      current: other.reduce(0) { $0 + $1.current })
    cells = kept + [merged]
  }

  /// Names a few merged cells one by one, many by what they are.
  private static func label(of merged: [DriftCell]) -> String {
    guard merged.count <= 3 else { return DriftCell.otherLabel }
    return merged.map(\.label).joined(separator: " + ")
  }

  /// The smallest number of rows that the smaller sample expects in a bin.
  var smallestExpected: Double {
    let smaller = Double(min(referenceRows, currentRows))
    guard smaller > 0, let rarest = cells.map(\.rows).min() else { return 0 }
    return Double(rarest) / Double(referenceRows + currentRows) * smaller
  }

  var bins: [ColumnDrift.Bin] { cells.map(\.bin) }
}
