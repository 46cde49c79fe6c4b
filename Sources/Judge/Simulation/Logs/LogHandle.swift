internal import Summaries

/// Where an effect on a metric takes hold in the units of a log.
struct LogHandle: Sendable {
  /// What is changed.
  enum Grip: Equatable, Sendable {
    /// The numerators of the metric's pairs, and the denominator that a shift goes by.
    case columns(numerators: [Int], denominator: Int)
    case events(measure: Int, others: [Int], EventChange.Trials)
  }

  let grip: Grip
  /// The metric's value over all units of the log, and by phase.
  let level: Double
  private let phaseLevels: [Double]

  /// - Throws: `SimulationProblem` for a metric whose value is no ratio of sums, or has none.
  init(
    metric index: Int, _ plan: Plan, _ layout: ScanLayout, _ columns: UnitColumns, _ units: LogUnits
  ) throws(SimulationProblem) {
    let metric = plan.metrics[index]
    guard case .ratio(let pair, _) = layout.slots[index] else {
      throw .notInUnits("\(metric.kind.rawValue) \(metric.name)")
    }
    level = columns.ratio(pair: pair, over: 0..<units.count)
    guard level.isFinite else {
      throw .notInUnits("\(metric.name), which has no value in this log,")
    }
    let whole = level
    phaseLevels = units.members.map { members in
      let own = columns.ratio(pair: pair, over: members)
      return own.isFinite ? own : whole
    }
    let most = layout.extremes[index].map(\.most)
    guard metric.kind == .rate else {
      grip = .columns(
        numerators: [columns.pairs[pair].x] + (most.map { [columns.pairs[$0].x] } ?? []),
        denominator: columns.pairs[pair].y)
      return
    }
    var others: [Int] = []
    if let most, case .sum(let measure) = columns.numerator(pair: most) { others = [measure] }
    switch (columns.numerator(pair: pair), columns.denominator(pair: pair)) {
    case (.sum(let events), .sum(let rows)):
      grip = .events(measure: events, others: others, .rows(measure: rows))
    case (.mean(let events, let rows), _):
      grip = .events(measure: events, others: others, .rows(measure: rows))
    case (.any(let events), _): grip = .events(measure: events, others: others, .units)
    default: throw .notInUnits(metric.name)
    }
  }

  /// The effect that moves the metric to a level.
  func effect(to target: Double, isRelative: Bool) -> LogEffect {
    switch grip {
    case .columns(let numerators, let denominator):
      return isRelative && level != 0
        ? .scale(numerators: numerators, by: target / level)
        : .shift(numerators: numerators, by: target - level, denominator: denominator)
    case .events(let measure, let others, let trials):
      // In each phase the same effect, whatever its own level.
      let targets = phaseLevels.map {
        isRelative && level > 0 ? $0 * target / level : $0 + target - level
      }
      return .events(
        EventChange(
          measure: measure, others: others, trials: trials,
          gains: zip(phaseLevels, targets).map { $0 < 1 ? min(1, max(0, $1 - $0) / (1 - $0)) : 0 },
          losses: zip(phaseLevels, targets).map { $0 > 0 ? min(1, max(0, $0 - $1) / $0) : 0 }))
    }
  }
}
