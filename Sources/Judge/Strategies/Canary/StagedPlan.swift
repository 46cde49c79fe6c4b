public import Summaries

/// A canary's plan as it stands at one of its stages.
///
/// A canary is an experiment whose split changes from stage to stage: each stage is a phase, effects are
/// compared within phases and added up, and harm is asked by one process a metric over all of them.
///
/// *Why a false rollback stays within α_R over all stages and looks.* Each metric that rolls back at any
/// stage holds its share of α_R from the first row on, whether its condition is in force yet or not, and its
/// process is never started again. A metric's limits may differ by stage, but they are judged by one process,
/// whose evidence E(h) falls as the limit h grows. Where the true deterioration is d, the limits that are not
/// exceeded are those with h ≥ d, so that the largest evidence against any of them is that against the
/// strictest: sup E(h) = E(min h), one e-process, for which Ville's inequality holds at all looks together.
/// Asking only the limit of the present stage asks less. Restarting the process at each stage would ask anew
/// each time, at up to as many times α_R as there are stages.
///
/// The process has nine tenths of α_R, which it shares with the levels that are held whatever the control does, each by
/// a process of its own. The last tenth is shared by what it does not ask: each stage's drift
/// score, and all traffic against the control before it. The chances of all of them add up to α_R at most.
public struct StagedPlan: Equatable, Sendable {
  /// As it was written.
  public let original: Plan
  /// What the evidence so far is judged by: the stages that have begun as phases, and the conditions of the
  /// present one as limits of harm.
  public let judged: Plan
  /// When the stages began that have, in order.
  public let starts: [Timestamp]

  /// Creates the plan at a stage.
  ///
  /// - Parameters:
  ///   - plan: Of strategy `canary`.
  ///   - starts: When the stages began that have, in order; those beyond the plan's stages are ignored.
  public init(_ plan: Plan, starts: [Timestamp]) {
    let stages = plan.stages ?? []
    (original, self.starts) = (plan, Array(starts.prefix(stages.count)))
    judged = Self.judged(plan, stages, self.starts)
  }

  /// The stage it stands at, from 0; the first one where none has begun.
  public var index: Int { max(0, starts.count - 1) }
  /// The present stage.
  public var stage: StagePlan { stages[min(index, stages.count - 1)] }
  /// The stage after it; nil at the last one.
  public var next: StagePlan? { index + 1 < stages.count ? stages[index + 1] : nil }
  /// All stages.
  public var stages: [StagePlan] {
    original.stages ?? [StagePlan(traffic: 100, duration: 0)]
  }

  /// When all traffic went to the treatment, and the comparison ended; nil before.
  public var end: Timestamp? { stage.isConcurrent ? nil : starts.last }

  /// When the present stage may end at the earliest; nil before the first one.
  public var earliest: Timestamp? { starts.last?.advanced(by: stage.warmUp + stage.duration) }

  /// The metrics whose conditions come into force at a later stage.
  var dormant: Set<String> {
    let inForce = stage.rollback
    return Set(
      original.metrics.filter { metric in
        inForce[metric.name] == nil && !(metric.role == .guardrail && metric.critical)
          && stages.contains { $0.rollback[metric.name] != nil }
      }.map(\.name))
  }

  /// The instants at which stages are known to have begun.
  ///
  /// - Parameters:
  ///   - plan: Of strategy `canary`.
  ///   - given: What whoever runs the gate says; what the plan says where empty.
  ///   - firstRow: Where neither says anything, the first stage began with the first row.
  ///   - present: Stages of the future have not begun; all have where nil.
  /// - Returns: In order; fewer than the plan has stages, as a rule.
  public static func starts(
    of plan: Plan, given: [Timestamp], firstRow: Timestamp?, present: Timestamp?
  ) -> [Timestamp] {
    let planned = (plan.stages ?? []).prefix { $0.start != nil }.compactMap(\.start)
    let known = given.isEmpty ? planned : given
    let starts = known.isEmpty ? [firstRow].compactMap(\.self) : known
    return starts.filter { start in present.map { start <= $0 } ?? true }
  }

