internal import Judge
internal import Summaries

/// A log that was cut into windows, and the sides that it was read from.
struct CutLog {
  /// Nil where the first window is the reference.
  let reference: DriftSide?
  let current: DriftSide
  let log: WindowedLog
  let window: DriftWindow

  /// The same scan of the rows that are compared: without the window that is the reference.
  func compared(_ scan: ScanPlan, _ plan: Plan) -> ScanPlan {
    var scan = scan
    scan.sources[0].time = plan.log.time
    scan.sources[0].since = log.start(window)
    return scan
  }
}

extension DriftCheck {
  /// How much less the rows of a log and of its windows say than independent ones.
  func measureUnits(
    _ analysis: inout WindowAnalysis, _ cut: CutLog, _ units: ProfileUnits?
  ) async throws(ExperimentError) {
    guard plan.log.unit != nil, !plan.drift.textbook else { return }
    let scan = DesignEffectScan(plan, reference: cut.log.reference, current: cut.log.whole)
    let byWindow = try await cut.current.summary(
      of: scan.scanPlan(role: .current, by: cut.window))
    let whole = try await cut.current.summary(
      of: cut.compared(scan.scanPlan(role: .current), plan))
    let windows = scan.effects(byWindow, by: cut.window)
    analysis.rereadings.append(byWindow)
    var usual: [String: Double] = [:]
    if let units {
      usual = units.effects
    } else if let reference = cut.reference {
      let found = try await reference.summary(of: scan.scanPlan(role: .reference))
      analysis.rereadings.append(found)
      usual = scan.effects(found)
    } else if let bucket = cut.log.referenceBucket,
      let start = cut.window.buckets.instants(of: bucket)?.lowerBound
    {
      usual = windows[start] ?? [:]
    }
    analysis.effects = WindowEffects(
      reference: usual, whole: scan.effects(whole), windows: windows)
  }

  /// Reads the quality of predictions, whole and window by window, where the plan holds it.
  func readQuality(
    _ analysis: inout WindowAnalysis, _ cut: CutLog
  ) async throws(ExperimentError) {
    guard plan.drift.holdsQuality else { return }
    let sides = [cut.reference ?? cut.current, cut.current]
    let scan = try await qualityScan(sides)
    var reading = QualityReading(scan, reference: nil, current: nil)
    if let reference = cut.reference {
      reading.reference = try await quality(scan, reference)
    }
    if cut.current.hasQuality {
      let whole = try await cut.current.summary(
        of: cut.compared(scan.scanPlan(role: .current), plan))
      reading.current = whole
      analysis.rereadings.append(whole)
      let windows = try await cut.current.summary(
        of: scan.scanPlan(role: .current, by: cut.window))
      reading.add(windows, by: cut.window, reference: cut.log.referenceBucket)
    }
    analysis.rereadings += [reading.reference].compactMap(\.self)
    analysis.quality = reading
  }
}
