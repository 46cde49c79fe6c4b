internal import Summaries

/// What stands beside a metric's own numbers: rows without an answer, and the parts of a split.
extension MonitorLayout {
  /// Where the rows of one variant are counted by unit, of all rows.
  struct SplitSlot: Equatable, Sendable {
    /// Nil for rows of every other value, or of none: their planned share is zero.
    var variant: String?
    var share: Double
    var pair: Int
  }

  /// Adds the shares of a split's variants to a scan.
  func add(_ split: TriggerPlan.TrafficSplit, to scan: inout ScanPlan) -> [SplitSlot] {
    let all = scan.addMeasure(Measure(.one))
    func pair(_ measure: Int) -> Int {
      scan.addPair(UnitPair(.sum(measure: measure), .sum(measure: all)))
    }
    func rows(_ names: [String]) -> Int {
      scan.addMeasure(Measure(.one, where: [Condition(split.column, .isOneOf(names))]))
    }
    let shares = split.shares
    var slots = shares.map {
      SplitSlot(variant: $0.name, share: $0.share, pair: pair(rows([$0.name])))
    }
    let others = scan.addMeasure(Measure(.difference(all, rows(shares.map(\.name)))))
    slots.append(SplitSlot(variant: nil, share: 0, pair: pair(others)))
    return slots
  }

  /// Adds what an accuracy would be with its unanswered rows, all of them wrong or all of them right.
  ///
  /// A row is unanswered that has no prediction, or an error where such rows are left out, whether or not it has a
  /// label: a request that fails often gets none. Nil where these count as wrong anyhow.
  func unanswered(
    _ metric: MetricPlan, _ measures: MetricMeasures, of scan: inout ScanPlan
  ) -> (wrong: Int, right: Int)? {
    guard metric.errorRows != .failure, let label = metric.secondColumn else { return nil }
    let judged = measures.denominator.conditions
    let unlabelled = judged.map {
      $0 == Condition(label, .isPresent) ? Condition(label, .isMissing) : $0
    }
    let all = scan.addMeasure(Measure(.one, where: metric.conditions))
    let waiting = scan.addMeasure(Measure(.one, where: unlabelled))
    // Rows with a label, and rows without an answer.
    let asked = scan.addMeasure(Measure(.difference(all, waiting)))
    let right = scan.addMeasure(measures.numerator)
    let answered = scan.addMeasure(measures.denominator)
    let wrong = scan.addMeasure(Measure(.difference(answered, right)))
    let atBest = scan.addMeasure(Measure(.difference(asked, wrong)))
    func pair(_ measure: Int) -> Int {
      scan.addPair(UnitPair(.sum(measure: measure), .sum(measure: asked)))
    }
    return (pair(right), pair(atBest))
  }
}
