public import Summaries

/// What only a second pass can count: the shares of clustered values at or below a quantile, and
/// disagreement in each slice that the first pass found.
public struct PairedSecondPass: Sendable {
  /// One value of a slicing column, and the pair that counts agreement within it.
  struct Slice: Equatable, Sendable {
    var column: String
    var value: String
    var pair: Int
  }

  /// No more slices of a column than this: the largest.
  static let mostSlices = 20

  public private(set) var scan: ScanPlan
  /// By metric the pairs of a quantile's two shares.
  private(set) var quantiles: [Int: (control: Int, treatment: Int)] = [:]
  private(set) var slices: [Slice] = []

  /// Derives the second pass from what the first one found, or returns nil where nothing is left to ask.
  public init?(_ plan: Plan, layout: PairedLayout, after first: LogSummary) {
    scan = layout.scan
    (scan.pairs, scan.distributions) = ([], [])
    if plan.unitColumn != nil {
      for (index, slot) in layout.slots.enumerated() {
        guard case .quantile(let control, let treatment) = slot else { continue }
        quantiles[index] = (
          share(plan.metrics[index], of: layout.scan.distributions[control], in: first, control),
          share(plan.metrics[index], of: layout.scan.distributions[treatment], in: first, treatment)
        )
      }
    }
    for (column, index) in zip(plan.shadow?.slices ?? [], layout.slices) {
      guard let alike = layout.alike, let pair = layout.agreement else { continue }
      for value in first.pairedDistribution(index).largestCategories(Self.mostSlices) {
        add(column, value, alike: alike, pair: layout.scan.pairs[pair])
      }
    }
    if scan.pairs.isEmpty { return nil }
  }

  private mutating func share(
    _ metric: MetricPlan, of wanted: ScanPlan.Distribution, in first: LogSummary, _ index: Int
  ) -> Int {
    let bound = first.pairedDistribution(index).histogram.quantile(metric.probability ?? 0.5)?.value
    let below = scan.addMeasure(
      Measure(
        .indicator(Condition(wanted.column, .number(.atMost, bound ?? 0))),
        where: wanted.conditions))
    let all = scan.addMeasure(Measure(.one, where: wanted.conditions))
    scan.pairs.append(UnitPair(.sum(measure: below), .sum(measure: all)))
    return scan.pairs.count - 1
  }

  private mutating func add(_ column: String, _ value: String, alike: Int, pair: UnitPair) {
    guard case .sum(let all) = pair.y else { return }
    let isInside = scan.addMeasure(Measure(.one, where: [Condition(column, .isOneOf([value]))]))
    let inside = scan.addMeasure(Measure(.product(alike, isInside)))
    let rows = scan.addMeasure(Measure(.product(all, isInside)))
    scan.pairs.append(UnitPair(.sum(measure: inside), .sum(measure: rows)))
    slices.append(Slice(column: column, value: value, pair: scan.pairs.count - 1))
  }
}

extension LogSummary {
  /// A pair's moments over all rows of the log.
  func pairedMoments(_ index: Int) -> BivariateMoments { pair(index, variant: 0) }

  /// How many rows a pair of a count and one counts.
  func pairedRows(_ index: Int) -> Double {
    let moments = pairedMoments(index)
    return (moments.meanX * Double(moments.count)).rounded()
  }

  /// A distribution over all rows of the log.
  func pairedDistribution(_ index: Int) -> ColumnDistribution {
    cells.first?.distributions[index] ?? ColumnDistribution(ScanPlan.Distribution(column: ""))
  }
}

extension ColumnDistribution {
  /// The most frequent texts, the first in the alphabet among equally frequent ones; none of too many.
  fileprivate func largestCategories(_ most: Int) -> [String] {
    let counts = categories.counts ?? [:]
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(most).map(\.key)
  }
}
