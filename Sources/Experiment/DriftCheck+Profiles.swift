internal import Stats

extension DriftCheck {
  /// What one side's columns are like; the design effects are those of profiles, where there are any.
  struct Columns {
    var log: LogSummary
    var units: ProfileUnits?
  }

  /// Reads logs into one profile; profiles among them are merged in.
  ///
  /// - Throws: `ExperimentError` where an input cannot be read at all.
  public func profile(_ inputs: [LogInput]) async throws(ExperimentError) -> LogProfile {
    try await profile(DriftSide(keepingLabels(), DriftBody(inputs), .log))
  }

  /// The rows of one side: as finely as the scan tells them apart, or as profiles do where there are any.
  func summary(_ side: DriftSide) async throws(ExperimentError) -> Columns {
    guard side.body.profiles.isEmpty else {
      let profile = try await profile(side)
      return Columns(log: profile.summary, units: profile.units)
    }
    return Columns(log: try await side.columns())
  }

  func profile(_ side: DriftSide) async throws(ExperimentError) -> LogProfile {
    var profile: LogProfile?
    if !side.body.logs.isEmpty {
      let summary = try await side.profiled()
      profile = LogProfile(summary, plan)
      profile?.units = try await units(side, summary)
    }
    for next in side.body.profiles {
      guard next.reading == LogProfile.Reading(plan) else {
        throw .profile(file: side.role.rawValue, .readingsDiffer)
      }
      guard profile != nil else {
        profile = next
        continue
      }
      do throws(ProfileError) {
        try profile?.merge(next)
      } catch {
        throw .profile(file: side.role.rawValue, error)
      }
    }
    guard let profile else { throw .unsupported("There is nothing to read.") }
    return profile
  }

  /// How much less the rows of a log say than independent ones: it is read again.
  private func units(
    _ side: DriftSide, _ summary: LogSummary
  ) async throws(ExperimentError) -> ProfileUnits? {
    guard plan.log.unit != nil else { return nil }
    let scan = DesignEffectScan(plan, reference: summary, current: summary)
    let found = try await side.summary(of: scan.scanPlan(role: side.role))
    try requireUnits(found)
    return ProfileUnits(scan.effects(found))
  }

  /// The same of both sides of a comparison; where both are logs they are counted in the same cells.
  func measureUnits(
    _ analysis: inout DriftAnalysis, _ reference: (side: DriftSide, columns: Columns),
    _ current: (side: DriftSide, columns: Columns)
  ) async throws(ExperimentError) {
    guard plan.log.unit != nil, !plan.drift.textbook else { return }
    let scan = DesignEffectScan(
      plan, reference: reference.columns.log, current: current.columns.log)
    var effects: [[String: Double]] = []
    for (side, columns) in [reference, current] {
      if let units = columns.units {
        effects.append(units.effects)
        continue
      }
      let found = try await side.summary(of: scan.scanPlan(role: side.role))
      analysis.rereadings.append(found)
      effects.append(scan.effects(found))
    }
    analysis.designEffects = (effects[0], effects[1])
  }

  /// Refuses rows that no unit is known of: a profile could not tell of them later.
  func requireUnits(_ found: LogSummary) throws(ExperimentError) {
    let (failed, read) = (found.rows.failed, max(1, found.rows.read))
    guard Double(failed) / Double(read) > plan.toleratedRowErrors else { return }
    throw .unsupported(
      "\(failed) of \(read) rows cannot be read, or have no \(plan.log.unit ?? "unit"): leave them out "
        + "with log.where, or tolerate them with tolerated_row_errors.")
  }

  /// Refuses what only whole logs can tell.
  func requireRows(_ what: String) throws(ExperimentError) {
    if plan.drift.holdsQuality {
      throw .unsupported(
        "\(what) do not tell the quality of predictions, and the plan has drift.quality: judge it by a plan of its own on whole logs."
      )
    }
    if plan.labels != nil {
      throw .unsupported(
        "\(what) are taken once, and the plan has labels in a file, which may come later: judge the target by a plan of its own on whole logs."
      )
    }
  }
}
