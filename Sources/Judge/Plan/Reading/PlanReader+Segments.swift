extension PlanReader {
  /// The columns by whose values the results are broken down.
  func segments(_ plan: Plan) -> [String]? {
    guard let value = top[.segments] else { return nil }
    let columns = value.itemsOrSelf().compactMap { $0.text("the name of a column") }
    let taken = [plan.log.unit, plan.log.variant].compactMap(\.self)
    if columns.isEmpty {
      value.complain(
        .invalidValue, "segments is empty", mend: "name a column such as country, or remove it")
    }
    for (index, column) in columns.enumerated() {
      if columns[..<index].contains(column) {
        value.complain(
          .contradiction, "segments names \"\(column)\" twice", mend: "name each column once")
      } else if taken.contains(column) {
        value.complain(
          .contradiction, "segments names \"\(column)\", by which the log is divided already",
          mend: "name a column that both variants share, such as country")
      }
    }
    return columns.isEmpty ? nil : columns
  }
}
