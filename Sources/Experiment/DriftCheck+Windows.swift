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
    try requireRows("Windows")
    let after = try await rows(current, window)
    let count = Set(after.cells.map(\.bucket)).count
    guard count <= WindowAnalysis.mostWindows else {
      throw .unsupported(
        "The current log has \(count) windows; at most \(WindowAnalysis.mostWindows) are told apart. "
          + "Make them longer.")
    }
    var before: LogSummary?
    if let reference {
      let body = try DriftBody(reference)
      before =
        body.profiles.isEmpty
        ? try await LogScanner(body.logs, options: options)
          .summary(of: plan.hourScanPlan(role: .reference))
        : try await profile(body, .reference).summary
    }
    do throws(StatsError) {
      return try WindowAnalysis(plan, window: window, identity: plan.identity)
        .decide(reference: before, current: after)
    } catch {
      throw .statistics("\(error)")
    }
  }

  /// The windows of a log that are over, as profiles named by when they begin.
  func windows(
    of current: [LogInput], _ window: DriftWindow, completeUntil known: Timestamp?
  ) async throws(ExperimentError) -> [(name: String, profile: LogProfile)] {
    let summary = try await rows(current, window)
    guard let last = known ?? summary.lastTime else { return [] }
    return summary.windowProfiles(plan, window).filter { $0.end <= last }.map { window in
      let date = Date(timeIntervalSince1970: Double(window.name.microseconds) / 1e6)
      var profile = window.profile
      (profile.damage, profile.rows.failed) = (summary.damage, summary.rows.failed)
      profile.rows.read += summary.rows.failed
      return (date.ISO8601Format(), profile)
    }
  }

  private func rows(
    _ inputs: [LogInput], _ window: DriftWindow
  ) async throws(ExperimentError) -> LogSummary {
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
    let scanner = LogScanner(body.logs, options: options)
    var scan = plan.windowScanPlan(role: .current, window)
    let found = try await scanner.summary(of: scan)
    guard let believed = try await scanner.believedTimes(scan.sources[0], found) else {
      return found
    }
    scan.sources[0].believed = believed
    return try await scanner.summary(of: scan)
  }
}
