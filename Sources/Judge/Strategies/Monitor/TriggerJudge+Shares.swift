internal import Stats
internal import Summaries

/// How far distributions are from the baseline's, and traffic from its plan.
extension TriggerJudge {
  /// The columns' design effects, of the baseline and by window; nil where every row is a unit.
  func designEffects(
    _ trigger: TriggerPlan
  ) -> ((Int) -> (reference: [String: Double], current: [String: Double]))? {
    let width = MonitorLayout.width(trigger)
    guard let read = readings.designEffects[width],
      let scan = layout.designEffects(width, readings)
    else { return nil }
    let reference = scan.effects(read.reference)
    let cells = Dictionary(read.windows.cells.map { ($0.bucket, $0) }, uniquingKeysWith: { $1 })
    return { (reference, cells[$0].map(scan.effects) ?? [:]) }
  }

  /// Compares columns of each window with the baseline's by Kullback and Leibler's divergence alone.
  func judgeDivergence(
    _ columns: [String], atLeast least: Int, _ trigger: TriggerPlan
  ) throws(StatsError) -> Finding {
    try judgeColumns(columns, trigger) { (analysis, reference, window) throws(StatsError) in
      let found = try analysis.pairs(reference, window).map { (pair) throws(StatsError) in
        try ColumnDivergence(pair, plan: analysis.plan.drift, tolerance: trigger.limit.value)
      }
      return try ColumnDivergence.evidence(
        found, atLeast: least, rows: window.rows.used, alpha: layout.monitor.significance)
    }
  }

  /// Holds the share of each variant against its planned one.
  func judgeSplit(_ trigger: TriggerPlan, _ index: Int) throws(StatsError) -> Finding {
    let width = MonitorLayout.width(trigger)
    guard let slots = layout.splits(width)[index], let summary = readings.windows[width] else {
      return Finding(state: TriggerState(trigger, causes: [.noRows]))
    }
    let distance = TriggerLimit(
      side: .above, unit: .level, value: trigger.limit.value, text: trigger.limit.text)
    let limits = TriggerLimits(distance, nil)
    var history = TriggerHistory(layout.monitor, trigger, limits: limits, memory: .accumulates)
    var last: SplitEvidence?
    try follow(summary, trigger, &history) { (cell, _) throws(StatsError) in
      let found = try SplitEvidence(
        slots, cell, tolerance: trigger.limit.value, countsRows: layout.plan.unitColumn == nil,
        alpha: layout.monitor.significance)
      last = found
      return found.evidence
    }
    var state = state(trigger, history, limits)
    if state.status != .clear, state.window?.estimate != nil, let worst = last?.worst {
      state.causes.append(
        .splitOff(variant: worst.variant, share: worst.share, planned: worst.planned))
    }
    return Finding(state: state, history: history)
  }
}

/// What one column of a window says of its Kullback–Leibler divergence from the baseline.
struct ColumnDivergence {
  let column: String
  private(set) var value: Double?
  /// That the divergence is within its tolerance.
  private(set) var pValue = 1.0
  private(set) var isWithin = false

  /// Estimates and tests a column's divergence; one with too few rows says nothing.
  init(_ pair: ColumnPair, plan: DriftPlan, tolerance: Double) throws(StatsError) {
    column = pair.column
    guard pair.presence == .both else { return }
    let cut = ColumnTable(pair, plan: plan)
    let cells: [DriftCell]
    switch cut.content {
    case .cells(let found), .presence(let found): cells = found
    case .tooManyCategories: return
    }
    let table = DriftTable(pooling: cells, pair.designEffects)
    guard table.smallerSample >= DriftTable.leastExpected, table.cells.count > 1 else { return }
    let estimate = try Self.estimate(table, pair)
    value = estimate.value
    pValue = try estimate.pValue(exceeding: tolerance)
    guard cut.expectedOfTooFew == nil, table.rareShare <= ColumnComparison.largestRareShare else {
      return
    }
    // Merging rare cells can only lower a divergence, so that it must be small with them apart as well.
    let apart = try Self.estimate(DriftTable(cells), pair)
    let isPooledWithin = try estimate.isShown(below: tolerance, alpha: plan.significance)
    let isApartWithin = try apart.isShown(below: tolerance, alpha: plan.significance)
    isWithin = isPooledWithin && isApartWithin
  }

