internal import Judge

/// Predictions that hardly differ, or are no numbers, as sentences.
enum PredictionText {
  /// So few distinct values are pointed out where another variant has more than can be counted.
  private static let few = 10

  static func notes(_ sample: SampleAccount) -> [Phrase] {
    let values = sample.predictions ?? []
    let few = values.filter { own in
      guard let distinct = own.distinct, distinct > 0, distinct <= Self.few else { return false }
      return values.contains { $0.column == own.column && $0.rows > 0 && $0.distinct == nil }
    }
    let most = NumberText.count(PredictionValues.mostDistinct)
    return few.map { own in
      Phrase(
        "\(InertText.name(own.column)) of \(InertText.name(own.variant)) takes "
          + "\(own.distinct ?? 0) \(own.distinct == 1 ? "value" : "values") in "
          + "\(NumberText.count(own.rows)) rows, where another variant has more than \(most).",
        .caution)
    }
      + (sample.nonFinite ?? []).map { found in
        Phrase(
          "Not finite: \(InertText.name(found.column)) in \(NumberText.count(found.rows)) rows of "
            + "\(InertText.name(found.variant)) (\(NumberText.percent(found.share))).",
          .caution)
      }
  }
}
