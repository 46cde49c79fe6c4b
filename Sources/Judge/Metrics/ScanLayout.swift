public import Summaries

/// The scan a plan asks for, and where in its answer each metric finds its numbers.
public struct ScanLayout: Equatable, Sendable {
  /// Where a metric's numbers stand.
  enum Slot: Equatable, Sendable {
    /// Indices into a cell's pairs; `events` counts the units with at least one event.
    case ratio(pair: Int, events: Int?)
    /// An index into a cell's distributions.
    case quantile(distribution: Int)
  }

  /// The pairs of a metric whose missing labels are all taken for misses, and all for hits.
  struct LabelExtremes: Equatable, Sendable {
    var least: Int
    var most: Int
  }

  /// The first pass.
  public private(set) var scan: ScanPlan
  /// One for each metric of the plan, in order.
  private(set) var slots: [Slot]
  /// One for each metric: the pair of its rows with a value and of those that are asked for one, or nil
  /// where every row has one.
  private(set) var presence: [Int?]
  /// One for each metric: the pair of its rows without an error and of all, or nil where rows with an error
  /// are not left out.
  private(set) var survival: [Int?]
  /// One for each metric: what its values can be at most and at least, or nil where nothing is bounded.
  private(set) var extremes: [LabelExtremes?]
  private let plan: Plan
  /// The phases that another scan found; nil where the plan names them, or has but one.
  private var foundPhases: [Phase]?

  /// Derives the first pass of an experiment from its plan.
  ///
  /// - Parameters:
  ///   - plan: A plan of strategy `ab`.
  ///   - since: Rows before this instant are dropped and counted.
  ///   - until: Rows at or after this instant are dropped and counted.
  ///   - asOf: The present: labels that became known at or after it do not count.
  public init(
    _ plan: Plan, since: Timestamp? = nil, until: Timestamp? = nil, asOf: Timestamp? = nil
  ) {
    self.plan = plan
    scan = ScanPlan(log: plan.logSource(since: since, until: until))
    if let labels = plan.labelSource(until: until, asOf: asOf) { scan.sources.append(labels) }
    scan.key = plan.unitColumn == nil ? .none : .unit
    scan.variants = plan.variants
    scan.buckets = plan.buckets
    (scan.accrual, scan.assignment) = (plan.accrual, plan.scanAssignment)
    (scan.calendar, scan.exposures) = (plan.calendar, plan.exposures)
    (slots, presence, survival, extremes) = ([], [], [], [])
    for metric in plan.metrics {
      slots.append(add(metric))
      presence.append(addPresence(metric))
      survival.append(addSurvival(metric))
      extremes.append(plan.bounds(metric) ? addExtremes(metric) : nil)
    }
  }

  /// The second pass, which needs values that only the first pass knows, or `nil` where one is enough.
  ///
  /// A quantile's error under clustering is that of the share of values at or below it, taken over units.
  public func secondPass(after first: LogSummary) -> ScanPlan? {
    guard hasClusteredQuantile else { return nil }
    var second = scan
    (second.measures, second.pairs, second.distributions) = ([], [], [])
    (second.calendar, second.exposures) = (nil, .none)
    for (metric, slot) in zip(plan.metrics, slots) {
      guard case .quantile(let index) = slot, let probability = metric.probability else { continue }
      let measures = metric.measures(errorColumn: plan.log.error)
      for arm in plan.variants.indices {
        for phase in phases(of: first) {
          let bound = first.distribution(index, variant: arm, phase).histogram
            .quantile(probability)?.value
          second.addPair(
            Measure(
              .indicator(Condition(metric.column, .number(.atMost, bound ?? 0))),
              where: measures.denominator.conditions),
            measures.denominator)
        }
      }
    }
    return second
  }

  /// The phases of the log that the first pass read.
  func phases(of first: LogSummary) -> [Phase] {
    foundPhases ?? Phase.phases(of: plan, in: first)
  }

  /// The first pass once more, where the first one found the phases of a ramp: each unit now with the rows
  /// of the phase it first came in, as the ramp may have moved it afterwards.
  public func refined(by first: LogSummary) -> ScanLayout? {
    let phases = phases(of: first)
    guard plan.movesUnitsAlongRamp, foundPhases == nil, phases.count > 1 else { return nil }
    var refined = self
    refined.scan.buckets = .boundaries(phases.dropFirst().compactMap(\.start))
    refined.scan.accrual = .withinFirstBucket
    refined.scan.assignment = ScanPlan.Assignment(shares: phases.map(\.shares))
    refined.foundPhases = phases.enumerated().map { index, phase in
      Phase(buckets: index...index, start: phase.start, shares: phase.shares)
    }
    return refined
  }

