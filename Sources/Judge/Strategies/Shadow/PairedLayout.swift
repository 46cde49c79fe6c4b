public import Summaries

/// The scan that a shadow plan asks for: the log, each of its rows beside the shadow's answer to the same
/// request, and where in the summary each number stands.
public struct PairedLayout: Sendable {
  /// Where a metric's numbers stand.
  enum Slot: Equatable, Sendable {
    /// Indices into a cell's pairs; `discordant` counts the units for which one model alone is ahead.
    case mean(control: Int, treatment: Int, difference: Int, ratio: Int, discordant: Int?)
    /// Indices into a cell's distributions.
    case quantile(control: Int, treatment: Int)
  }

  /// Pairs that count the requests that a metric asks for a value, and those in which both have one, the
  /// log's answer has one, and the shadow's; of a rate also the log's answers with an event.
  struct Presence: Equatable, Sendable {
    var asked: Int
    var both: Int
    var control: Int
    var treatment: Int
    var events: Int?
  }

  /// Pairs that hold how far the scores of a request are apart.
  struct Scores: Equatable, Sendable {
    var difference: Int
    var distance: Int
  }

  /// Indices into a cell's distributions.
  struct Answers: Equatable, Sendable {
    var column: String
    var control: Int
    var treatment: Int
  }

  /// The first pass.
  public private(set) var scan: ScanPlan
  private(set) var slots: [Slot] = []
  private(set) var presence: [Presence] = []
  /// The same by column of answers: what only one model answered tells nothing of how alike they are.
  private(set) var answerPresence: [String: Presence] = [:]
  /// The pair that counts the requests answered alike, of those both answered.
  private(set) var agreement: Int?
  private(set) var scores: Scores?
  /// The distributions of the answers of either model.
  private(set) var answers: Answers?
  /// The distributions of the columns that slice disagreement, as indices.
  private(set) var slices: [Int] = []
  /// Units with a pair.
  private(set) var paired: Int = 0
  /// The shadow's keys without a row in the log are missing pairs: nothing else dropped rows of the log.
  let isWhole: Bool
  let plan: Plan
  private let shadow: ShadowPlan
  /// The measure that is 1 for a request answered alike.
  private(set) var alike: Int?

  /// Derives the first pass from a plan of strategy `shadow`.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - since: Rows before this instant are dropped and counted.
  ///   - until: Rows at or after this instant are dropped and counted.
  ///   - asOf: The present: labels that became known at or after it do not count.
  public init(
    _ plan: Plan, since: Timestamp? = nil, until: Timestamp? = nil, asOf: Timestamp? = nil
  ) {
    self.plan = plan
    shadow = plan.shadow ?? ShadowPlan()
    isWhole =
      (plan.log.filter.isEmpty || plan.log.variant != nil) && since == nil && until == nil
    scan = ScanPlan(log: plan.pairedLogSource(since: since, until: until))
    if let labels = plan.labelSource(until: until, asOf: asOf) { scan.sources.append(labels) }
    scan.key = plan.unitColumn == nil ? .none : .unit
    if let control = plan.control, plan.log.variant != nil { scan.variants = [control] }
    let rows = scan.addMeasure(Measure(.one, where: [plan.isPaired]))
    paired = scan.addPair(UnitPair(.any(measure: rows), .one))
    for metric in plan.metrics { add(metric) }
    for column in [plan.log.prediction, plan.log.score].compactMap(\.self) {
      answerPresence[column] = counts(
        [Condition(column, .isPresent)], [Condition(ShadowPlan.paired(column), .isPresent)])
    }
    addAgreement()
    addScores()
    slices = shadow.slices.map {
      scan.addDistribution(
        ScanPlan.Distribution(column: $0, conditions: [plan.isPaired], textOnly: true))
    }
    scan.sources.append(plan.shadowSource(columns: joinedColumns))
  }

  /// The columns that the shadow hands over: all that a metric or the comparison reads of it.
  private var joinedColumns: [String] {
    var names = [plan.log.prediction, plan.log.score].compactMap(\.self)
    for metric in plan.metrics {
      if metric.column != plan.labelColumn { names.append(metric.column) }
      if metric.errorRows != .counted, let error = plan.log.error { names.append(error) }
    }
    return Set(names).sorted()
  }

  /// The pass that hands over label and both scores row by row, or nil where areas are not compared.
  public var areaScan: ScanPlan? {
    guard shadow.areaMargin != nil, let label = plan.labelColumn, let score = plan.log.score else {
      return nil
    }
    var area = scan
    (area.key, area.output) = (.none, .columns)
    (area.measures, area.pairs, area.distributions) = ([], [], [])
    area.sources[0].unit = nil
    area.columns = [
      .init(label, .boolean), .init(score, .number), .init(ShadowPlan.paired(score), .number),
    ]
    if let unit = plan.unitColumn { area.columns.append(.init(unit, .category)) }
    return area
  }

  // MARK: Metrics

