internal import Stats
internal import Summaries

/// A column of two logs, cut into cells and into the shares that have a tolerance of their own.
struct ColumnTable {
  /// What can be compared.
  enum Content {
    case cells([DriftCell])
    /// Whether a value is there, for columns of names.
    case presence([DriftCell])
    case tooManyCategories
  }

  private(set) var kind: ColumnDrift.Kind
  private(set) var typing: ColumnDrift.Typing
  private(set) var content: Content
  private(set) var shares: [NamedShare] = []
  /// Rows with values that the reference does not have; `nil` where values are not told apart.
  private(set) var newRows: ShareChange?
  private(set) var newCategories: [String] = []
  private(set) var vanishedCategories: [String] = []
  private(set) var kolmogorovSmirnov: Double?
  /// Of numbers in both logs.
  private(set) var shape: ColumnShape?
  /// The rows that each of two bins would expect, where there are too few numbers for two.
  private(set) var expectedOfTooFew: Double?

  /// Cuts a column as its type and the plan say.
  init(_ pair: ColumnPair, plan: DriftPlan) {
    let typing = ColumnTyping(plan: plan)
    (kind, self.typing) = typing.reading(of: pair)
    content = .tooManyCategories
    let missing = DriftCell(
      content: .missing, label: DriftCell.missingLabel, reference: pair.reference.missing,
      current: pair.current.missing)
    if let share = Self.typeChange(pair) { shares.append(share) }
    switch kind {
    case .numeric: cutNumbers(pair, missing, plan)
    case .categorical:
      let areNames = pair.reference.looksLikeNames && pair.current.looksLikeNames
      if areNames, !typing.isNamed(pair.column) {
        content = .presence([
          DriftCell(
            content: .present, label: DriftCell.presentLabel, reference: pair.reference.present,
            current: pair.current.present), missing,
        ])
      } else if let categories = CategoryCells(pair) {
        cutCategories(categories, pair, missing)
      }
    }
  }

  private mutating func cutNumbers(_ pair: ColumnPair, _ missing: DriftCell, _ plan: DriftPlan) {
    let groups = NumberGroups(
      reference: pair.reference.histogram.cells, current: pair.current.histogram.cells)
    kolmogorovSmirnov = try? CellCounts(
      reference: groups.groups.map(\.reference), current: groups.groups.map(\.current)
    ).kolmogorovSmirnov
    shape = ColumnShape(
      groups, significance: plan.significance, designEffects: pair.designEffects)
    let text = DriftCell(
      content: .text, label: DriftCell.textLabel, reference: pair.reference.texts,
      current: pair.current.texts)
    let nonFinite = DriftCell(
      content: .nonFinite, label: DriftCell.nonFiniteLabel, reference: pair.reference.nonFinite,
      current: pair.current.nonFinite)
    let numbers = QuantileCells(groups, count: affordableBins(pair, atMost: plan.bins)).cells
    content = .cells(numbers + [text, nonFinite, missing])
    let unseen = numbers.filter { $0.reference == 0 }.reduce(0) { $0 + $1.current }
    let new = Self.change(pair, reference: 0, current: unseen)
    newRows = new
    let typeChanged = !shares.isEmpty
    shares.append(NamedShare(label: DriftCell.newLabel, change: new, direction: .growth))
    for cell in typeChanged ? [nonFinite] : [text, nonFinite] {
      shares.append(
        NamedShare(
          label: cell.label,
          change: Self.change(pair, reference: cell.reference, current: cell.current)))
    }
  }

  private mutating func cutCategories(
    _ categories: CategoryCells, _ pair: ColumnPair, _ missing: DriftCell
  ) {
    content = .cells(categories.cells + [missing])
    newCategories = categories.appeared.map(\.label)
    vanishedCategories = categories.vanished.map(\.label)
    let new = Self.change(
      pair, reference: min(categories.expectedNewRows, pair.reference.rows),
      current: categories.appeared.reduce(0) { $0 + $1.current })
    newRows = new
    shares += categories.cells.map { cell in
      NamedShare(
        label: cell.label,
        change: Self.change(pair, reference: cell.reference, current: cell.current))
    }
    // One new category is tested by itself; only several may matter together.
    if newCategories.count > 1 {
      shares.append(NamedShare(label: DriftCell.newLabel, change: new, direction: .growth))
    }
  }

  /// As many bins as leave twenty expected rows to each in the smaller sample.
  private mutating func affordableBins(_ pair: ColumnPair, atMost bins: Int) -> Int {
    guard pair.reference.rows > 0 else { return 1 }
    let share = Double(pair.reference.numbers) / Double(pair.reference.rows)
    let expected = share * Double(min(pair.reference.rows, pair.current.rows))
    // Where nearly every value is missing the numbers are no more than one of several rare cells.
    if expected < 2 * DriftTable.leastExpected, share > ColumnComparison.largestRareShare {
      expectedOfTooFew = expected / 2
    }
    return max(1, min(bins, Int(expected / DriftTable.leastExpected)))
  }

  /// The share of text, or of numbers, where most values are one in the reference and the other now.
  private static func typeChange(_ pair: ColumnPair) -> NamedShare? {
    guard let before = pair.reference.isMostlyText, let after = pair.current.isMostlyText,
      before != after
    else { return nil }
    return NamedShare(
      label: after ? DriftCell.textLabel : DriftCell.numberLabel,
      change: pair.change(after ? \.texts : \.numbers),
      typeChange: before ? ("text", "number") : ("number", "text"))
  }

  private static func change(_ pair: ColumnPair, reference: Int, current: Int) -> ShareChange {
    ShareChange(
      referenceCount: reference, referenceRows: pair.reference.rows, currentCount: current,
      currentRows: pair.current.rows)
  }
}