  /// Where a bucket of a day begins.
  static func day(_ bucket: Int) -> Timestamp {
    Timestamp(seconds: Int64(bucket) * secondsPerDay)
  }

  fileprivate static let secondsPerDay: Int64 = 86_400

  /// The log may have to be read more than once.
  public var needsSecondPass: Bool {
    hasClusteredQuantile || plan.movesUnitsAlongRamp || requestScan != nil
  }

  /// A scan that sums by request, so that those logged twice can be counted; nil where the log names none,
  /// or where labels are joined by it, which counts them on the way.
  public var requestScan: ScanPlan? {
    guard let request = plan.log.request, plan.labels == nil else { return nil }
    var source = scan.sources[0]
    (source.unit, source.weight, source.key) = (request, nil, nil)
    var requests = ScanPlan(log: source)
    (requests.key, requests.variants) = (.unit, plan.variants)
    return requests
  }

  /// Some metric is a quantile of clustered units.
  private var hasClusteredQuantile: Bool {
    scan.key == .unit && plan.metrics.contains { $0.kind == .quantile }
  }

  /// Where the second pass put the clustered share of a quantile metric in one variant and phase.
  func secondPassPair(metric: Int, variant: Int, phase: Int, of phases: Int) -> Int {
    let before = slots[..<metric].count { if case .quantile = $0 { true } else { false } }
    return (before * plan.variants.count + variant) * phases + phase
  }

  private mutating func addPresence(_ metric: MetricPlan) -> Int? {
    var conditions = metric.measures(errorColumn: plan.log.error).denominator.conditions
    let asked = conditions.filter { $0.test != .isPresent }
    // A rate counts a row without a value as one without an event.
    if metric.kind == .rate { conditions.append(Condition(metric.column, .isPresent)) }
    guard asked.count < conditions.count else { return nil }
    let complete = scan.addMeasure(Measure(.one, where: conditions))
    let all = scan.addMeasure(Measure(.one, where: asked))
    return scan.addPair(UnitPair(.sum(measure: complete), .sum(measure: all)))
  }

  private mutating func addSurvival(_ metric: MetricPlan) -> Int? {
    guard metric.errorRows == .excluded, let error = plan.log.error else { return nil }
    let served = Measure(.one, where: metric.conditions + [Condition(error, .isNotTrue)])
    let all = scan.addMeasure(Measure(.one, where: metric.conditions))
    return scan.addPair(UnitPair(.sum(measure: scan.addMeasure(served)), .sum(measure: all)))
  }

  /// What a metric would be if every row without a label counted for it, and if none did.
  private mutating func addExtremes(_ metric: MetricPlan) -> LabelExtremes? {
    let measures = metric.measures(errorColumn: plan.log.error)
    let conditions = measures.denominator.conditions
    let labelled = conditions + [Condition(metric.column, .isPresent)]
    let asked = scan.addMeasure(Measure(.one, where: conditions.filter { $0.test != .isPresent }))
    let hits = scan.addMeasure(measures.numerator)
    let known = scan.addMeasure(
      Measure(.one, where: metric.kind == .rate ? labelled : conditions))
    let misses = scan.addMeasure(Measure(.difference(known, hits)))
    let most = scan.addMeasure(Measure(.difference(asked, misses)))
    return LabelExtremes(
      least: scan.addPair(UnitPair(.sum(measure: hits), .sum(measure: asked))),
      most: scan.addPair(UnitPair(.sum(measure: most), .sum(measure: asked))))
  }

  private mutating func add(_ metric: MetricPlan) -> Slot {
    let measures = metric.measures(errorColumn: plan.log.error)
    if metric.kind == .quantile {
      // Read as a measure too: a text where a number belongs is a row error, as for a mean.
      _ = scan.addMeasure(measures.numerator)
      return .quantile(
        distribution: scan.addDistribution(
          ScanPlan.Distribution(
            column: metric.column, conditions: measures.numerator.conditions, categoryCap: 0)))
    }
    let numerator = scan.addMeasure(measures.numerator)
    let denominator = scan.addMeasure(measures.denominator)
    let pair =
      switch metric.per {
      case .row: UnitPair(.sum(measure: numerator), .sum(measure: denominator))
      case .unit where metric.kind == .rate: UnitPair(.any(measure: numerator), .one)
      case .unit: UnitPair(.sum(measure: numerator), .one)
      case .unitMean: UnitPair(.mean(numerator: numerator, denominator: denominator), .one)
      }
    let events = metric.kind == .rate ? UnitPair(.any(measure: numerator), .one) : nil
    return .ratio(pair: scan.addPair(pair), events: events.map { scan.addPair($0) })
  }
}

