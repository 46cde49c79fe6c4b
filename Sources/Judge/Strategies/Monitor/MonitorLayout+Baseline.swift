internal import Stats
public import Summaries

/// What is usual: the scans that tell it, and the limits that follow.
extension MonitorLayout {
  /// The scan of what is usual for metrics; nil where no limit needs one.
  public var baselineScan: ScanPlan? {
    var scan = baselineMetricScan
    var found = false
    for trigger in monitor.triggers where needsBaseline(trigger) {
      guard case .metric(let metric) = trigger.measurement else { continue }
      _ = add(metric, to: &scan, limits: nil, spread: trigger.limit.unit == .deviations)
      found = true
    }
    return found ? scan : nil
  }

  /// The scan of what is usual for distributions; nil without a trigger on drift.
  public var baselineColumnScan: ScanPlan? {
    let columns = driftColumns(nil)
    guard !columns.isEmpty else { return nil }
    var scan = ScanPlan(log: baselineSource(timed: false))
    scan.distributions = columns.map { ScanPlan.Distribution(column: $0) }
    return scan
  }

  /// The scan of what traffic is usual in windows of a length; nil without a trigger on it.
  public func baselineTrafficScan(_ width: Int64) -> ScanPlan? {
    guard watchesTraffic(width) else { return nil }
    var scan = ScanPlan(log: baselineSource(timed: true))
    scan.buckets = .fixed(origin: Timestamp(seconds: 0), width: width)
    return scan
  }

  private func watchesTraffic(_ width: Int64) -> Bool {
    monitor.triggers.contains { $0.measurement == .traffic && Self.width($0) == width }
  }

  func baselineSource(timed: Bool) -> ScanPlan.Source {
    var source = plan.logSource(since: nil, until: nil)
    switch monitor.baseline {
    case .period(let since, let until):
      (source.since, source.until, source.believed) = (since, until, believed)
    case .file, nil:
      source.role = .reference
      if !timed { source.time = nil }
    }
    return source
  }

  /// Takes in what was usual; a limit that cannot be told stays unknown.
  public mutating func learn(_ summary: LogSummary) {
    var scan = baselineMetricScan
    let learned = monitor.triggers.count { needsBaseline($0) }
    let alpha = monitor.significance / 2 / Double(max(1, learned))
    for (index, trigger) in monitor.triggers.enumerated() where needsBaseline(trigger) {
      guard case .metric(let metric) = trigger.measurement else { continue }
      let spread = trigger.limit.unit == .deviations
      let slots = add(metric, to: &scan, limits: nil, spread: spread)
      guard let cell = summary.cells.first else { continue }
      let evidence = ratio(metric, slots, cell)
      var baseline: TriggerBaseline?
      if let fixed = trigger.baseline {
        baseline = TriggerBaseline(fixed: fixed)
      } else if let place = slots.distribution, let probability = metric.probability {
        baseline = TriggerBaseline(
          cell.distributions[place], quantile: probability, units: evidence.units, alpha: alpha)
      } else {
        let isExact = metric.kind.isShare && evidence.countsRows
        baseline = TriggerBaseline(
          evidence.moments, trials: isExact ? evidence.rows : nil, alpha: alpha)
      }
      if spread, let place = slots.distribution {
        guard let variance = cell.distributions[place].moments.variance else { continue }
        baseline?.standardDeviation = variance.squareRoot()
      }
      baselines[index] = baseline
      limits[index] = baseline.map { TriggerLimits(trigger.limit, $0) }
    }
  }

  /// A baseline in a file of its own has its labels with it; those that arrive later belong to the log.
  private var baselineMetricScan: ScanPlan {
    var scan = scan(of: baselineSource(timed: false))
    if case .file = monitor.baseline { scan.sources.removeLast(scan.sources.count - 1) }
    return scan
  }
}
