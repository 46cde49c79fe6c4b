internal import Stats

extension DriftCheck {
  /// Reads logs into one profile; profiles among them are merged in.
  ///
  /// - Throws: `ExperimentError` where an input cannot be read at all.
  public func profile(_ inputs: [LogInput]) async throws(ExperimentError) -> LogProfile {
    try await profile(DriftBody(inputs), .log)
  }

  /// The rows of one side: as finely as the scan tells them apart, or as profiles do where there are any.
  func summary(
    _ body: DriftBody, _ role: ScanPlan.Source.Role
  ) async throws(ExperimentError) -> LogSummary {
    guard body.profiles.isEmpty else { return try await profile(body, role).summary }
    let scanner = LogScanner(body.logs, options: options)
    return try await scanner.summary(of: try quality(plan.driftScanPlan(role: role), scanner))
  }

  /// The scan with what tells the quality of predictions, where the log has predictions and labels.
  private func quality(
    _ scan: ScanPlan, _ scanner: LogScanner
  ) throws(ExperimentError) -> ScanPlan {
    guard plan.drift.quality != nil else { return scan }
    do throws(IngestError) {
      let present = Set(try scanner.header())
      let needed = [plan.log.prediction, plan.log.label].compactMap(\.self)
      return needed.allSatisfy(present.contains) ? plan.addingQuality(to: scan) : scan
    } catch {
      throw .ingest(error)
    }
  }

  func profile(
    _ body: DriftBody, _ role: ScanPlan.Source.Role
  ) async throws(ExperimentError) -> LogProfile {
    var profile: LogProfile?
    if !body.logs.isEmpty {
      let summary = try await LogScanner(body.logs, options: options)
        .summary(of: plan.profileScanPlan(role: role))
      profile = LogProfile(summary, plan)
    }
    for next in body.profiles {
      guard next.reading == LogProfile.Reading(plan) else {
        throw .profile(file: role.rawValue, .readingsDiffer)
      }
      guard profile != nil else {
        profile = next
        continue
      }
      do throws(ProfileError) {
        try profile?.merge(next)
      } catch {
        throw .profile(file: role.rawValue, error)
      }
    }
    guard let profile else { throw .unsupported("There is nothing to read.") }
    return profile
  }

  /// How much less the rows say than independent ones, where the plan has a unit: both logs are read again.
  func designEffects(
    _ reference: DriftBody, _ current: DriftBody, _ usual: LogSummary, _ now: LogSummary
  ) async throws(ExperimentError) -> (reference: [String: Double], current: [String: Double])? {
    guard plan.log.unit != nil, !plan.drift.textbook else { return nil }
    guard reference.profiles.isEmpty, current.profiles.isEmpty else {
      throw .unsupported(
        "The plan has log.unit, and a profile does not know whose rows it counts: name the logs themselves, or write unit: none where every row is its own."
      )
    }
    let scan = DesignEffectScan(plan, reference: usual, current: now)
    let before = try await LogScanner(reference.logs, options: options)
      .summary(of: scan.scanPlan(role: .reference))
    let after = try await LogScanner(current.logs, options: options)
      .summary(of: scan.scanPlan(role: .current))
    return (scan.effects(before), scan.effects(after))
  }

  /// Refuses what only whole logs can tell: units, and the quality of predictions.
  func requireRows(_ what: String) throws(ExperimentError) {
    if plan.log.unit != nil {
      throw .unsupported(
        "\(what) count rows as independent, and the plan has log.unit: write unit: none, or compare whole logs."
      )
    }
    if plan.drift.quality != nil {
      throw .unsupported(
        "\(what) do not tell the quality of predictions, and the plan has drift.quality: judge it by a plan of its own on whole logs."
      )
    }
  }
}
