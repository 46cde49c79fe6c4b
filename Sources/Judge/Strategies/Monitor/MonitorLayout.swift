internal import Stats
public import Summaries

/// The scans that a monitor asks for, and where in their answers each trigger finds its numbers.
///
/// Windows of one length share a scan: a unit counts in each window with its rows there. What is usual is
/// scanned first, as a quantile's limit is counted row by row, once it is known.
public struct MonitorLayout: Sendable {
  /// Where a metric's numbers stand.
  struct Slots: Sendable {
    /// Numerator and denominator by unit.
    var pair: Int
    /// The units that have a row with a value.
    var units: Int
    /// Rows with a value, of those that are asked for one, where labels may be missing.
    var present: Int?
    /// Of a rate: what it would be if every blank were an event, and if none were.
    var extremes: ScanLayout.LabelExtremes?
    /// Of a quantile, its values.
    var distribution: Int?
    /// Of a quantile, the rows within the limit that clears it; `pair` counts those beyond the one that raises.
    var inner: Int?
    /// Of an accuracy, what it is if every row without an answer is wrong, and if each is right.
    var unanswered: (wrong: Int, right: Int)?
  }

  public let plan: Plan
  let monitor: MonitorPlan
  let since: Timestamp?
  let until: Timestamp?
  let asOf: Timestamp?
  /// The times that are believed, where some rows of the log are far from all others.
  public var believed: Range<Timestamp>?
  /// By trigger, the limits of metrics.
  var limits: [Int: TriggerLimits] = [:]
  /// By trigger, what is usual for a metric.
  var baselines: [Int: TriggerBaseline] = [:]

  /// Creates the layout of a monitor; limits that rest on a baseline are not known yet.
  public init(_ plan: Plan, since: Timestamp?, until: Timestamp?, asOf: Timestamp?) {
    self.plan = plan
    monitor = plan.monitor ?? MonitorPlan()
    (self.since, self.until, self.asOf) = (since, until, asOf)
    for (index, trigger) in monitor.triggers.enumerated() where !needsBaseline(trigger) {
      let fixed = trigger.baseline.map { TriggerBaseline(fixed: $0) }
      baselines[index] = fixed
      limits[index] = TriggerLimits(trigger.limit, fixed)
    }
  }

  /// The lengths of windows, in microseconds.
  public var widths: [Int64] {
    Set(monitor.triggers.filter(\.isEstimated).map { Self.width($0) }).sorted()
  }

  /// Up to when windows are over: where nobody says that the log is whole, its newest row, but no row of the future
  /// ends a window.
  ///
  /// - Parameters:
  ///   - newest: The time of the newest row.
  ///   - completeUntil: Up to when the log is known to hold every row.
  /// - Returns: That instant; nil without rows.
  public func present(newest: Timestamp?, completeUntil: Timestamp?) -> Timestamp? {
    completeUntil ?? newest.map { newest in asOf.map { min($0, newest) } ?? newest }
  }

  static func width(_ trigger: TriggerPlan) -> Int64 { Int64(trigger.window) * 1_000_000 }

  /// Whether a metric's limit has to wait for the baseline's rows.
  func needsBaseline(_ trigger: TriggerPlan) -> Bool {
    guard case .metric = trigger.measurement else { return false }
    return trigger.limit.unit == .deviations
      || (trigger.limit.needsBaseline && trigger.baseline == nil)
  }

  // MARK: Windows

  /// The scan of metrics, and of how many rows there are, in windows of a length.
  public func scan(_ width: Int64) -> ScanPlan { layout(width).scan }

  /// Where each metric of a length's scan stands, by trigger.
  func slots(_ width: Int64) -> [Int: Slots] { layout(width).slots }

  /// Where the parts of each split stand, by trigger.
  func splits(_ width: Int64) -> [Int: [SplitSlot]] { layout(width).splits }

  private func layout(
    _ width: Int64
  ) -> (scan: ScanPlan, slots: [Int: Slots], splits: [Int: [SplitSlot]]) {
    var scan = scan(of: source)
    scan.buckets = .fixed(origin: Timestamp(seconds: 0), width: width)
    scan.unitRows = scan.key == .unit ? .ofEachBucket : .all
    var slots: [Int: Slots] = [:]
    var splits: [Int: [SplitSlot]] = [:]
    for (index, trigger) in monitor.triggers.enumerated() where Self.width(trigger) == width {
      if case .split(let split) = trigger.measurement { splits[index] = add(split, to: &scan) }
      guard case .metric(let metric) = trigger.measurement, let limits = limits[index] else {
        continue
      }
      slots[index] = add(metric, to: &scan, limits: limits, spread: false)
    }
    return (scan, slots, splits)
  }

  /// The scan of the times of a trigger's failures; nil for a trigger that counts none.
  public func failureScan(_ trigger: Int) -> ScanPlan? {
    guard monitor.triggers.indices.contains(trigger),
      case .consecutiveFailures(let run) = monitor.triggers[trigger].measurement,
      let time = plan.log.time
    else { return nil }
    var scan = ScanPlan(log: source)
    scan.output = .columns
    scan.columns = [.init(time, .rowTime), .init(run.column, .boolean)]
    return scan
  }

