internal import Judge

/// The measures of one column, with more of them where there is a change to understand.
struct DriftColumnFacts {
  private let column: ColumnDrift
  private let detail: ColumnPicture.Detail
  private let level: String

  /// Measures whose limits hold at a level.
  init(_ column: ColumnDrift, _ detail: ColumnPicture.Detail, level: Double) {
    (self.column, self.detail, self.level) = (column, detail, NumberText.percent(level))
  }

  var facts: [Fact] {
    (indexFacts + (detail == .full ? distances + numbers : [])).compactMap(\.self)
  }

  private var indexFacts: [Fact?] {
    [
      fact("PSI", column.psi),
      column.psiInterval.map {
        Fact("each limit at \(level)", Self.between($0.lower, $0.upper))
      },
      fact("PSI by chance alone, at most", column.noiseFloor),
      fact("least PSI these rows would show", column.smallestVisible),
      column.designEffects.map {
        Fact(
          "rows that count as one",
          "\(NumberText.significant($0.reference, digits: 3)) and "
            + NumberText.significant($0.current, digits: 3))
      },
      column.pValue.map { Fact("p of no change", NumberText.pValue($0)) },
      column.adjustedPValue.map {
        Fact(
          column.trend == nil ? "p of no drift, all columns" : "p of no drift, the whole log",
          NumberText.pValue($0))
      }, strongestWindow,
    ]
  }

  /// The window with more evidence than the whole log has.
  private var strongestWindow: Fact? {
    guard let strongest = column.strongest, let window = strongest.window else { return nil }
    return Fact(
      "p of no drift, window from \(TimeText.minute(window))",
      NumberText.pValue(strongest.pValue))
  }

  private var distances: [Fact?] {
    let measures = column.measures
    return [
      fact("debiased PSI", column.debiasedPsi), fact("KL divergence, nats", column.klDivergence),
      fact("Jensen–Shannon distance", measures?.jensenShannonDistance),
      fact("Hellinger", measures?.hellinger), fact("total variation", measures?.totalVariation),
      fact("Kolmogorov–Smirnov", column.kolmogorovSmirnov),
      measures?.homogeneity.map {
        Fact(
          "chi-square homogeneity",
          "\(NumberText.significant($0.chiSquare, digits: 5)), p \(NumberText.pEquals($0.pValue))"
        )
      },
      fact("Cramér’s V", measures?.homogeneity?.cramersV),
      measures?.wasserstein.map {
        Fact("Wasserstein-1, own units", NumberText.significant($0, digits: 4))
      },
      fact("Wasserstein-1, by IQR/1.349", measures?.scaledWasserstein),
    ]
  }

  private var numbers: [Fact?] {
    guard let numbers = column.measures?.numbers else { return [] }
    let (before, after) = (numbers.reference, numbers.current)
    let spread: Fact? = before.standardDeviation.flatMap { old in
      after.standardDeviation.map { Fact("standard deviation", Self.moved(old, $0)) }
    }
    return [
      Fact("mean", Self.moved(before.mean, after.mean)),
      Fact("median", Self.moved(before.median, after.median)), spread,
      Fact(
        "beyond the reference’s range",
        NumberText.percent(numbers.outsideReferenceRange, places: 1)),
    ]
  }

  private func fact(_ name: String, _ value: Double?) -> Fact? {
    guard let value, value.isFinite else { return nil }
    return Fact(name, NumberText.decimal(value, places: 4))
  }

  private static func moved(_ before: Double, _ after: Double) -> String {
    "\(NumberText.significant(before, digits: 5)) → \(NumberText.significant(after, digits: 5))"
  }

  private static func between(_ lower: Double, _ upper: Double) -> String {
    "\(NumberText.decimal(lower, places: 4)) to \(NumberText.decimal(upper, places: 4))"
  }
}
