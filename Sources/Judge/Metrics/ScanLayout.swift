public import Summaries

/// The scan a plan asks for, and where in its answer each metric finds its numbers.
///
/// `scan` says all that a summary must hold to be judged: a summary from elsewhere, such as a simulated
/// one, fills the same cells. With windows, maturities or looks its buckets are those of `Plan.axisWidth`,
/// a unit belongs to the bucket of its first row, and its sums hold the rows of its windows alone; windows
/// and looks are held against the summary's first and last time.
public struct ScanLayout: Equatable, Sendable {
  /// Where a metric's numbers stand.
  enum Slot: Equatable, Sendable {
    /// Indices into a cell's pairs; `events` counts the units with at least one event.
    case ratio(pair: Int, events: Int?)
    /// An index into a cell's distributions.
    case quantile(distribution: Int)
    /// Indices into a cell's distributions: the scores of rows whose label is positive, and of the others.
    case area(positives: Int, negatives: Int)
  }

  /// The first pass.
  public internal(set) var scan: ScanPlan
  /// One for each metric of the plan, in order.
  private(set) var slots: [Slot]
  /// One for each metric: the pair of its rows with a value and of those that are asked for one, or nil
  /// where every row has one.
  private(set) var presence: [Int?]
  /// One for each metric: of a rate, the pair of its events and of its rows with a value; nil of others.
  private(set) var written: [Int?] = []
  /// One for each metric: the pair of its rows without an error and of all, or nil where rows with an error
  /// are not left out.
  private(set) var survival: [Int?]
  /// One for each metric: what its values can be at most and at least, or nil where nothing is bounded.
  private(set) var extremes: [LabelExtremes?]
  /// By metric, where its covariates stand.
  private(set) var covariates: [Int: CovariateLayout] = [:]
  /// By metric, the pair of what lay beyond its limits and of all.
  private(set) var beyondLimits: [Int: Int] = [:]
  /// By column that results are broken down by, the distribution that counts its texts.
  private(set) var segments: [Int] = []
  /// By column of predictions that is checked, the distribution that counts its texts.
  var predictions: [String: Int] = [:]
  public let plan: Plan
  /// The phases that another scan found; nil where the plan names them, or has but one.
  var foundPhases: [Phase]?

  /// Derives the first pass of an experiment from its plan.
  ///
  /// - Parameters:
  ///   - plan: A plan of strategy `ab`.
  ///   - since: Rows before this instant are dropped and counted.
  ///   - until: Rows at or after this instant are dropped and counted.
  ///   - asOf: The present: labels that became known at or after it do not count.
  ///   - check: Whether the values of predictions and scores are counted.
  public init(
    _ plan: Plan, since: Timestamp? = nil, until: Timestamp? = nil, asOf: Timestamp? = nil,
    predictions check: PredictionCheck = .unchecked
  ) {
    self.plan = plan
    scan = ScanPlan(log: plan.logSource(since: since, until: until))
    if let labels = plan.labelSource(until: until, asOf: asOf) { scan.sources.append(labels) }
    if let before = plan.prePeriodSource { scan.sources.append(before) }
    scan.key = plan.unitColumn == nil ? .none : .unit
    scan.variants = plan.variants
    scan.buckets = plan.buckets
    (scan.unitRows, scan.assignment) = (plan.unitRows, plan.scanAssignment)
    (scan.calendar, scan.exposures) = (plan.rowCalendar, plan.exposures)
    (slots, presence, survival, extremes) = ([], [], [], [])
    for (index, metric) in plan.metrics.enumerated() {
      slots.append(add(metric, at: index))
      presence.append(addPresence(metric))
      written.append(addWritten(metric))
      survival.append(addSurvival(metric))
      extremes.append(plan.bounds(metric) ? addExtremes(metric) : nil)
    }
    for column in plan.segments ?? [] {
      segments.append(
        scan.addDistribution(
          ScanPlan.Distribution(
            column: column, categoryCap: SegmentLayout.categoryCap, textOnly: true)))
    }
    if check == .counted { addPredictions() }
  }

  /// The times that are believed, where some rows are far from all others: those are rows that cannot be
  /// understood.
  public var believed: Range<Timestamp>? {
    get { scan.sources[0].believed }
    set { scan.sources[0].believed = newValue }
  }

  /// The phases of the log that the first pass read.
  func phases(of first: LogSummary) -> [Phase] {
    foundPhases ?? Phase.phases(of: plan, in: first)
  }

  /// Where a bucket of a day begins.
  static func day(_ bucket: Int) -> Timestamp {
    Timestamp(seconds: Int64(bucket) * secondsPerDay)
  }

  static let secondsPerDay: Int64 = 86_400

