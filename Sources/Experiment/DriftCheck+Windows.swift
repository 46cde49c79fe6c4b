internal import Foundation
internal import Stats

extension DriftCheck {
  /// Compares a log, whole and window by window, with a reference, or with its own first window.
  ///
  /// - Throws: `ExperimentError` where an input cannot be read at all, is a profile where rows are needed,
  ///   or has too many windows.
  public func compare(
    reference: [LogInput]?, current: [LogInput], by window: DriftWindow
  ) async throws(ExperimentError) -> DriftDecision {
    let check = try keepingLabels()
    let after = try check.rows(current)
    let found = try await after.profiled(by: window)
    let count = Set(found.cells.map(\.bucket)).count
    guard count <= WindowAnalysis.mostWindows else {
      throw .unsupported(
        "The current log has \(count) windows; at most \(WindowAnalysis.mostWindows) are told apart. "
          + "Make them longer.")
    }
    let before = try reference.map { (inputs) throws(ExperimentError) in
      try DriftSide(check, DriftBody(inputs), .reference)
    }
    var usual: Columns?
    if let before {
      usual =
        before.body.profiles.isEmpty
        ? Columns(log: try await before.profiledWithHours()) : try await summary(before)
    }
    var analysis = WindowAnalysis(plan, window: window, identity: plan.identity)
    let cut = WindowedLog(reference: usual?.log, current: found)
    if let cut {
      let log = CutLog(reference: before, current: after, log: cut, window: window)
      try await measureUnits(&analysis, log, usual?.units)
      try await readQuality(&analysis, log)
    }
    do throws(StatsError) {
      guard let cut else { return try analysis.decide(reference: usual?.log, current: found) }
      return try analysis.decide(cut, all: found)
    } catch {
      throw .statistics("\(error)")
    }
  }

  /// The windows of a log that are over, as profiles named by when they begin.
  func windows(
    of current: [LogInput], _ window: DriftWindow, completeUntil known: Timestamp?
  ) async throws(ExperimentError) -> [(name: String, profile: LogProfile)] {
    let side = try rows(current)
    let summary = try await side.profiled(by: window)
    guard let last = known ?? summary.lastTime else { return [] }
    let effects = try await effects(side, summary, by: window)
    return summary.windowProfiles(plan, window).filter { $0.end <= last }.map { window in
      let date = Date(timeIntervalSince1970: Double(window.name.microseconds) / 1e6)
      var profile = window.profile
      (profile.damage, profile.rows.failed) = (summary.damage, summary.rows.failed)
      profile.rows.read += summary.rows.failed
      profile.units = effects.map { ProfileUnits($0[window.name] ?? [:]) }
      return (date.ISO8601Format(), profile)
    }
  }

  /// How many rows count as one in each window, by when it begins; nil where rows are their own units.
  private func effects(
    _ side: DriftSide, _ summary: LogSummary, by window: DriftWindow
  ) async throws(ExperimentError) -> [Timestamp: [String: Double]]? {
    guard plan.log.unit != nil else { return nil }
    let scan = DesignEffectScan(plan, reference: summary, current: summary)
    let found = try await side.summary(of: scan.scanPlan(role: side.role, by: window))
    try requireUnits(found)
    return scan.effects(found, by: window)
  }

  private func rows(_ inputs: [LogInput]) throws(ExperimentError) -> DriftSide {
    let body = try DriftBody(inputs)
    guard body.profiles.isEmpty else {
      throw .unsupported(
        "A profile has no times of rows, so that it cannot be cut into windows; name the log itself."
      )
    }
    guard plan.log.time != nil else {
      throw .unsupported(
        "Windows need the time of each row: name its column as log.time in a plan.")
    }
    return try DriftSide(self, body, .current)
  }
}
