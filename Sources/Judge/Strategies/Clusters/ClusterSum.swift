internal import Foundation
internal import Summaries

/// What one cluster sums to.
struct ClusterSum: Equatable {
  /// Rows of a kind, of others.
  struct Count: Equatable {
    var rows = 0.0
    var of = 0.0

    static func + (a: Count, b: Count) -> Count { Count(rows: a.rows + b.rows, of: a.of + b.of) }
  }

  /// A metric's numerator and denominator.
  var x = 0.0
  var y = 0.0
  /// Rows with a value, of those that are asked for one.
  var presence = Count()
  /// Rows without an error, of all, where the metric leaves such rows out.
  var survival = Count()
  /// The values of a quantile.
  var values: ValueHistogram?

  static func + (a: ClusterSum, b: ClusterSum) -> ClusterSum {
    var sum = ClusterSum(
      x: a.x + b.x, y: a.y + b.y, presence: a.presence + b.presence,
      survival: a.survival + b.survival, values: a.values ?? b.values)
    if a.values != nil, let more = b.values { sum.values?.merge(more) }
    return sum
  }

  /// The rows that came, whether they have a value or not.
  var rows: Double { presence.of > 0 ? presence.of : y }

  /// The same with every row that lacks its value taken for a hit, or for none.
  func taking(_ missing: Extreme) -> ClusterSum {
    ClusterSum(x: missing == .hits ? x + presence.of - presence.rows : x, y: presence.of)
  }

  /// What rows without a value are taken for.
  enum Extreme { case hits, misses }
}

extension [ClusterSum] {
  /// Rows of a kind over all clusters.
  func total(_ count: KeyPath<ClusterSum, ClusterSum.Count>) -> ClusterSum.Count {
    reduce(ClusterSum.Count()) { $0 + $1[keyPath: count] }
  }
}

extension ClusterSum.Count {
  /// Rows of the kind, as a share; nil without rows.
  var share: Double? { of > 0 ? rows / of : nil }
}

/// How the sums of one metric are read, which only all clusters together tell.
struct ClusterReading: Equatable {
  /// A blank of a rate says that there was no event, as most of the control's do.
  private(set) var isBlankByHabit = false
  /// Of a quantile: the fewest values of a cluster that has some and too few.
  private(set) var fewest: Int?
  private let metric: MetricPlan

  /// Values beyond a cluster's quantile, on its shorter side, below which it is not trusted.
  static let fewestBeyond = 10.0

  init(_ metric: MetricPlan, _ plan: Plan, control: [ClusterSum], treatment: [ClusterSum]) {
    self.metric = metric
    isBlankByHabit = plan.isBlankByHabit(
      metric, present: control.total(\.presence), events: control.map(\.x).reduce(0, +))
    guard metric.kind == .quantile else { return }
    fewest = (control + treatment).compactMap { $0.values?.count }
      .filter { $0 > 0 && $0 < needed }.min()
  }

  /// The values that a cluster's quantile needs.
  var needed: Int {
    let probability = metric.probability ?? 0.5
    return Int((Self.fewestBeyond / max(1e-9, min(probability, 1 - probability))).rounded(.up))
  }

  /// A cluster as it is compared: a rate over rows that say whether there was an event, a quantile as one number.
  func read(_ sum: ClusterSum) -> ClusterSum {
    var sum = sum
    switch metric.kind {
    case .rate where !isBlankByHabit && sum.presence.of > 0: sum.y = sum.presence.rows
    case .quantile:
      let value = sum.values.flatMap { values -> Double? in
        values.count < needed ? nil : values.quantile(metric.probability ?? 0.5)?.value
      }
      (sum.x, sum.y) = (value ?? 0, value == nil ? 0 : 1)
    default: break
    }
    return sum
  }
}
