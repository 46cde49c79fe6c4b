extension LogColumns {
  /// What a column is to the model; nil where the plan names no predictions and no labels.
  func role(of column: String) -> ColumnDrift.Role? {
    guard prediction != nil || score != nil || label != nil else { return nil }
    if column == label { return .target }
    return column == prediction || column == score ? .prediction : .feature
  }
}