  /// The stages that have begun, each with its start.
  static func begun(_ stages: [StagePlan], _ starts: [Timestamp]) -> [StagePlan] {
    zip(stages, starts).map { stage, start in
      var stage = stage
      stage.start = start
      return stage
    }
  }

  private static func judged(_ plan: Plan, _ stages: [StagePlan], _ starts: [Timestamp]) -> Plan {
    var judged = plan
    let begun = begun(stages, starts)
    let concurrent = begun.filter(\.isConcurrent)
    judged.stages = concurrent
    judged.phases = concurrent.map {
      TrafficPhase(start: $0.start ?? Timestamp(seconds: 0), traffic: plan.traffic(at: $0))
    }
    if let first = stages.first { judged.traffic = plan.traffic(at: first) }
    let present = begun.last ?? stages.first
    for index in judged.metrics.indices {
      let name = judged.metrics[index].name
      let limits = stages.compactMap { $0.rollback[name] }
      // One that is not in force yet holds its share of the budget all the same.
      guard let limit = present?.rollback[name] ?? limits.first else { continue }
      (judged.metrics[index].critical, judged.metrics[index].harm) = (true, limit)
    }
    let weights = harmWeights(judged, stages)
    judged.inference.rollbackSignificance *= 1 - laterShare
    if weights.compared > 0 {
      judged.inference.rollbackSignificance *=
        weights.compared / (weights.compared + weights.levels)
    }
    return judged
  }
}

extension Plan {
  /// The split of traffic in a stage.
  fileprivate func traffic(at stage: StagePlan) -> [String: Double] {
    var traffic = [control ?? "": 100 - stage.traffic]
    for treatment in treatments {
      traffic[treatment] = stage.traffic / Double(max(1, treatments.count))
    }
    return traffic
  }

  /// Where the stages that are compared begin, and where their warm-ups end; nil without any.
  var stageAxis: TimeBuckets? {
    guard let stages else { return nil }
    var boundaries: [Timestamp] = []
    for (index, stage) in stages.enumerated() {
      guard let start = stage.start else { continue }
      if index > 0 { boundaries.append(start) }
      let next = index + 1 < stages.count ? stages[index + 1].start : nil
      let warm = start.advanced(by: stage.warmUp)
      if stage.warmUp > 0, next.map({ warm < $0 }) ?? true { boundaries.append(warm) }
    }
    return boundaries.isEmpty ? nil : .boundaries(boundaries)
  }

  /// The shares of each bucket of the stages' axis, whose warm-ups are buckets of their own; nil without
  /// stages.
  var stageShares: [[Double]]? {
    guard stages != nil, let first = phases.first else { return nil }
    guard case .boundaries(let boundaries)? = stageAxis else { return [shares(of: first.traffic)] }
    return ([first.start] + boundaries).map { start in
      shares(of: (phases.last { $0.start <= start } ?? first).traffic)
    }
  }

  /// The weights that sequential bounds are tuned by: those of a canary's first stage, as what is known only
  /// once a stage has begun would tune them anew at each.
  var tuningShares: [Double] { stages == nil ? shares : shares(of: traffic) }
}

extension Phase {
  /// A phase for each stage that is compared, without the rows of its warm-up.
  static func staged(_ plan: Plan) -> [Phase]? {
    guard let stages = plan.stages, !stages.isEmpty else { return nil }
    let axis = plan.stageAxis
    return zip(stages, plan.phases).enumerated().map { index, pair in
      let (stage, phase) = pair
      let warm = phase.start.advanced(by: stage.warmUp)
      let next = index + 1 < plan.phases.count ? plan.phases[index + 1].start : nil
      // A stage that ended before it was warm has no rows: no bucket is that late.
      let isWarm = next.map { warm < $0 } ?? true
      let bucket = isWarm ? axis?.index(of: warm) ?? 0 : Int.max
      return Phase(
        buckets: bucket...bucket, start: phase.start, shares: plan.shares(of: phase.traffic))
    }
  }
}
