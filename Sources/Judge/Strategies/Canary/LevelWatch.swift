internal import Stats
public import Summaries

/// Levels that a canary's treatment must not pass, whatever its control does: an error rate above 5 %, a p95 above
/// 800 ms.
///
/// Nothing is compared, so that the question is asked at all traffic as well, by one process from the end of the first
/// warm-up on that no stage begins anew. Each level has a part of α_R of its own, as a metric that rolls back has, so
/// that the chances of all of them still add up to α_R; the null is that the treatment's rows are not beyond the level,
/// in any stage. Shares of rows that are units are judged exactly (`BernoulliMixture`), all else by the normal mixture
/// over units, from `Evidence.floor` effective ones on. A quantile is above a level where more than its share of rows
/// are.
public struct LevelWatch: Sendable {
  /// One level, and where its sums stand.
  private struct Level {
    var metric: MetricPlan
    var limit: TriggerLimit
    var pair: Int
    /// Rows with a value, of those asked for one; nil where every row has one.
    var presence: Int?
    var significance: Double
    var isInForce: Bool
  }

  /// Sums what the treatment answered, by unit.
  public let scan: ScanPlan
  private let plan: Plan
  private let levels: [Level]
  /// The buckets of warm-ups, whose rows do not count.
  private let cold: Set<Int>

  /// Creates the watch of a plan that has levels, once its first stage has begun; nil of others.
  ///
  /// - Parameters:
  ///   - staged: The plan at its present stage.
  ///   - since: Rows before this instant do not count.
  ///   - until: Rows at or after this instant do not count.
  public init?(_ staged: StagedPlan, since: Timestamp? = nil, until: Timestamp? = nil) {
    guard let start = staged.starts.first, let variant = staged.judged.log.variant,
      !staged.levels.isEmpty
    else { return nil }
    plan = staged.judged
    var source = plan.logSource(since: [since, start].compactMap(\.self).max(), until: until)
    source.key = nil
    source.filter.append(Condition(variant, .isOneOf(plan.treatments)))
    var scan = ScanPlan(log: source)
    (scan.variants, scan.key) = (plan.variants, plan.unitColumn == nil ? .none : .unit)
    var begun = plan
    begun.stages = StagedPlan.begun(staged.stages, staged.starts)
    var cold: Set<Int> = []
    if let stages = begun.stages, stages.contains(where: { $0.warmUp > 0 }),
      let axis = begun.stageAxis
    {
      // A unit counts with its rows of the stage that it first came in, as for what is compared.
      (scan.buckets, scan.unitRows) = (axis, .ofFirstBucket)
      cold = Set(
        stages.compactMap { stage in
          stage.warmUp > 0 ? stage.start.map { axis.index(of: $0) } : nil
        })
    }
    let inForce = staged.stage.levels ?? [:]
    levels = plan.metrics.compactMap { metric in
      guard let limit = staged.levels[metric.name] else { return nil }
      let measures = metric.measures(errorColumn: staged.judged.log.error)
      var asked = measures
      if metric.kind == .quantile {
        // Read as a measure, too: a text where a number belongs is a row error, as for a mean.
        _ = scan.addMeasure(measures.numerator)
        asked.numerator = metric.rows(beyond: limit.value, limit.side, measures)
      }
      return Level(
        metric: metric, limit: limit, pair: scan.addPair(asked),
        presence: metric.presence(in: measures).map { scan.addPair($0) },
        significance: staged.levelSignificance(of: metric),
        isInForce: inForce[metric.name] != nil)
    }
    (self.scan, self.cold) = (scan, cold)
  }

  /// What the log says of each level in force.
  ///
  /// - Parameter found: What `scan` found.
  /// - Returns: An account a level, in the order of the metrics.
  func accounts(_ found: LogSummary?) -> [StageAccount.Level] {
    levels.filter(\.isInForce).map { level in
      var account = StageAccount.Level(
        metric: level.metric.name, level: level.limit.words, status: .unclear,
        isShareBeyond: level.metric.kind == .quantile)
      if let found { try? fill(&account, level, found) }
      return account
    }
  }

