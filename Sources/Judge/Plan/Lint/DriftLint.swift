internal import Foundation
internal import Stats
internal import Summaries

/// Finds what a drift plan gives away before any current log is seen, and what its reference adds to that.
struct DriftLint {
  let plan: Plan
  /// The columns and rows that current logs will be held against, where they are known.
  let reference: LogProfile?
  let source: PlanLint.ReferenceSource

  private var drift: DriftPlan { plan.drift }
  /// A year of windows, for counting looks.
  private static let year = 365 * 86_400.0
  /// A report that calls nothing below twice its tolerance drift is not what its plan says.
  private static let farBeyond = 2.0

  var findings: [LintFinding] {
    columnFindings + impliedFindings + sizeFindings + binFindings + lookFindings
      + visibilityFindings + qualityFindings
  }

  // MARK: Columns

  private var columnFindings: [LintFinding] {
    var findings: [LintFinding] = []
    if !drift.columns.isEmpty, Set(drift.columns).isSubset(of: drift.ignore) {
      findings.append(finding("columns", .nothingCompared))
    }
    for name in drift.critical ?? []
    where !drift.columns.isEmpty && !drift.columns.contains(name) {
      findings.append(finding("critical", .criticalNotCompared(column: name)))
    }
    return findings + unknownColumns
  }

  /// Columns that the plan names and the reference does not have.
  private var unknownColumns: [LintFinding] {
    guard let reference else { return [] }
    let log = plan.log
    // Whose a row is, when it was and how often it counts is in no profile.
    let unread = [log.time, log.unit, log.weight, log.request, plan.labels?.key].compactMap(\.self)
    let known = reference.columns.map(\.column) + unread
    let named = [
      ("drift.columns", drift.columns), ("drift.numeric", drift.numeric),
      ("drift.categorical", drift.categorical), ("drift.critical", drift.critical ?? []),
      ("drift.tolerances.columns", (drift.tolerances?.columns ?? [:]).keys.sorted()),
      ("drift.quality.groups", drift.qualities?.groups ?? []),
      ("log.prediction", [log.prediction].compactMap(\.self)),
      ("log.score", [log.score].compactMap(\.self)),
      ("log.label", plan.labels == nil ? [log.label].compactMap(\.self) : []),
    ]
    var findings: [LintFinding] = []
    var told: Set<String> = []
    for (path, names) in named {
      for name in names where !known.contains(name) && told.insert(name).inserted {
        let issue = DriftLintIssue.columnUnknown(
          column: name, nearest: Spelling.nearest(to: name, in: known))
        findings.append(LintFinding(path: path, issue: .drift(issue)))
      }
    }
    return findings
  }

  // MARK: Tolerances

  /// Tolerances that are written down and that the index's own implies.
  private var impliedFindings: [LintFinding] {
    var findings: [LintFinding] = []
    if let kl = drift.kl, kl >= drift.psi {
      findings.append(
        finding("kl", .toleranceImplied(tolerance: "kl", value: kl, psi: drift.psi)))
    }
    if let score = drift.score, !SecondaryDivergence.tested(drift).contains(where: \.isScore) {
      findings.append(
        finding("score", .toleranceImplied(tolerance: "score", value: score, psi: drift.psi)))
    }
    return drift.textbook ? [] : findings
  }

  /// What each tolerance takes in rows.
  private var sizeFindings: [LintFinding] {
    guard !drift.textbook else { return [] }
    let size = DriftSampleSize(significance: drift.significance, bins: drift.bins)
    var tolerances = [
      ("psi", "psi", drift.psi, size.rows(forIndex: drift.psi), size.leastRows(forIndex: drift.psi))
    ]
    if let psi = drift.tolerances?.numeric?.psi {
      tolerances.append(
        ("tolerances.numeric", "psi", psi, size.rows(forIndex: psi), size.leastRows(forIndex: psi)))
    }
    let missing = size.rows(forShare: drift.missingShare)
    tolerances.append(("missing_share", "missing_share", drift.missingShare, missing, missing))
    var findings: [LintFinding] = []
    for (path, name, value, rows, least) in tolerances {
      guard let rows, let least else { continue }
      if let reference, reference.counted < least {
        findings.append(
          finding(
            path,
            .referenceTooSmall(
              tolerance: name, value: value, rows: reference.counted, needed: least)))
      } else if reference == nil {
        findings.append(finding(path, .rowsNeeded(tolerance: name, value: value, rows: rows)))
      }
    }
    return findings
  }

  private var binFindings: [LintFinding] {
    guard !drift.textbook, let reference else { return [] }
    let used = max(1, Int(Double(reference.counted) / DriftTable.leastExpected))
    guard used < drift.bins else { return [] }
    return [
      finding("bins", .fewerBins(planned: drift.bins, used: used, rows: reference.counted))
    ]
  }

  // MARK: Looks

  private var lookFindings: [LintFinding] {
    guard !drift.textbook, let window = drift.window, drift.alarmRate != nil else { return [] }
    let looks = Self.year / window.length
    return [
      finding(
        "alarm_rate",
        .falseAlarms(looks: looks, rate: drift.falseAlarms, alarms: looks * drift.falseAlarms))
    ]
  }

  /// What all columns together, or the reference's own uncertainty, leave to be seen.
  private var visibilityFindings: [LintFinding] {
    guard !drift.textbook, let reference else { return [] }
    let columns = max(1, plan.comparedNames(reference.columns.map(\.column)).count)
    let rows = reference.counted
    let size = DriftSampleSize(significance: drift.significance, bins: drift.bins)
    if drift.alarmRate != nil {
      guard let seen = size.indexSeenByLooks(drift.psi, rows: rows, columns: columns),
        seen > Self.farBeyond * drift.psi
      else { return [] }
      return [
        finding(
          "alarm_rate",
          .looksSeeFrom(psi: seen, tolerance: drift.psi, rows: rows, columns: columns))
      ]
    }
    guard let seen = size.indexSeen(drift.psi, rows: rows, columns: columns),
      seen > Self.farBeyond * drift.psi
    else { return [] }
    return [
      finding(
        "psi", .driftSeenFrom(psi: seen, tolerance: drift.psi, rows: rows, columns: columns))
    ]
  }

  private var qualityFindings: [LintFinding] {
    let isAsked = drift.holdsQuality
    return isAsked && source == .profiles ? [finding("quality", .qualityNeedsRows)] : []
  }

  private func finding(_ key: String, _ issue: DriftLintIssue) -> LintFinding {
    LintFinding(path: "drift.\(key)", issue: .drift(issue))
  }
}
