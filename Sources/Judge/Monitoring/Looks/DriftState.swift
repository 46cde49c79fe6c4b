public import Stats
public import Summaries

/// What a scheduled drift report remembers from look to look.
public struct DriftState: Equatable, Sendable {
  /// A look that was taken.
  public struct Look: Equatable, Codable, Sendable {
    /// What it is called: a day, as a rule, or when its window began.
    public var name: String
    /// SHA-256 of the rows' profile.
    public var digest: String
    public var rows: Int
    /// ln of the mean evidence of all columns after it; the least finite number where there is none.
    public var logEValue: Double
    public var alarm: Bool
    public var foremost: String?
    /// ln of the columns' evidence that this look left, where it is the last one.
    public var byColumn: [String: Double]?
    /// SHA-256 of the files that the rows are from, where they are known.
    public var source: String?
  }

  /// SHA-256 of the plan.
  public var plan: String
  /// SHA-256 of the reference's profile: every look is held against the same one.
  public var reference: String
  public var detector: AveragedEDetector
  /// All looks, oldest first.
  public var looks: [Look]

  /// Creates the state before the first look.
  ///
  /// - Throws: `StatsError` where the plan's alarm rate is none.
  public init(plan: Plan, reference: LogProfile) throws(StatsError) {
    self.plan = plan.hash
    self.reference = reference.digest
    detector = try AveragedEDetector(alarmRate: plan.drift.falseAlarms)
    looks = []
  }

  /// The look of a name, where it was taken.
  public func look(named name: String) -> Look? { looks.last { $0.name == name } }

  /// Whether the state belongs to this plan and this reference.
  ///
  /// - Throws: `DriftStateError`.
  public func check(plan: Plan, reference: LogProfile) throws(DriftStateError) {
    guard self.plan == plan.hash else { throw .otherPlan }
    guard self.reference == reference.digest else { throw .otherReference }
  }

  /// Takes a look, unless it was taken before.
  ///
  /// - Parameters:
  ///   - name: What it is called.
  ///   - current: The rows of the look.
  ///   - reference: What they are held against.
  ///   - plan: Columns and tolerances.
  ///   - source: SHA-256 of the files that the rows are from: a look at the same ones is the same
  ///     look. Rows that a log's own times tell apart need none.
  /// - Returns: Whether it is a new one.
  /// - Throws: `DriftStateError` where a look of that name was taken on other rows, or the same rows
  ///   were taken under another name: evidence of the same rows would count twice.
  public mutating func take(
    _ name: String, _ current: LogProfile, against reference: LogProfile, under plan: Plan,
    from source: String? = nil
  ) throws(DriftStateError) -> DriftLooks.Standing {
    let digest = current.digest
    if let taken = look(named: name) {
      guard taken.digest == digest else { throw .otherRows(look: name) }
      return .takenBefore
    }
    if let source, let taken = looks.first(where: { $0.source == source }) {
      throw .sameRows(look: name, takenAs: taken.name)
    }
    do throws(StatsError) {
      var analysis = DriftAnalysis(plan, identity: plan.identity)
      analysis.designEffects = LogProfile.designEffects(reference, current)
      let observation = try detector.observe(
        logEValues: analysis.logEValues(reference: reference.summary, current: current.summary))
      for index in looks.indices { looks[index].byColumn = nil }
      let foremost = observation.byStream
        .max { ($0.value, $1.key) < ($1.value, $0.key) }.flatMap { $0.value > 0 ? $0.key : nil }
      looks.append(
        Look(
          name: name, digest: digest, rows: current.counted,
          logEValue: max(observation.logMean, -Double.greatestFiniteMagnitude),
          alarm: observation.answer == .alarm, foremost: foremost,
          byColumn: observation.byStream, source: source))
      return .new
    } catch {
      throw .statistics(error.cause)
    }
  }
}

/// Why a state cannot be used.
public enum DriftStateError: Error, Equatable, Sendable {
  case malformed
  case unknownVersion(Int)
  /// The plan, or the reference, is not the one that the looks so far were held against.
  case otherPlan, otherReference
  /// A look of this name was taken, on other rows.
  case otherRows(look: String)
  /// The rows of a look are those of one that was taken under another name.
  case sameRows(look: String, takenAs: String)
  case statistics(String)
}

extension DriftAnalysis {
  /// The natural logarithms of the columns' e-values of a look: what it says against "no tolerance is exceeded".
  ///
  /// - Parameters:
  ///   - reference: What every look is held against.
  ///   - current: The rows of the look.
  /// - Returns: A value for each column that the look says anything of.
  /// - Throws: `StatsError` where a statistic cannot be computed.
  public func logEValues(
    reference: LogSummary, current: LogSummary
  ) throws(StatsError) -> [String: Double] {
    let pairs = pairs(reference, current)
    let evidence = LookEvidence(plan: plan.drift, columns: pairs.count)
    var values: [String: Double] = [:]
    for pair in pairs { values[pair.column] = try evidence.logEValue(pair) }
    return values
  }
}
