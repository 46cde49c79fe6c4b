/// A table whose cells hold anything.
struct HTMLTable {
  /// A column's title and the side its cells keep to.
  struct Column {
    var title: String
    var alignment: Table.Column.Alignment

    init(_ title: String, _ alignment: Table.Column.Alignment = .left) {
      (self.title, self.alignment) = (title, alignment)
    }
  }

  var columns: [Column]
  /// Each as long as `columns`; the first cell names its row.
  var rows: [[[Markup]]]

  var markup: Markup {
    let head = Markup.tag(
      .tr,
      holding: columns.map { column in
        .element(
          .th, [Markup.Attribute(name: .scope, value: "col")] + side(column),
          [.text(column.title)])
      })
    return .tag(
      .div, .class("scroll"),
      holding: [
        .tag(
          .table,
          holding: [.tag(.thead, holding: [head]), .tag(.tbody, holding: rows.map(row))])
      ])
  }

  private func row(_ cells: [[Markup]]) -> Markup {
    .tag(
      .tr,
      holding: zip(columns, cells).enumerated().map { index, cell in
        index == 0
          ? .tag(.th, Markup.Attribute(name: .scope, value: "row"), holding: cell.1)
          : .element(
            .td, [Markup.Attribute(name: .columnTitle, value: cell.0.title)] + side(cell.0),
            Self.one(cell.1))
      })
  }

  /// A card puts title and content beside each other, so that the content must be one thing.
  private static func one(_ content: [Markup]) -> [Markup] {
    content.count > 1 ? [.tag(.div, holding: content)] : content.filter { $0 != "" }
  }

  private func side(_ column: Column) -> [Markup.Attribute] {
    column.alignment == .right ? [.class("number")] : []
  }
}
