extension DriftCheck {
  /// Reads both logs again for the quality of predictions, where the plan holds it.
  func readQuality(
    _ analysis: inout DriftAnalysis, _ reference: DriftSide, _ current: DriftSide
  ) async throws(ExperimentError) {
    guard plan.drift.holdsQuality else { return }
    let scan = try await qualityScan([reference, current])
    let before = try await quality(scan, reference)
    let now = try await quality(scan, current)
    analysis.rereadings += [before, now].compactMap(\.self)
    analysis.quality = QualityReading(scan, reference: before, current: now)
  }

  /// The reading of a log's quality; nil where it has no predictions, no labels, or no rows.
  func quality(
    _ scan: QualityScan, _ side: DriftSide
  ) async throws(ExperimentError) -> LogSummary? {
    guard side.hasQuality, side.body.profiles.isEmpty else { return nil }
    return try await side.summary(of: scan.scanPlan(role: side.role))
  }

  /// The reading, with the groups that both logs have.
  func qualityScan(_ sides: [DriftSide]) async throws(ExperimentError) -> QualityScan {
    var logs: [LogSummary] = []
    for side in sides where side.hasQuality && side.body.profiles.isEmpty {
      guard let scan = QualityScan.groupScanPlan(plan, role: side.role) else { continue }
      logs.append(try await side.summary(of: scan))
    }
    return QualityScan(plan, logs)
  }
}
