internal import Stats
internal import Summaries

extension DriftMeasures {
  /// Measures a column, or returns nil where a log has no rows in any cell.
  ///
  /// - Parameters:
  ///   - bins: The cells whose shares are compared.
  ///   - pair: The numbers, where the column is one of numbers.
  ///   - kind: How the column is read.
  init?(_ bins: [ColumnDrift.Bin], _ pair: ColumnPair, _ kind: ColumnDrift.Kind) {
    guard
      let all = try? CellCounts(
        reference: bins.map(\.referenceCount), current: bins.map(\.currentCount))
    else { return nil }
    // A cell that is empty on both sides is nothing, but where something is added to it.
    let counts = all.occupied
    kullbackLeibler = Divergence(counts.kullbackLeibler(.none))
    reverseKullbackLeibler = Divergence(counts.reverseKullbackLeibler(.none))
    smoothedKullbackLeibler = all.kullbackLeibler(.addHalf)
    smoothedReverseKullbackLeibler = all.reverseKullbackLeibler(.addHalf)
    stabilityIndex = Divergence(counts.populationStabilityIndex(.none))
    smoothedStabilityIndex = all.populationStabilityIndex(.addHalf)
    jensenShannon = max(0, counts.jensenShannon())
    jensenShannonDistance = counts.jensenShannonDistance()
    hellinger = counts.hellinger()
    totalVariation = counts.totalVariation()
    homogeneity = Homogeneity(counts)
    guard kind == .numeric, let reference = pair.reference.weightedValues,
      let current = pair.current.weightedValues
    else { return }
    kolmogorovSmirnovPValue =
      try? KolmogorovSmirnovTest(method: .asymptotic)
      .evaluate(control: reference, treatment: current).pValue
    wasserstein = try? WassersteinDistance.between(reference, current)
    numbers = NumberChange(pair, reference, current)
    guard let wasserstein else { return }
    if let quartiles = try? reference.quantiles([0.25, 0.75]), quartiles[1] > quartiles[0] {
      scaledWasserstein = wasserstein / ((quartiles[1] - quartiles[0]) / Self.normalQuartileRange)
    }
    if let spread = numbers?.reference.standardDeviation, spread > 0 {
      standardizedWasserstein = wasserstein / spread
    }
  }

  /// The interquartile range of a normal distribution, in standard deviations, as robust scales round it.
  private static let normalQuartileRange = 1.349
}

extension DriftMeasures.Divergence {
  init(_ value: Double) { self = value.isFinite ? .finite(value) : .infinite }
}

extension DriftMeasures.Homogeneity {
  init?(_ counts: CellCounts) {
    let table = [counts.reference, counts.current]
    guard let test = try? ChiSquareIndependence().evaluate(table),
      let likelihood = try? GTest().evaluate(table)
    else { return nil }
    self.init(
      chiSquare: test.statistic, degreesOfFreedom: Double(counts.reference.count - 1),
      pValue: test.pValue, likelihoodRatio: likelihood.statistic, cramersV: test.estimate)
  }
}

extension DriftMeasures.NumberChange {
  init?(_ pair: ColumnPair, _ before: WeightedValues, _ after: WeightedValues) {
    guard let reference = DriftMeasures.NumberSummary(pair.reference, before),
      let current = DriftMeasures.NumberSummary(pair.current, after)
    else { return nil }
    (self.reference, self.current) = (reference, current)
    let moved = pair.current.moments.meanDifference(from: pair.reference.moments)
    if let spread = reference.standardDeviation, spread > 0 { standardizedShift = moved / spread }
    let welch = try? WelchTTest().evaluate(
      control: pair.reference.moments, treatment: pair.current.moments)
    (welchStatistic, welchPValue) = (welch?.statistic, welch?.pValue)
    let outside = zip(after.values, after.counts).reduce(0) { rows, cell in
      let isInside = cell.0 >= (before.values.first ?? 0) && cell.0 <= (before.values.last ?? 0)
      return isInside ? rows : rows + cell.1
    }
    outsideReferenceRange = Double(outside) / Double(after.count)
  }
}

extension DriftMeasures.NumberSummary {
  init?(_ column: ColumnDistribution, _ values: WeightedValues) {
    guard column.moments.count > 0, let median = try? values.quantile(0.5) else { return nil }
    self.init(
      count: column.moments.count, mean: column.moments.mean,
      standardDeviation: column.moments.variance?.squareRoot(), median: median)
  }
}

extension ColumnDistribution {
  /// The numbers with their counts, where there are any; where the histogram is not exact, the middle of
  /// each cell.
  var weightedValues: WeightedValues? {
    guard numbers > 0 else { return nil }
    return try? WeightedValues(
      histogram.cells.map { (value: $0.lower / 2 + $0.upper / 2, count: $0.count) })
  }
}

extension QuantileShift {
  /// The probabilities at which quantiles are reported.
  static let probabilities =
    [0.01] + (1...19).map { Double($0) / 20 } + [0.99]

  /// The quantiles of both logs; nil unless both have numbers.
  static func shifts(_ pair: ColumnPair) -> [QuantileShift]? {
    guard pair.reference.numbers > 0, pair.current.numbers > 0 else { return nil }
    return probabilities.compactMap { probability in
      guard let before = pair.reference.histogram.quantile(probability),
        let after = pair.current.histogram.quantile(probability)
      else { return nil }
      return QuantileShift(
        probability: probability, reference: before.value, current: after.value)
    }
  }
}
