internal import Judge

/// Categories that only one of two logs has.
struct DriftCategories {
  private let columns: [ColumnDrift]
  /// How many categories of a column are named.
  private static let limit = 8

  init(_ columns: [ColumnDrift]) {
    self.columns = columns.filter {
      !$0.newCategories.isEmpty || !$0.vanishedCategories.isEmpty
    }
  }

  /// The section, or `nil` where both logs have the same categories.
  var section: Markup? {
    guard !columns.isEmpty else { return nil }
    let rows = columns.map { column -> [[Markup]] in
      [
        [.name(column.column, limit: 40)], names(column.newCategories, column),
        names(column.vanishedCategories, column),
      ]
    }
    return .section(
      "New and vanished categories",
      [
        HTMLTable(
          columns: [.init("column"), .init("only now"), .init("only in the reference")],
          rows: rows
        ).markup
      ])
  }

  private func names(_ categories: [String], _ column: ColumnDrift) -> [Markup] {
    guard !categories.isEmpty else { return [.tag(.span, .class("quiet"), text: "none")] }
    var parts: [Markup] = []
    for category in categories.prefix(Self.limit) {
      if !parts.isEmpty { parts.append(", ") }
      parts.append(.name(category, limit: 40))
      if let share = share(of: category, column) { parts.append(.text(" (\(share))")) }
    }
    let more = categories.count - Self.limit
    return more > 0 ? parts + [.text(" and \(NumberText.count(more)) more")] : parts
  }

  /// The share of rows, where the category is a bin of its own.
  private func share(of category: String, _ column: ColumnDrift) -> String? {
    guard let bin = column.bins.first(where: { $0.label == category }) else { return nil }
    let current = bin.referenceCount == 0
    let total = column.bins.reduce(0) { $0 + (current ? $1.currentCount : $1.referenceCount) }
    guard total > 0 else { return nil }
    let count = current ? bin.currentCount : bin.referenceCount
    return NumberText.percent(Double(count) / Double(total), places: 1)
  }
}
