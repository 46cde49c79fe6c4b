public import Summaries

/// Whether a rollback that was ordered took effect in time: by the last row that the version it withdrew served.
public struct RollbackCheck: Equatable, Codable, Sendable {
  /// What the log says.
  public enum Outcome: String, Codable, Sendable, CaseIterable {
    /// The withdrawn version served its last row in time, and the log goes on without it.
    case finished
    /// The time is not over, or the log does not show what came after it.
    case cannotTell
    /// The withdrawn version served rows after it.
    case late

    /// The exit code: that of promote, continue and stop.
    public var exitCode: Int32 {
      switch self {
      case .finished: Verdict.promote.exitCode
      case .cannotTell: Verdict.continue.exitCode
      case .late: Verdict.stop.exitCode
      }
    }
  }

  public var plan: PlanIdentity
  public var outcome: Outcome
  public var ordered: Timestamp
  /// Seconds that the rollback may take.
  public var allowed: Double
  /// Rows since the order, of the control and of all treatments.
  public var controlRows: Int
  public var treatmentRows: Int
  /// The last row of a treatment since the order; nil without one.
  public var lastTreatmentRow: Timestamp?
  public var lastControlRow: Timestamp?
  /// Seconds from the order to the last row of a treatment; nil without one.
  public var seconds: Double?
  /// Rows that may have been the withdrawn version's; nil where there are none.
  public var doubtful: Doubt?

  /// What of the log leaves open who served it.
  public struct Doubt: Equatable, Codable, Sendable {
    /// Rows that cannot be read, where they are more than the plan tolerates; else 0.
    public var unreadableRows: Int
    /// Rows since the order of variants that the plan does not name, and which these are.
    public var unknownRows: Int
    public var unknownVariants: [String]
    /// Inputs that ended too early.
    public var damagedFiles: Int
  }
}

extension RollbackCheck.Doubt {
  /// Nil where every row tells who served it.
  fileprivate init?(_ plan: Plan, _ found: LogSummary) {
    let failed = found.rows.failed
    let share = Double(failed) / Double(max(1, found.rows.read))
    let unknown = found.namedUnknownVariants.filter { !plan.ignoreVariants.contains($0.key) }
    self.init(
      unreadableRows: share > plan.toleratedRowErrors ? failed : 0,
      unknownRows: unknown.values.reduce(0, +), unknownVariants: unknown.keys.sorted(),
      damagedFiles: found.damage.count)
    if unreadableRows == 0, unknownVariants.isEmpty, damagedFiles == 0 { return nil }
  }
}

extension RollbackCheck {
  /// The scan that counts what each variant served since the order.
  public static func scan(_ plan: Plan, ordered: Timestamp, until: Timestamp? = nil) -> ScanPlan {
    var source = plan.logSource(since: ordered, until: until)
    // An order may be older than the plan's first phase; it counts all the same.
    (source.since, source.unit, source.key) = (ordered, nil, nil)
    var scan = ScanPlan(log: source)
    scan.variants = plan.variants
    scan.calendar = .fixed(origin: Timestamp(seconds: 0), width: 60_000_000)
    return scan
  }

  /// Reads what the scan found; nil where the plan says no time.
  ///
  /// Silence is no proof: it is finished only once the control is seen to serve after the time is over, and no row
  /// may have been the withdrawn version's under another name.
  public init?(_ plan: Plan, ordered: Timestamp, _ found: LogSummary) {
    guard let allowed = plan.rollbackLimit else { return nil }
    let last = plan.variants.indices.dropFirst().compactMap { found.lastRow(variant: $0) }.max()
    let control = found.lastRow(variant: 0)
    let seconds = last.map { max(0, ordered.seconds(to: $0)) }
    let doubt = Doubt(plan, found)
    let outcome: Outcome =
      if let seconds, seconds > allowed {
        .late
      } else if doubt == nil, let control, ordered.seconds(to: control) >= allowed {
        .finished
      } else {
        .cannotTell
      }
    let rows = plan.variants.indices.map { found.rows(variant: $0) }
    self.init(
      plan: plan.identity, outcome: outcome, ordered: ordered, allowed: allowed,
      controlRows: rows.first ?? 0, treatmentRows: rows.dropFirst().reduce(0, +),
      lastTreatmentRow: last, lastControlRow: control, seconds: seconds,
      doubtful: doubt)
  }
}
