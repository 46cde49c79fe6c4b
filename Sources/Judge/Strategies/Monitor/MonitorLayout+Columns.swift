public import Summaries

/// The scans of how columns are distributed, and of values that are no numbers.
extension MonitorLayout {
  /// The scan of the distributions of a length's windows; nil where none is asked for.
  ///
  /// Where rows come in units, it counts by unit how many values are not finite.
  public func columnScan(_ width: Int64) -> ScanPlan? {
    let finite = finiteColumns(width)
    let columns = driftColumns(width) + finite
    guard !columns.isEmpty else { return nil }
    var scan = ScanPlan(log: source)
    scan.buckets = .fixed(origin: Timestamp(seconds: 0), width: width)
    for column in columns { _ = scan.addDistribution(ScanPlan.Distribution(column: column)) }
    guard plan.unitColumn != nil, !finite.isEmpty else { return scan }
    (scan.key, scan.unitRows) = (.unit, .ofEachBucket)
    for column in finite { _ = scan.addNotFinite(column) }
    return scan
  }

  /// Where the columns' values that are not finite are counted by unit; nil where every row is a unit.
  func finitePair(_ column: String, _ width: Int64) -> Int? {
    guard plan.unitColumn != nil else { return nil }
    var scan = ScanPlan(log: source)
    var found: Int?
    for name in finiteColumns(width) {
      let pair = scan.addNotFinite(name)
      if name == column { found = pair }
    }
    return found
  }

  /// The columns that are compared with the baseline's, in windows of a length or in all.
  func driftColumns(_ width: Int64?) -> [String] {
    var names: [String] = []
    for trigger in monitor.triggers where width == nil || Self.width(trigger) == width {
      switch trigger.measurement {
      case .drift(let columns, _), .divergence(let columns, _):
        names += columns.filter { !names.contains($0) }
      default: continue
      }
    }
    return names
  }

  private func finiteColumns(_ width: Int64) -> [String] {
    monitor.triggers.compactMap { trigger in
      guard case .notFinite(let column) = trigger.measurement, Self.width(trigger) == width else {
        return nil
      }
      return column
    }
  }

  // MARK: Design effects

  /// The second reading of columns whose rows come in units, of the baseline and of a length's windows; nil where
  /// every row is a unit, or none is compared.
  public func designEffectScans(
    _ width: Int64, _ readings: MonitorReadings
  ) -> (reference: ScanPlan, current: ScanPlan)? {
    guard let effects = designEffects(width, readings) else { return nil }
    func scan(_ rows: ScanPlan.Source) -> ScanPlan {
      var scan = effects.scanPlan(role: rows.role)
      scan.sources = [rows]
      return scan
    }
    var windows = scan(source)
    windows.buckets = .fixed(origin: Timestamp(seconds: 0), width: width)
    windows.unitRows = .ofEachBucket
    return (scan(baselineSource(timed: false)), windows)
  }

  /// The cells whose rows are counted by unit: chosen once, from the baseline and all windows together.
  func designEffects(_ width: Int64, _ readings: MonitorReadings) -> DesignEffectScan? {
    let columns = driftColumns(width)
    guard plan.unitColumn != nil && !columns.isEmpty, let reference = readings.baselineColumns,
      let current = readings.columns[width]
    else { return nil }
    var compared = plan
    (compared.drift.columns, compared.drift.ignore) = (columns, [])
    return DesignEffectScan(compared, reference: reference, current: current)
  }
}

extension ScanPlan {
  /// Adds a column's values that are NaN or infinite, of all values: a condition on numbers would make such a row
  /// an error.
  fileprivate mutating func addNotFinite(_ column: String) -> Int {
    let strange = addMeasure(Measure(.one, where: [Condition(column, .isNotFinite)]))
    let present = addMeasure(Measure(.one, where: [Condition(column, .isPresent)]))
    return addPair(UnitPair(.sum(measure: strange), .sum(measure: present)))
  }
}
