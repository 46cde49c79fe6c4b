public import Summaries

/// The second reading of a log whose rows come in units: how much less they say than independent ones.
///
/// For each column some cells are counted by unit: quantile bins of the reference's numbers, its most
/// frequent categories, and missing values. A cell's design effect is the variance of its share between units over that
/// of as many independent rows; the column's is their mean, each cell weighted by one less its share
/// (Rao & Scott, 1981, Journal of the American Statistical Association 76, 221–230). It is at least one.
public struct DesignEffectScan: Sendable {
  private static let bins = 5
  private static let categories = 5
  /// Fewer units than this count as one row each.
  private static let fewestUnits = 20

  private var columns: [(name: String, cells: [[Condition]])] = []
  private let plan: Plan

  /// Chooses the cells of every compared column from the first readings of both logs.
  public init(_ plan: Plan, reference: LogSummary, current: LogSummary) {
    self.plan = plan
    for pair in DriftAnalysis(plan, identity: plan.identity).pairs(reference, current)
    where pair.presence == .both {
      let kind = ColumnTyping(plan: plan.drift).kind(of: pair)
      let values = kind == .numeric ? Self.bins(pair) : Self.categories(pair)
      let missing =
        pair.reference.missing + pair.current.missing > 0
        ? [[Condition(pair.column, .isMissing)]] : []
      guard !values.isEmpty || !missing.isEmpty else { continue }
      columns.append((pair.column, values + missing))
    }
  }

  static func bins(_ pair: ColumnPair) -> [[Condition]] {
    var edges: [Double] = []
    for index in 1..<bins {
      guard
        let edge = pair.reference.histogram.quantile(Double(index) / Double(bins))?.upper,
        edges.last.map({ $0 < edge }) ?? true
      else { continue }
      edges.append(edge)
    }
    guard let first = edges.first, let last = edges.last else { return [] }
    let number = { (relation: Condition.Relation, bound: Double) in
      Condition(pair.column, .number(relation, bound))
    }
    return [[number(.atMost, first)]]
      + zip(edges, edges.dropFirst()).map { [number(.greaterThan, $0), number(.atMost, $1)] }
      + [[number(.greaterThan, last)]]
  }

  static func categories(_ pair: ColumnPair) -> [[Condition]] {
    guard let counts = pair.reference.categories.counts else { return [] }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(categories).map {
      [Condition(pair.column, .isOneOf([$0.key]))]
    }
  }

  /// What must be read.
  public func scanPlan(role: ScanPlan.Source.Role) -> ScanPlan {
    var source = plan.driftSource(role: role)
    source.unit = plan.log.unit
    var scan = ScanPlan(log: source)
    scan.key = .unit
    scan.measures = [Measure(.one)]
    for cell in columns.flatMap(\.cells) {
      scan.pairs.append(UnitPair(.sum(measure: scan.measures.count), .sum(measure: 0)))
      scan.measures.append(Measure(.one, where: cell))
    }
    return scan
  }

  /// The same of a log that is cut into windows: a unit counts in each of them with the rows it has there.
  public func scanPlan(role: ScanPlan.Source.Role, by window: DriftWindow) -> ScanPlan {
    var scan = scanPlan(role: role)
    scan.sources[0].time = plan.log.time
    (scan.buckets, scan.unitRows) = (window.buckets, .ofEachBucket)
    return scan
  }

  /// The design effects of each window of a log, by when it begins.
  public func effects(
    _ summary: LogSummary, by window: DriftWindow
  ) -> [Timestamp: [String: Double]] {
    var effects: [Timestamp: [String: Double]] = [:]
    for (bucket, part) in summary.byBucket {
      guard let start = window.buckets.instants(of: bucket)?.lowerBound else { continue }
      effects[start] = self.effects(part)
    }
    return effects
  }

  /// The design effect of each column in one log.
  public func effects(_ summary: LogSummary) -> [String: Double] {
    summary.cells.first.map(effects) ?? [:]
  }

  /// The design effect of each column in one cell.
  func effects(_ cell: LogSummary.Cell) -> [String: Double] {
    var moments = cell.pairs[...]
    var effects: [String: Double] = [:]
    for (name, cells) in columns {
      var (sum, weights) = (0.0, 0.0)
      for pair in moments.prefix(cells.count) {
        guard let (share, effect) = Self.effect(pair) else { continue }
        sum += (1 - share) * effect
        weights += 1 - share
      }
      moments = moments.dropFirst(cells.count)
      let rowsAUnit = Double(cell.rows) / Double(max(1, cell.units))
      let least = cell.units < Self.fewestUnits ? rowsAUnit : 1
      effects[name] = max(least, weights > 0 ? sum / weights : rowsAUnit)
    }
    return effects
  }

  /// A cell's share and its design effect; nil where no row, or every row, is in it.
  static func effect(_ pair: BivariateMoments) -> (share: Double, effect: Double)? {
    let units = Double(pair.count)
    let (inCell, rows) = (pair.meanX * units, pair.meanY * units)
    guard units > 1, rows > 0 else { return nil }
    let share = inCell / rows
    guard share > 0, share < 1 else { return nil }
    // Σ (s − p n)² from the moments about the means, which p makes a sum about zero.
    let squares =
      pair.centralSum(2, 0) - 2 * share * pair.centralSum(1, 1)
      + share * share * pair.centralSum(0, 2)
    let clustered = units / (units - 1) * max(0, squares) / (rows * rows)
    return (share, clustered / (share * (1 - share) / rows))
  }
}