  private static func estimate(
    _ table: DriftTable, _ pair: ColumnPair
  ) throws(StatsError) -> DivergenceEstimate {
    let counts = try CellCounts(
      reference: table.cells.map(\.reference), current: table.cells.map(\.current))
    return try DivergenceEstimate(
      .kullbackLeibler, counts, referenceDesignEffect: pair.designEffects?.reference ?? 1,
      currentDesignEffect: pair.designEffects?.current ?? 1)
  }

  /// At least m columns diverge where the m-th smallest of the adjusted p-values says so (Holm, 1979).
  static func evidence(
    _ columns: [ColumnDivergence], atLeast least: Int, rows: Int, alpha: Double
  ) throws(StatsError) -> WindowEvidence {
    let values = columns.compactMap(\.value).sorted(by: >)
    guard least > 0, values.count >= least else {
      let unknown = columns.first { $0.value == nil }?.column
      return WindowEvidence(
        rows: rows, unknown.map { .columnUnclear(column: $0) } ?? .notComputable)
    }
    let adjusted = try Holm.adjusted(columns.map(\.pValue))
    var found = WindowEvidence(rows: rows, units: rows, estimate: values[least - 1])
    found.beyond = adjusted.sorted()[least - 1]
    let open = columns.filter { !$0.isWithin }
    found.within = open.count < least ? 0 : 1
    found.drifted = zip(columns, adjusted).filter { $0.1 <= alpha }.map(\.0.column)
    if open.count >= least, found.drifted.count < least, let column = open.first {
      found.caution = .columnUnclear(column: column.column)
    }
    return found
  }
}

/// What the rows of one window say of how traffic was divided.
struct SplitEvidence {
  /// A variant's share and its planned one.
  struct Part: Equatable {
    var variant: String?
    var share: Double
    var planned: Double
  }

  private(set) var evidence: WindowEvidence
  /// The part that is the farthest from its plan.
  private(set) var worst: Part?

  /// Tests each share against its planned one, Bonferroni over them; each must be near its own to be within.
  init(
    _ slots: [MonitorLayout.SplitSlot], _ cell: LogSummary.Cell, tolerance: Double,
    countsRows: Bool, alpha: Double
  ) throws(StatsError) {
    evidence = WindowEvidence(rows: 0, .noRows)
    var (beyond, within) = ([Double](), [Double]())
    var (doubts, tested) = (0, 0)
    for slot in slots {
      let moments = cell.pairs[slot.pair]
      let ratio = RatioEvidence(
        moments: moments, isShare: true, units: moments.count, countsRows: countsRows)
      guard ratio.rows > 0 else { return }
      let share = moments.meanX / moments.meanY
      if worst == nil {
        evidence = WindowEvidence(rows: ratio.rows, units: moments.count, estimate: 0)
      }
      if worst.map({ abs($0.share - $0.planned) < abs(share - slot.share) }) ?? true {
        worst = Part(variant: slot.variant, share: share, planned: slot.share)
      }
      let limits = Self.limits(around: slot.share, tolerance)
      guard limits.alarm.lower != nil || limits.alarm.upper != nil else { continue }
      let found = try ratio.evidence(limits, alpha: alpha)
      tested += 1
      beyond += [found.beyond].compactMap(\.self)
      within += [found.within].compactMap(\.self)
      evidence.caution = evidence.caution ?? found.caution
      if found.doubt != nil { doubts += 1 }
    }
    evidence.estimate = worst.map { abs($0.share - $0.planned) }
    evidence.beyond = beyond.min().map { min(1, $0 * Double(beyond.count)) }
    evidence.within = within.max()
    if tested > 0, doubts == tested { evidence.doubt = evidence.caution }
  }

  /// On either side, where a share can lie there at all.
  private static func limits(around share: Double, _ tolerance: Double) -> TriggerLimits {
    let limit = TriggerLimit(side: .beyond, unit: .change, value: tolerance, text: "")
    let limits = TriggerLimits(limit, TriggerBaseline(fixed: share))
    let (hasLower, hasUpper) = (share - tolerance > 0, share + tolerance < 1)
    switch (hasLower, hasUpper) {
    case (true, true): return limits
    case (true, false): return limits.only(.below)
    case (false, true): return limits.only(.above)
    case (false, false): return limits.only(.beyond)
    }
  }
}