  /// The log may have to be read more than once: for a second pass, because rows that windows ask for are
  /// not in the order of time, for rows of another age, for the phases of a ramp, or by request.
  public var needsRereading: Bool {
    // Windows ask for times, too.
    needsSecondPass || scan.sources[0].time != nil || plan.movesUnitsAlongRamp || requestScan != nil
  }

  private mutating func addPresence(_ metric: MetricPlan) -> Int? {
    metric.presence(in: measures(of: metric)).map { scan.addPair($0) }
  }

  private mutating func addWritten(_ metric: MetricPlan) -> Int? {
    let measures = measures(of: metric)
    guard metric.kind == .rate, let presence = metric.presence(in: measures) else { return nil }
    return scan.addPair(
      MetricMeasures(numerator: measures.numerator, denominator: presence.numerator))
  }

  /// What a metric asks of each row, within its window.
  func measures(of metric: MetricPlan) -> MetricMeasures {
    var measures = metric.measures(errorColumn: plan.log.error)
    let window = metric.window.map { Int64($0) * 1_000_000 }
    (measures.numerator.window, measures.denominator.window) = (window, window)
    return measures
  }

  /// Counts a rate over the rows that say whether there was an event, and no longer over all.
  mutating func countWritten(_ index: Int) {
    guard case .ratio(_, let events) = slots[index], let written = written[index] else { return }
    slots[index] = .ratio(pair: written, events: events)
  }

  private mutating func add(_ metric: MetricPlan, at index: Int) -> Slot {
    let measures = measures(of: metric)
    if metric.kind == .quantile {
      // Read as a measure too: a text where a number belongs is a row error, as for a mean.
      _ = scan.addMeasure(measures.numerator)
      return .quantile(
        distribution: scan.addDistribution(
          ScanPlan.Distribution(
            column: metric.column, conditions: measures.numerator.conditions, categoryCap: 0)))
    }
    if metric.kind == .auc { return addArea(metric, measures) }
    let (pair, numerator, beyond) = scan.unitPair(of: metric, measures)
    beyondLimits[index] = beyond
    if let names = metric.covariates { covariates[index] = scan.addCovariates(names, to: pair) }
    var events: UnitPair?
    if metric.nonInferiority == .exact {
      // A unit without a value is no evidence that it had no event.
      var observed = measures.denominator
      observed.conditions.append(Condition(metric.column, .isPresent))
      events = UnitPair(
        .any(measure: numerator), .any(measure: scan.addMeasure(observed)))
    } else if metric.kind == .rate {
      events = UnitPair(.any(measure: numerator), .one)
    }
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

  /// Adds the sums of two measures once and returns their index.
  mutating func addPair(_ measures: MetricMeasures) -> Int {
    let numerator = addMeasure(measures.numerator)
    return addPair(
      UnitPair(.sum(measure: numerator), .sum(measure: addMeasure(measures.denominator))))
  }

  /// Adds a pair of sums, even where an equal one exists: its place is known by position.
  mutating func appendPair(_ numerator: Measure, _ denominator: Measure) {
    pairs.append(
      UnitPair(.sum(measure: addMeasure(numerator)), .sum(measure: addMeasure(denominator))))
  }
}

extension LogSummary {
  /// A distribution of one variant, over the time buckets of a phase.
  func distribution(
    _ index: Int, variant: Int, _ phase: Phase, through last: Int = .max
  ) -> ColumnDistribution {
    var parts = cells.filter { $0.variant == variant && $0.isWithin(phase, through: last) }
      .map { $0.distributions[index] }
    guard var merged = parts.popLast() else {
      return ColumnDistribution(ScanPlan.Distribution(column: ""))
    }
    for part in parts.reversed() { merged.merge(part) }
    return merged
  }

  /// A pair's moments in one variant, over the time buckets of a phase, or over all of them, up to a last
  /// one.
  func pair(
    _ index: Int, variant: Int, _ phase: Phase? = nil, through last: Int = .max
  ) -> BivariateMoments {
    var merged = BivariateMoments()
    for cell in cells where cell.variant == variant && cell.isWithin(phase, through: last) {
      merged.merge(cell.pairs[index])
    }
    return merged
  }

  /// Units of one variant, over the time buckets of a phase, or over all of them, up to a last one.
  func units(variant: Int, _ phase: Phase? = nil, through last: Int = .max) -> Int {
    cells.filter { $0.variant == variant && $0.isWithin(phase, through: last) }.map(\.units)
      .reduce(0, +)
  }

  /// Rows of one variant, over all time buckets.
  func rows(variant: Int) -> Int {
    cells.filter { $0.variant == variant }.map(\.rows).reduce(0, +)
  }
}

extension LogSummary.Cell {
  fileprivate func isWithin(_ phase: Phase?, through last: Int) -> Bool {
    bucket <= last && (phase?.buckets.contains(bucket) ?? true)
  }
}