  /// The scans of the rows after a rollback: those of the version that should answer, and all others.
  public var versionScans: (target: ScanPlan, others: ScanPlan)? {
    guard let check = monitor.afterRollback else { return nil }
    func scan(_ test: Condition.Test) -> ScanPlan {
      var rows = source
      rows.filter.append(Condition(check.column, test))
      rows.since = [rows.since, check.began].compactMap(\.self).max()
      return ScanPlan(log: rows)
    }
    return (scan(.isOneOf([check.version])), scan(.isNoneOf([check.version])))
  }

  /// The scan of the rows since the model was trained.
  public var newRowsScan: ScanPlan? {
    guard let retraining = monitor.retraining, retraining.newRows != nil else { return nil }
    var rows = source
    rows.since = [rows.since, retraining.trained].compactMap(\.self).max()
    return ScanPlan(log: rows)
  }

  // MARK: Parts of scans

  var source: ScanPlan.Source {
    var source = plan.logSource(since: since, until: until)
    source.believed = believed
    return source
  }

  func scan(of source: ScanPlan.Source) -> ScanPlan {
    var scan = ScanPlan(log: source)
    if let labels = plan.labelSource(until: until, asOf: asOf) { scan.sources.append(labels) }
    scan.key = plan.unitColumn == nil ? .none : .unit
    return scan
  }
}

extension MonitorLayout {
  /// Adds what a metric needs to a scan.
  func add(
    _ metric: MetricPlan, to scan: inout ScanPlan, limits: TriggerLimits?, spread: Bool
  ) -> Slots {
    var measures = metric.measures(errorColumn: plan.log.error)
    let asked = Measure(
      .one, where: measures.denominator.conditions.filter { $0.test != .isPresent })
    // A row that does not say whether there was an event is no row without one.
    if metric.kind == .rate {
      measures.denominator.conditions.append(Condition(metric.column, .isPresent))
    }
    let rows = scan.addMeasure(measures.denominator)
    let units = scan.addPair(UnitPair(.any(measure: rows), .one))
    let denominator = UnitColumn.sum(measure: rows)
    func pair(_ measure: Measure) -> Int {
      scan.addPair(UnitPair(.sum(measure: scan.addMeasure(measure)), denominator))
    }
    var slots = Slots(pair: 0, units: units)
    if metric.kind == .quantile {
      // Read as a measure, too: a text where a number belongs is a row error, as for a mean.
      slots.pair = pair(measures.numerator)
      if let limits {
        slots.pair = pair(beyond(limits.alarm, metric, measures))
        slots.inner = pair(beyond(limits.clear, metric, measures))
      }
    } else {
      slots.pair = pair(measures.numerator)
    }
    if metric.kind == .quantile || spread {
      slots.distribution = scan.addDistribution(
        ScanPlan.Distribution(
          column: metric.column, conditions: measures.denominator.conditions, categoryCap: 0))
    }
    if limits != nil, metric.kind == .accuracy {
      slots.unanswered = unanswered(metric, measures, of: &scan)
    }
    if plan.labels != nil, metric.kind == .accuracy || plan.isLabel(metric) {
      let all = scan.addMeasure(asked)
      slots.present = scan.addPair(UnitPair(denominator, .sum(measure: all)))
    } else if metric.kind == .rate {
      slots.extremes = extremes(measures, asked, &scan)
    }
    return slots
  }

  /// The events of a rate of all rows, with blanks and without.
  private func extremes(
    _ measures: MetricMeasures, _ asked: Measure, _ scan: inout ScanPlan
  ) -> ScanLayout.LabelExtremes {
    let known = scan.addMeasure(measures.denominator)
    let events = scan.addMeasure(measures.numerator)
    let all = scan.addMeasure(asked)
    let quiet = scan.addMeasure(Measure(.difference(known, events)))
    let most = scan.addMeasure(Measure(.difference(all, quiet)))
    return .init(
      least: scan.addPair(UnitPair(.sum(measure: events), .sum(measure: all))),
      most: scan.addPair(UnitPair(.sum(measure: most), .sum(measure: all))))
  }

  /// Rows on the far side of a quantile's limit.
  private func beyond(
    _ limits: (lower: Double?, upper: Double?), _ metric: MetricPlan, _ measures: MetricMeasures
  ) -> Measure {
    limits.upper.map { metric.rows(beyond: $0, .above, measures) }
      ?? metric.rows(beyond: limits.lower ?? 0, .below, measures)
  }

  /// The same with no blank an event, and with all of them one; none where blanks are none of the metric's.
  func extremes(_ slots: Slots, _ cell: LogSummary.Cell) -> [RatioEvidence] {
    guard let extremes = slots.extremes else { return [] }
    let counted = cell.pairs[slots.units]
    return [extremes.least, extremes.most].map {
      RatioEvidence(
        moments: cell.pairs[$0], isShare: true,
        // Units that say something are no more than all of them.
        units: Int((counted.meanX * Double(counted.count)).rounded()),
        countsRows: plan.unitColumn == nil)
    }
  }

  /// A metric's sums by unit, as a cell has them.
  func ratio(_ metric: MetricPlan, _ slots: Slots, _ cell: LogSummary.Cell) -> RatioEvidence {
    let counted = cell.pairs[slots.units]
    return RatioEvidence(
      moments: cell.pairs[slots.pair], isShare: metric.kind.isShare || metric.kind == .quantile,
      units: Int((counted.meanX * Double(counted.count)).rounded()),
      countsRows: plan.unitColumn == nil)
  }
}
