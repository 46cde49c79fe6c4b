public import Summaries

/// A reading of logs for the quality of predictions: sums by unit over all labelled rows, and over those of
/// each group.
public struct QualityScan: Sendable {
  /// The most values of a column that are told apart; the rest are taken together.
  private static let mostValues = SegmentLayout.mostValues

  let plan: Plan
  /// Of each column that has not too many values, by rows in both logs.
  private(set) var groups: [DriftHarm.Group] = []
  /// Columns with too many values to be told apart.
  private(set) var uncounted: [String] = []

  /// Chooses the groups from what ``groupScanPlan(role:)`` found in both logs.
  public init(_ plan: Plan, _ logs: [LogSummary] = []) {
    self.plan = plan
    for name in plan.drift.qualities?.groups ?? [] where !logs.isEmpty {
      guard let values = Self.values(name, logs) else {
        uncounted.append(name)
        continue
      }
      groups += values.map { DriftHarm.Group(column: name, value: $0) }
    }
  }

  /// The values of a column, the most frequent first; nil where there are too many texts to count.
  private static func values(_ name: String, _ logs: [LogSummary]) -> [SegmentBreakdown.Segment]? {
    var counts: [String: Int] = [:]
    var missing = 0
    for log in logs {
      guard let column = log.distributions[name], let texts = column.categories.counts else {
        return nil
      }
      missing += column.missing
      counts.merge(texts, uniquingKeysWith: +)
    }
    let ranked = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    var values = ranked.prefix(mostValues).map { SegmentBreakdown.Segment.value($0) }
    if ranked.count > mostValues { values.append(.other(values: ranked.count - mostValues)) }
    return missing > 0 ? values + [.missing] : values
  }

  /// What must be read before to know the groups; nil where the plan has none.
  public static func groupScanPlan(
    _ plan: Plan, role: ScanPlan.Source.Role
  ) -> ScanPlan? {
    guard let groups = plan.drift.qualities?.groups, !groups.isEmpty else { return nil }
    var scan = ScanPlan(log: plan.driftSource(role: role))
    scan.distributions = groups.map {
      ScanPlan.Distribution(column: $0, categoryCap: SegmentLayout.categoryCap, textOnly: true)
    }
    return scan
  }

  /// What must be read of a log that has predictions and labels.
  public func scanPlan(role: ScanPlan.Source.Role) -> ScanPlan {
    var source = plan.driftSource(role: role)
    source.unit = plan.log.unit
    var scan = ScanPlan(log: source)
    scan.key = plan.log.unit == nil ? .none : .unit
    guard let prediction = plan.log.prediction, let label = plan.log.label else { return scan }
    for conditions in [[]] + groups.map({ conditions($0) }) {
      var pairs = QualityPairs(conditions, prediction: prediction, label: label)
      pairs.add(plan.drift.heldQualities.map(\.measure), to: &scan)
    }
    return scan
  }

  /// The same of a log that is cut into windows: a unit counts in each of them with the rows it has there.
  public func scanPlan(role: ScanPlan.Source.Role, by window: DriftWindow) -> ScanPlan {
    var scan = QualityScan(plan).scanPlan(role: role)
    scan.sources[0].time = plan.log.time
    (scan.buckets, scan.unitRows) = (window.buckets, .ofEachBucket)
    return scan
  }

  private func conditions(_ group: DriftHarm.Group) -> [Condition] {
    switch group.value {
    case .value(let text): [Condition(group.column, .isOneOf([text]))]
    case .missing: [Condition(group.column, .isMissing)]
    case .other:
      [
        Condition(
          group.column,
          .isNoneOf(
            groups.compactMap { other in
              guard other.column == group.column, case .value(let text) = other.value else {
                return nil
              }
              return text
            }))
      ]
    }
  }

  /// The quality of all rows of a reading, or of those of a group.
  func measured(_ log: LogSummary, group: Int? = nil) -> QualityMoments {
    let measures = plan.drift.heldQualities.map(\.measure)
    let width = QualityPairs.width(measures)
    let start = (group.map { $0 + 1 } ?? 0) * width
    var pairs = Array(repeating: BivariateMoments(), count: width)
    for cell in log.cells where cell.pairs.count >= start + width {
      for index in 0..<width { pairs[index].merge(cell.pairs[start + index]) }
    }
    return QualityMoments(pairs, measures)
  }
}