extension ScanPlan {
  /// Adds a measure once and returns its index.
  mutating func addMeasure(_ measure: Measure) -> Int {
    if let known = measures.firstIndex(of: measure) { return known }
    measures.append(measure)
    return measures.count - 1
  }

  /// Adds a distribution once and returns its index: the quantiles of a column share one.
  mutating func addDistribution(_ distribution: Distribution) -> Int {
    if let known = distributions.firstIndex(of: distribution) { return known }
    distributions.append(distribution)
    return distributions.count - 1
  }

  /// Adds a pair once and returns its index.
  mutating func addPair(_ pair: UnitPair) -> Int {
    if let known = pairs.firstIndex(of: pair) { return known }
    pairs.append(pair)
    return pairs.count - 1
  }

  /// Adds a pair of sums, even where an equal one exists: its place is known by position.
  mutating func addPair(_ numerator: Measure, _ denominator: Measure) {
    pairs.append(
      UnitPair(.sum(measure: addMeasure(numerator)), .sum(measure: addMeasure(denominator))))
  }
}

extension Plan {
  /// The column whose values are the units of analysis, or `nil` where every row is one.
  var unitColumn: String? { assignment.kind == .perRequest ? nil : log.unit }

  /// The time axis: the phases of the plan, or days where a ramp leaves the phases to be found.
  var buckets: TimeBuckets? {
    if dropsMovedUnits { return nil }
    if phases.count > 1 { return .boundaries(phases.dropFirst().map(\.start)) }
    guard ramp != nil, log.time != nil else { return nil }
    return .fixed(
      origin: Timestamp(seconds: 0), width: ScanLayout.secondsPerDay * 1_000_000)
  }

  /// The labels, joined under the name that the metrics know them by.
  func labelSource(until: Timestamp?, asOf: Timestamp?) -> ScanPlan.Source? {
    guard let labels else { return nil }
    var source = ScanPlan.Source(role: .labels)
    (source.key, source.time, source.missing) = (labels.key, labels.time, log.missing)
    // What is to become known in the future is not known.
    source.until = labels.time == nil ? nil : [until, asOf].compactMap(\.self).min()
    source.columns = [.init(labels.value, as: log.label)]
    return source
  }

  func logSource(since: Timestamp?, until: Timestamp?) -> ScanPlan.Source {
    var source = ScanPlan.Source(role: .log)
    (source.time, source.unit, source.variant) = (log.time, unitColumn, log.variant)
    if let labels { source.key = log.request ?? labels.key }
    (source.weight, source.filter, source.missing) = (log.weight, log.filter, log.missing)
    // What came before the experiment began is no part of it.
    source.since = [since, phases.first?.start].compactMap(\.self).max()
    source.until = until
    return source
  }
}

extension LogSummary {
  /// A distribution of one variant, over the time buckets of a phase.
  func distribution(_ index: Int, variant: Int, _ phase: Phase) -> ColumnDistribution {
    var parts = cells.filter { $0.variant == variant && $0.isWithin(phase) }
      .map { $0.distributions[index] }
    guard var merged = parts.popLast() else {
      return ColumnDistribution(ScanPlan.Distribution(column: ""))
    }
    for part in parts.reversed() { merged.merge(part) }
    return merged
  }

  /// A pair's moments in one variant, over the time buckets of a phase, or over all of them.
  func pair(_ index: Int, variant: Int, _ phase: Phase? = nil) -> BivariateMoments {
    var merged = BivariateMoments()
    for cell in cells where cell.variant == variant && cell.isWithin(phase) {
      merged.merge(cell.pairs[index])
    }
    return merged
  }

  /// Units of one variant, over the time buckets of a phase, or over all of them.
  func units(variant: Int, _ phase: Phase? = nil) -> Int {
    cells.filter { $0.variant == variant && $0.isWithin(phase) }.map(\.units).reduce(0, +)
  }

  /// Rows of one variant, over all time buckets.
  func rows(variant: Int) -> Int {
    cells.filter { $0.variant == variant }.map(\.rows).reduce(0, +)
  }
}

extension LogSummary.Cell {
  fileprivate func isWithin(_ phase: Phase?) -> Bool { phase?.buckets.contains(bucket) ?? true }
}
