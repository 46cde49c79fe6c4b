internal import Judge

/// How other files met the log, as sentences.
enum JoinText {
  /// How labels met the rows of the log.
  static func labels(_ labels: LabelAccount) -> String { "Labels: \(counts(labels))." }

  /// The same without a subject.
  static func counts(_ labels: LabelAccount) -> String {
    let rows = labels.matchedRows + labels.unmatchedRows
    var parts = [
      "\(NumberText.count(labels.matchedRows)) of \(NumberText.count(rows, "row has", "rows have")) one"
    ]
    if labels.keysWithoutRow > 0 {
      parts.append(
        "\(NumberText.count(labels.keysWithoutRow, "belongs", "belong")) to no row")
    }
    if labels.conflictingKeys > 0 {
      parts.append(
        "\(NumberText.count(labels.conflictingKeys, "contradicts itself and is", "contradict themselves and are")) "
          + "not believed")
    }
    return parts.joined(separator: "; ")
  }

  /// How what was known of units before the experiment met them.
  static func prePeriod(_ before: LabelAccount) -> String {
    let rows = before.matchedRows + before.unmatchedRows
    let share = "\(NumberText.count(before.matchedRows)) of \(NumberText.count(rows))"
    return
      "Before the experiment: \(NumberText.count(before.keys, "unit is", "units are")) known, and \(share) rows "
      + "are of such units."
  }
}
