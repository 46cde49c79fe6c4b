internal import Stats
internal import Summaries

/// One column's Population Stability Index as textbooks and dashboards compute it.
///
/// Numbers: right-closed bins at the reference's type-7 quantiles (Hyndman & Fan, 1996), equal ones
/// taken once. Categories: those of both logs. Missing values are left out, a floor is put under each
/// share, and the index is held against a fixed threshold whatever the sample sizes: at a hundred rows
/// it nearly always exceeds the usual 0.2 or stays below it by luck.
struct TextbookComparison {
  var plan: DriftPlan

  private var typing: ColumnTyping { ColumnTyping(plan: plan) }

  /// Compares a column.
  func compare(_ pair: ColumnPair) -> ColumnDrift {
    let own = plan.specialized(for: pair.column, typing.kind(of: pair))
    return TextbookComparison(plan: own).compareUnder(pair)
  }

  private func compareUnder(_ pair: ColumnPair) -> ColumnDrift {
    let table = ColumnTable(pair, plan: plan)
    var report = ColumnDrift(pair, table)
    report.psiTolerance = plan.psi
    switch (pair.presence, table.content) {
    case (.neither, _): return report.concluded(.cannotTell, .columnUnknown)
    case (.referenceOnly, _): return report.concluded(.drift, .columnVanished)
    case (.currentOnly, _): return report.concluded(.drift, .columnAppeared)
    case (.both, .tooManyCategories): return report.concluded(.cannotTell, .tooManyCategories)
    case (.both, .presence): return report.concluded(.noChangeSeen, .onlyPresenceCompared)
    case (.both, .cells(let cells)):
      do throws(StatsError) {
        return try compare(bins(pair, cells), pair, report)
      } catch {
        return report.concluded(.cannotTell, .statistics(error.cause))
      }
    }
  }

  private func compare(
    _ bins: [ColumnDrift.Bin], _ pair: ColumnPair, _ initial: ColumnDrift
  ) throws(StatsError) -> ColumnDrift {
    var report = initial
    report.bins = bins
    guard bins.contains(where: { $0.referenceCount > 0 }),
      bins.contains(where: { $0.currentCount > 0 })
    else { return report.concluded(.cannotTell, .tooFewRows(smallestExpected: 0)) }
    let counts = try CellCounts(
      reference: bins.map(\.referenceCount), current: bins.map(\.currentCount))
    let index = counts.populationStabilityIndex(.floor(plan.shareFloor))
    report.psi = index
    report.enter(contributions: counts.stabilityContributions(.floor(plan.shareFloor)))
    report.klDivergence = counts.kullbackLeibler(.floor(plan.shareFloor))
    report.jensenShannon = counts.jensenShannon()
    report.measures = DriftMeasures(bins, pair, report.kind)
    // Only the index has a threshold that every textbook has; the others are held against one they are given.
    let kl = counts.kullbackLeibler(.floor(plan.shareFloor))
    if let tolerance = plan.kl, kl > tolerance {
      return report.concluded(.drift, .klAboveTolerance(divergence: kl, tolerance: tolerance))
    }
    if let tolerance = plan.score {
      let score =
        plan.distance == .hellinger ? counts.hellinger() : counts.jensenShannonDistance()
      if score > tolerance {
        return report.concluded(
          .drift,
          .scoreAboveTolerance(distance: plan.distance, score: score, tolerance: tolerance))
      }
    }
    if index > plan.psi {
      return report.concluded(
        .drift, .psiAboveTolerance(psi: index, lower: index, tolerance: plan.psi))
    }
    return report.concluded(index > 0 ? .withinTolerance : .noChangeSeen)
  }

  /// The cells of a column of numbers or categories; no value is no cell.
  private func bins(
    _ pair: ColumnPair, _ cells: [DriftCell]
  ) throws(StatsError) -> [ColumnDrift.Bin] {
    guard typing.kind(of: pair) == .numeric else {
      return cells.filter { $0.content == .category }.map(\.bin)
    }
    let reference = try WeightedValues(pair.reference.exactValues)
    let current = try WeightedValues(pair.current.exactValues)
    guard reference.count > 0 else { return [] }
    let bins = try QuantileBins(
      reference, bins: plan.bins, closure: plan.edges == .left ? .left : .right)
    return zip(bins.counts(of: reference), bins.counts(of: current)).enumerated().map {
      bin, counts in
      ColumnDrift.Bin(
        label: Self.label(bin, bins), referenceCount: counts.0, currentCount: counts.1)
    }
  }

  private static func label(_ bin: Int, _ bins: QuantileBins) -> String {
    let (plain, edges) = (QuantileCells.plain, bins.edges)
    guard let last = edges.last else { return "any" }
    let isRight = bins.closure == .right
    if bin == 0 { return "\(isRight ? "≤" : "<") \(plain(edges[0]))" }
    guard bin < edges.count else { return "\(isRight ? ">" : "≥") \(plain(last))" }
    let (lower, upper) = (plain(edges[bin - 1]), plain(edges[bin]))
    return isRight ? "(\(lower), \(upper)]" : "[\(lower), \(upper))"
  }
}

extension ColumnDistribution {
  /// The numbers with their counts; where the histogram is not exact, the largest of each cell.
  fileprivate var exactValues: [(value: Double, count: Int)] {
    histogram.cells.map { ($0.upper, $0.count) }
  }
}

extension ColumnDrift {
  fileprivate func concluded(_ status: Status, _ causes: Cause...) -> ColumnDrift {
    var column = self
    (column.status, column.causes) = (status, causes)
    return column
  }
}
