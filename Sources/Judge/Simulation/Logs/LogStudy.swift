public import Summaries

/// Rollouts drawn from a real log: whole units change variants within the phases of its allocation, and
/// effects are put upon them.
///
/// Whatever the treatment did in the log, after the exchange no arm has more of it than another: what is true
/// is the effect that was put there. A unit enters with all its rows at the first look behind its first one.
public struct LogStudy: RolloutStudy {
  public let plan: Plan
  public let settings: SimulationSettings
  public let source: SimulatedLog?
  public let judge: any RolloutJudge
  private let pool: LogUnits
  private let columns: UnitColumns
  private let scenarios: [LogScenario]

  /// Creates a study of a log.
  ///
  /// - Parameters:
  ///   - plan: A plan of strategy `ab`.
  ///   - summary: What the scan of `scan(_:)` found in the log.
  ///   - settings: The seed and the number of rollouts; the log has the rest.
  /// - Throws: `SimulationProblem` where no rollout can be drawn.
  public init(
    _ plan: Plan, _ summary: LogSummary, settings: SimulationSettings = SimulationSettings()
  ) throws(SimulationProblem) {
    guard settings.rollouts > 0 else {
      throw .setting(
        name: "the number of rollouts", value: Double(settings.rollouts), expected: "at least 1")
    }
    let drawn = try plan.drawnFromLog()
    let layout = ScanLayout(drawn)
    let units = try LogUnits(summary, axis: LogAxis(drawn), plan: drawn, layout: layout)
    let columns = UnitColumns(layout.scan, of: units)
    var handles: [LogHandle] = []
    for index in drawn.metrics.indices {
      let handle = try LogHandle(metric: index, drawn, layout, columns, units)
      if let other = handles.firstIndex(where: { $0.holdsTheSame(as: handle) }) {
        throw .notInUnits(
          "\(drawn.metrics[index].name), which counts what \(drawn.metrics[other].name) counts,")
      }
      handles.append(handle)
    }
    var scenarios: [LogScenario] = []
    for kind in SimulationScenario.kinds(of: drawn) where kind.isOfLogs {
      scenarios.append(try LogScenario(kind, drawn, handles))
    }
    (self.plan, self.settings, self.scenarios) = (plan, settings, scenarios)
    (pool, self.columns) = (units, columns)
    judge = Judgement(drawn, layout: layout, detail: .verdict)
    source = SimulatedLog(
      rows: summary.rows.used, units: units.count, phases: units.members.count)
    var asItIs = LogRollout(
      units, columns, layout.scan, variants: units.variants, effects: [],
      random: SplitMix64(seed: 0))
    let decision = judge.decide(asItIs.summary(), secondPass: nil)
    // Harm is told first, but makes no invalid log a valid one.
    let isSplit = decision.sampleRatio.map { $0.sequentialPValue > $0.significance } ?? true
    guard decision.verdict != .invalid, isSplit else { throw .invalidLog }
  }

  /// The scan that hands over the units of a log.
  ///
  /// - Throws: `SimulationProblem` for a plan that no rollout can be drawn from.
  public static func scan(_ plan: Plan) throws(SimulationProblem) -> ScanPlan {
    let drawn = try plan.drawnFromLog()
    var scan = ScanLayout(drawn).scan
    (scan.output, scan.key, scan.unitRows) = (.unitVectors, .unit, .all)
    (scan.assignment, scan.calendar, scan.exposures) = (nil, nil, .none)
    (scan.pairs, scan.distributions) = ([], [])
    scan.buckets = try LogAxis(drawn).buckets
    if drawn.unitColumn == nil { scan.sources[0].unit = drawn.log.request }
    return scan
  }

  public var kinds: [SimulationScenario.Kind] { scenarios.map(\.kind) }
  public var units: Int { pool.count }
  public var looks: [Double] { pool.seconds }
  public var unitsReturn: Bool { plan.unitColumn != nil }

  public func rollout(
    _ index: Int, scenario: Int, judge: any RolloutJudge
  ) -> RolloutOutcome {
    var random = SplitMix64(seed: settings.seed, family: UInt64(scenario), index: index)
    let variants = pool.permuted(&random)
    var rollout = LogRollout(
      pool, columns, judge.layout.scan, variants: variants,
      effects: scenarios[scenario].effects, random: random, through: 0)
    var outcome = RolloutOutcome()
    let memory = LookMemory()
    for look in looks.indices {
      rollout.advance(to: look)
      let decision = judge.decide(rollout.summary(), secondPass: nil, remembering: memory)
      outcome.add(decision, look: look, scenarios[scenario].truth)
    }
    return outcome
  }
}

extension SimulationScenario.Kind {
  /// The values of a log are as correlated as they are.
  fileprivate var isOfLogs: Bool {
    if case .atHarmLimit(let correlation) = self { correlation == 0 } else { true }
  }
}

extension LogHandle {
  /// An effect on the one would change the other.
  fileprivate func holdsTheSame(as other: LogHandle) -> Bool {
    switch (grip, other.grip) {
    case (.columns(let mine, _), .columns(let theirs, _)): mine.contains(where: theirs.contains)
    case (.events(let mine, _, _), .events(let theirs, _, _)): mine == theirs
    default: false
    }
  }
}

extension Plan {
  /// The plan as rollouts of a log judge it: no metric that only is reported, no calendar, and nothing that
  /// the log's own clock would be asked for.
  fileprivate func drawnFromLog() throws(SimulationProblem) -> Plan {
    guard strategy == .ab else { throw .strategy(strategy) }
    guard control != nil else { throw .noControl }
    guard log.time != nil else { throw .notInUnits("looks without log.time") }
    guard unitColumn != nil || log.request != nil else {
      throw .notInUnits("rows without a name: log.request")
    }
    guard !dropsMovedUnits else { throw .notInUnits("assignment.crossovers: drop") }
    var drawn = self
    (drawn.calendar, drawn.segments) = (nil, nil)
    (drawn.freshness, drawn.toleratedGap) = (nil, nil)
    drawn.metrics.removeAll { $0.role == .monitor }
    guard !drawn.metrics.isEmpty else { throw .noMetrics }
    if let metric = drawn.metrics.first(where: { $0.knownRate != nil }) {
      throw .notSimulated("known_rate of metric \(metric.name)")
    }
    if let metric = drawn.metrics.first(where: { $0.kind.isOfDistribution }) {
      throw .notInUnits("\(metric.kind.rawValue) \(metric.name)")
    }
    return drawn
  }
}
