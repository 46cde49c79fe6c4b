internal import Foundation
internal import Stats
public import Summaries

/// How far the predictions of a treatment lie from those of its control within one stage of a canary.
///
/// The same rows are asked however often the gate is run: those of the stage's own time, once it is over. A
/// stage that is held is asked again after twice, four times, eight times its length; question j has 6/(π²j²)
/// of the stage's share of the error rate, which add up to all of it. So each is a test of one fixed sample,
/// and no look in between costs anything.
public struct ScoreDrift: Sendable {
  /// Square of the Jensen-Shannon distance, whose largest value is one, in nats.
  private static let unit = log(2.0)
  /// Bisections to a limit of the distance: far below what is printed.
  private static let steps = 40

  /// The time of the stage is over, so that there is something to ask.
  public let isOver: Bool
  private let column: String
  private let limit: Double
  private let significance: Double
  private let source: ScanPlan.Source
  private let unitColumn: String?
  private let variants: [String]

  /// The scan of the values; nil of a stage that does not ask.
  ///
  /// - Parameters:
  ///   - staged: The plan at its present stage.
  ///   - now: Up to when all rows are known.
  public init?(_ staged: StagedPlan, now: Timestamp?) {
    let (plan, stage) = (staged.judged, staged.stage)
    guard stage.isConcurrent, let limit = stage.driftScore,
      let column = plan.log.score ?? plan.log.prediction,
      let begun = staged.starts.last?.advanced(by: stage.warmUp)
    else { return nil }
    (self.column, self.limit, variants) = (column, limit, plan.variants)
    let lengths = now.map { begun.seconds(to: $0) / max(1, stage.duration) } ?? 0
    isOver = lengths >= 1
    let doublings = isOver ? min(60, log2(lengths).rounded(.down)) : 0
    significance =
      staged.laterSignificance * ClusterAnalyzer.share(ofLook: 1 + Int(doublings))
    unitColumn = plan.unitColumn
    var source = plan.logSource(since: begun, until: nil)
    source.since = begun
    source.until = begun.advanced(by: stage.duration * exp2(doublings))
    (source.unit, source.key) = (nil, nil)
    self.source = source
  }

  /// Counts the values of each variant.
  public var scan: ScanPlan {
    var scan = ScanPlan(log: source)
    scan.variants = variants
    scan.distributions = [ScanPlan.Distribution(column: column)]
    return scan
  }

  /// Counts by unit how the values fall into the cells they are compared by; nil where rows are the units.
  public func unitScan(after values: LogSummary) -> ScanPlan? {
    guard let unitColumn, let pair = self.pair(values) else { return nil }
    let cells = Self.cells(of: pair)
    guard !cells.isEmpty else { return nil }
    var scan = ScanPlan(log: source)
    (scan.sources[0].unit, scan.key, scan.variants) = (unitColumn, .unit, variants)
    scan.measures = [Measure(.one)]
    for cell in cells {
      scan.pairs.append(UnitPair(.sum(measure: scan.measures.count), .sum(measure: 0)))
      scan.measures.append(Measure(.one, where: cell))
    }
    return scan
  }

  /// What a stage is told of its predictions.
  ///
  /// - Parameters:
  ///   - values: What `scan` found; nil while the stage is not over.
  ///   - units: What `unitScan` found, where there is one.
  /// - Returns: The distance with its limits, or that it cannot be told.
  func account(_ values: LogSummary?, units: LogSummary?) -> StageAccount.Drift {
    var account = StageAccount.Drift(
      column: column, limit: limit, status: .unclear, score: nil, lower: nil, upper: nil,
      pValue: nil, rows: variants.indices.map { values?.rows(variant: $0) ?? 0 },
      designEffects: nil)
    guard let values, var pair = self.pair(values) else { return account }
    if unitColumn != nil {
      guard let units, let effects = Self.effects(units) else { return account }
      pair.designEffects = effects
      account.designEffects = [effects.reference, effects.current]
    }
    guard case .cells(let cells) = ColumnTable(pair, plan: plan).content else { return account }
    let table = DriftTable(pooling: cells, pair.designEffects)
    guard table.cells.count > 1,
      table.smallestExpected / max(1, account.designEffects?.max() ?? 1) >= DriftTable.leastExpected
    else { return account }
    try? fill(&account, table, pair.designEffects)
    return account
  }

  private func fill(
    _ account: inout StageAccount.Drift, _ table: DriftTable, _ effects: DriftDesignEffects?
  ) throws(StatsError) {
    let counts = try CellCounts(
      reference: table.cells.map(\.reference), current: table.cells.map(\.current))
    let estimate = try DivergenceEstimate(
      .jensenShannon, counts, referenceDesignEffect: effects?.reference ?? 1,
      currentDesignEffect: effects?.current ?? 1)
    func distance(_ divergence: Double) -> Double {
      min(1, (max(0, divergence) / Self.unit).squareRoot())
    }
    let pValue = try estimate.pValue(exceeding: limit * limit * Self.unit)
    let upper = try estimate.upperLimit(alpha: significance)
    var (low, high) = (0.0, max(0, estimate.value))
    for _ in 0..<Self.steps {
      let middle = (low + high) / 2
      if try estimate.pValue(exceeding: middle) <= significance {
        low = middle
      } else {
        high = middle
      }
    }
    guard pValue.isFinite, upper.isFinite else { return }
    account.score = distance(estimate.debiased)
    (account.lower, account.upper) = (distance(low), distance(upper))
    account.pValue = pValue
    account.status = pValue <= significance ? .exceeded : .notShown
  }

  private var plan: DriftPlan {
    var plan = DriftPlan()
    plan.columns = [column]
    return plan
  }

  /// The control's values and the treatment's; nil where one of them has none.
  private func pair(_ summary: LogSummary) -> ColumnPair? {
    func values(_ variant: Int) -> ColumnDistribution? {
      summary.cells.first { $0.variant == variant }?.distributions.first
    }
    guard let control = values(0), let treatment = values(1), control.rows > 0, treatment.rows > 0
    else { return nil }
    return ColumnPair(
      column: column, reference: control, referenceRows: control.rows, current: treatment,
      currentRows: treatment.rows)
  }

  /// The mean design effect of the cells in each variant, each cell weighted by one less its share.
  private static func effects(_ summary: LogSummary) -> DriftDesignEffects? {
    func effect(_ variant: Int) -> Double? {
      guard let cell = summary.cells.first(where: { $0.variant == variant }), cell.units > 1 else {
        return nil
      }
      let cells = cell.pairs.compactMap { DesignEffectScan.effect($0) }
      let weight = cells.map { 1 - $0.share }.reduce(0, +)
      guard weight > 0 else { return Double(cell.rows) / Double(cell.units) }
      return max(1, cells.map { (1 - $0.share) * $0.effect }.reduce(0, +) / weight)
    }
    guard let control = effect(0), let treatment = effect(1) else { return nil }
    return DriftDesignEffects(reference: control, current: treatment)
  }

  /// Fifths of the control's numbers, or its five most frequent values; each a list of conditions.
  private static func cells(of pair: ColumnPair) -> [[Condition]] {
    let numbers = ColumnTyping(plan: DriftPlan()).kind(of: pair) == .numeric
    return numbers ? DesignEffectScan.bins(pair) : DesignEffectScan.categories(pair)
  }
}