  private func fill(
    _ account: inout StageAccount.Level, _ level: Level, _ found: LogSummary
  ) throws(StatsError) {
    let sums = moments(level.pair, found)
    let present = level.presence.map { moments($0, found).meanX > 0 } ?? true
    guard sums.count > 0, sums.meanY > 0, present else { return }
    account.value = sums.meanX / sums.meanY
    let (limit, isAbove) = nullValue(of: level)
    let logEValue: Double
    if scan.key == .none, level.metric.kind.isShare || level.metric.kind == .quantile {
      let rows = Int((sums.meanY * Double(sums.count)).rounded())
      let events = min(rows, Int((sums.meanX * Double(sums.count)).rounded()))
      logEValue = try BernoulliMixture(nullProbability: limit, side: isAbove ? .greater : .less)
        .logEValue(successes: events, failures: rows - events)
    } else {
      guard sums.count > 1 else { return }
      let ratio = try RatioEstimate(moments: sums)
      guard ratio.effectiveUnits >= Evidence.floor else {
        account.effective = ratio.effectiveUnits
        return
      }
      let distance = isAbove ? ratio.ratio - limit : limit - ratio.ratio
      logEValue = NormalMixture(
        significance: level.significance, targetClock: targetClock, sides: .one
      ).logEValue(
        standardized: distance / ratio.standardError, clock: clock(ratio, level.metric, limit))
    }
    let pValue = BernoulliMixture.pValue(logEValue: logEValue)
    account.logEValue = logEValue > -.infinity ? logEValue : nil
    account.pValue = pValue
    account.status = pValue <= level.significance ? .exceeded : .notShown
  }

  /// What the ratio of sums is held against, and on which side of it there is harm.
  private func nullValue(of level: Level) -> (value: Double, isAbove: Bool) {
    guard level.metric.kind == .quantile else {
      return (level.limit.value, level.limit.side == .above)
    }
    let probability = level.metric.probability ?? 0.5
    return (level.limit.side == .above ? 1 - probability : probability, true)
  }

  private func moments(_ pair: Int, _ found: LogSummary) -> BivariateMoments {
    var sums = BivariateMoments()
    for cell in found.cells where cell.variant == 1 && !cold.contains(cell.bucket) {
      sums.merge(cell.pairs[pair])
    }
    return sums
  }

  /// Units, where each is complete when it enters; else what their sums vary by, in units of the planned variance.
  private func clock(_ ratio: RatioEstimate, _ metric: MetricPlan, _ limit: Double) -> Double {
    let units = Double(ratio.count)
    guard plan.clock == .variance else { return units }
    let planned =
      metric.kind == .quantile
      ? limit * (1 - limit) : metric.plannedVariance(on: .difference, level: limit)
    return units * units * ratio.standardError * ratio.standardError / planned
  }

  /// The treatment's units at the planned sample, by the shares of the first stage.
  private var targetClock: Double {
    let shares = plan.tuningShares
    let least = shares.prefix(2).min() ?? 0
    guard shares.count > 1, least > 0 else { return Double(plan.inference.minimumSample) }
    let total =
      plan.inference.plannedSample.map(Double.init) ?? Double(plan.inference.minimumSample) / least
    return total * shares[1]
  }
}

extension StagedPlan {
  /// By metric, the level that rolls back at some stage: one for all of them.
  var levels: [String: TriggerLimit] { stages.last?.levels ?? [:] }

  /// The part of α_R that one level holds.
  func levelSignificance(of metric: MetricPlan) -> Double {
    let weights = Self.harmWeights(judged, stages)
    return original.inference.rollbackSignificance * (1 - Self.laterShare) * metric.harmWeight
      / max(weights.compared + weights.levels, .leastNormalMagnitude)
  }

  /// What the metrics that are compared with the control weigh beside those that have a level.
  static func harmWeights(
    _ judged: Plan, _ stages: [StagePlan]
  ) -> (compared: Double, levels: Double) {
    let levels = stages.last?.levels ?? [:]
    func sum(_ included: (MetricPlan) -> Bool) -> Double {
      judged.metrics.filter(included).map(\.harmWeight).reduce(0, +)
    }
    return (sum(\.watchesRollback), sum { levels[$0.name] != nil })
  }
}

extension MetricPlan {
  /// Rows on the far side of a value.
  func rows(
    beyond value: Double, _ side: TriggerLimit.Side, _ measures: MetricMeasures
  ) -> Measure {
    Measure(
      .indicator(Condition(column, .number(side == .below ? .lessThan : .greaterThan, value))),
      where: measures.denominator.conditions)
  }
}