  private mutating func add(_ metric: MetricPlan) {
    let (ours, theirs) = (
      metric.measures(errorColumn: plan.log.error),
      metric.paired(plan).measures(errorColumn: plan.log.error.map(ShadowPlan.paired))
    )
    let complete =
      ours.denominator.conditions + theirs.denominator.conditions + [plan.isPaired]
    func whole(_ measure: Measure) -> Measure {
      Measure(measure.expression, where: (measure.conditions + complete).withoutRepeats)
    }
    addPresence(metric, ours, theirs.denominator)
    let control = scan.addMeasure(whole(ours.numerator))
    let treatment = scan.addMeasure(whole(theirs.numerator))
    if metric.kind == .quantile {
      slots.append(
        .quantile(
          control: addDistribution(metric.column, complete),
          treatment: addDistribution(ShadowPlan.paired(metric.column), complete)))
      return
    }
    let rows = scan.addMeasure(Measure(.one, where: complete.withoutRepeats))
    let ahead = scan.addMeasure(Measure(.difference(treatment, control)))
    let behind = scan.addMeasure(Measure(.difference(control, treatment)))
    func pair(_ measure: Int) -> Int {
      switch metric.per {
      case .row: scan.addPair(UnitPair(.sum(measure: measure), .sum(measure: rows)))
      case .unit: scan.addPair(UnitPair(.sum(measure: measure), .one))
      case .unitMean:
        scan.addPair(UnitPair(.mean(numerator: measure, denominator: rows), .one))
      }
    }
    let ratio =
      metric.per == .unitMean
      ? UnitPair(
        .mean(numerator: treatment, denominator: rows), .mean(numerator: control, denominator: rows)
      )
      : UnitPair(.sum(measure: treatment), .sum(measure: control))
    let discordant =
      metric.isShare ? scan.addPair(UnitPair(.any(measure: ahead), .any(measure: behind))) : nil
    slots.append(
      .mean(
        control: pair(control), treatment: pair(treatment), difference: pair(ahead),
        ratio: scan.addPair(ratio), discordant: discordant))
  }

  private mutating func addDistribution(_ column: String, _ conditions: [Condition]) -> Int {
    scan.addDistribution(
      ScanPlan.Distribution(
        column: column, conditions: conditions.withoutRepeats, categoryCap: 0))
  }

  private mutating func addPresence(
    _ metric: MetricPlan, _ control: MetricMeasures, _ theirs: Measure
  ) {
    var (ours, theirs) = (control.denominator.conditions, theirs.conditions)
    // A rate counts a row without a value as one without an event.
    if metric.kind == .rate {
      ours.append(Condition(metric.column, .isPresent))
      theirs.append(Condition(ShadowPlan.paired(metric.column), .isPresent))
    }
    var counted = counts(ours, theirs)
    if metric.kind == .rate {
      var events = control.numerator
      events.conditions = (events.conditions + [plan.isPaired]).withoutRepeats
      counted.events = scan.addPair(UnitPair(.sum(measure: scan.addMeasure(events)), .one))
    }
    presence.append(counted)
  }

  private mutating func counts(_ ours: [Condition], _ theirs: [Condition]) -> Presence {
    func count(_ conditions: [Condition]) -> Int {
      let measure = scan.addMeasure(
        Measure(.one, where: (conditions + [plan.isPaired]).withoutRepeats))
      return scan.addPair(UnitPair(.sum(measure: measure), .one))
    }
    return Presence(
      asked: count(ours.filter { $0.test != .isPresent }), both: count(ours + theirs),
      control: count(ours), treatment: count(theirs))
  }

  // MARK: Answers

  private mutating func addAgreement() {
    guard let column = plan.log.prediction ?? plan.log.score else { return }
    let theirs = ShadowPlan.paired(column)
    let both = [Condition(column, .isPresent), Condition(theirs, .isPresent)]
    answers = Answers(
      column: column,
      control: scan.addDistribution(ScanPlan.Distribution(column: column, conditions: both)),
      treatment: scan.addDistribution(ScanPlan.Distribution(column: theirs, conditions: both)))
    let all = scan.addMeasure(Measure(.one, where: both))
    if plan.log.prediction != nil {
      return addAgreement(
        Measure(.agreement(prediction: column, label: theirs, threshold: nil), where: both), all)
    }
    guard let threshold = shadow.threshold else { return }
    func isTrue(_ column: String) -> Measure {
      Measure(.indicator(Condition(column, .number(.atLeast, threshold))), where: both)
    }
    // Alike where both are from the threshold on, or neither is: 1 less the distance.
    let (ours, shadows) = (scan.addMeasure(isTrue(column)), scan.addMeasure(isTrue(theirs)))
    let distance = scan.addMeasure(Measure(.distance(ours, shadows)))
    addAgreement(Measure(.difference(all, distance)), all)
  }

  private mutating func addAgreement(_ measure: Measure, _ all: Int) {
    let alike = scan.addMeasure(measure)
    self.alike = alike
    agreement = scan.addPair(UnitPair(.sum(measure: alike), .sum(measure: all)))
  }

  private mutating func addScores() {
    guard let column = plan.log.score else { return }
    let theirs = ShadowPlan.paired(column)
    let both = [Condition(column, .isPresent), Condition(theirs, .isPresent)]
    let a = scan.addMeasure(Measure(.number(column: theirs), where: both))
    let b = scan.addMeasure(Measure(.number(column: column), where: both))
    let difference = scan.addMeasure(Measure(.difference(a, b)))
    let distance = scan.addMeasure(Measure(.distance(a, b)))
    let all = scan.addMeasure(Measure(.one, where: both))
    scores = Scores(
      difference: scan.addPair(UnitPair(.sum(measure: difference), .sum(measure: all))),
      distance: scan.addPair(UnitPair(.sum(measure: distance), .sum(measure: all))))
  }
}
