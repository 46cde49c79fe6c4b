public import Summaries

/// The scans that a validation plan asks for.
public struct ValidationLayout: Sendable {
  public let plan: Plan
  private let validation: ValidationPlan
  private let since: Timestamp?
  private let until: Timestamp?
  private let asOf: Timestamp?
  private let header: [String]
  /// The columns that a signature declares, whether the log has them or not.
  let signature: [String: SignaturePlan.ColumnType]

  /// Derives the scans from a plan of strategy `validation`.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - since: Rows before this instant are dropped and counted.
  ///   - until: Rows at or after this instant are dropped and counted.
  ///   - asOf: The present: labels that became known at or after it do not count.
  ///   - header: The columns of the log, so that those of a signature are asked for only where they are.
  ///   - documents: The plan's documents, by name.
  public init(
    _ plan: Plan, since: Timestamp? = nil, until: Timestamp? = nil, asOf: Timestamp? = nil,
    header: [String] = [], documents: [String: [UInt8]] = [:]
  ) {
    self.plan = plan
    validation = plan.validation ?? ValidationPlan(model: "")
    (self.since, self.until, self.asOf, self.header) = (since, until, asOf, header)
    signature = (try? SignatureCheck.declared(validation.signature, documents)) ?? [:]
  }

  /// Whether any check needs rows of the log.
  public var needsLog: Bool {
    !validation.criteria.isEmpty || validation.needsLabels || validation.scores != nil
      || validation.signature != nil || validation.backTest != nil || plan.freshness != nil
  }

  /// The scan of the log.
  ///
  /// - Parameter start: Rows before this instant are dropped, too.
  /// - Returns: The scan, its columns in an order that depends on the plan and the header alone.
  public func scan(from start: Timestamp? = nil) -> ScanPlan {
    var source = plan.logSource(since: [since, start].compactMap(\.self).max(), until: until)
    source.unit = nil
    source.key = plan.log.request ?? source.key
    if plan.labels == nil, validation.baseline?.file == nil { source.key = nil }
    var scan = ScanPlan(log: source)
    scan.output = .columns
    if let labels = plan.labelSource(until: until, asOf: asOf) { scan.sources.append(labels) }
    if let baseline = baselineSource { scan.sources.append(baseline) }
    var columns: [ScanPlan.Column] = []
    func add(_ name: String?, _ kind: ScanPlan.Column.Kind) {
      guard let name, !columns.contains(ScanPlan.Column(name, kind)) else { return }
      columns.append(ScanPlan.Column(name, kind))
    }
    for quantity in quantities {
      add(quantity.column, quantity.kind.columnKind)
      add(quantity.label, .category)
      add(validation.baseline?.column(for: quantity, plan.log), .category)
    }
    for column in validation.bias.flatMap(\.columns) { add(column, .category) }
    add(validation.scores?.column, .category)
    if validation.needsLabels { add(plan.labelColumn, .category) }
    add(plan.log.unit, .category)
    for name in signature.keys.sorted() where header.contains(name) { add(name, .category) }
    scan.columns = columns
    return scan
  }

  /// A scan that sums by request, so that those logged twice can be counted; nil where the log names none,
  /// or where labels are joined by it, which counts them on the way.
  public func requestScan(from start: Timestamp? = nil) -> ScanPlan? {
    guard let request = plan.log.request, plan.labels == nil else { return nil }
    var source = plan.logSource(since: [since, start].compactMap(\.self).max(), until: until)
    (source.unit, source.weight, source.key) = (request, nil, nil)
    var scan = ScanPlan(log: source)
    scan.key = .unit
    return scan
  }

  private var quantities: [Quantity] {
    validation.criteria.map(\.quantity) + validation.nonInferiority.map(\.quantity)
      + validation.bias.map(\.quantity)
  }

  /// The answers of the baseline, where they are in a file of their own.
  private var baselineSource: ScanPlan.Source? {
    guard let baseline = validation.baseline, baseline.file != nil else { return nil }
    var source = ScanPlan.Source(role: .shadow)
    (source.key, source.missing) = (baseline.key ?? plan.log.request, plan.log.missing)
    source.columns = [baseline.prediction, baseline.score].compactMap(\.self)
      .map { .init($0, as: BaselinePlan.paired($0)) }
    return source
  }

  /// Where the window of a back-test begins, once the newest row is known.
  public func windowStart(_ log: RawColumns) -> Timestamp? {
    guard let window = validation.backTest?.window, let last = log.log.lastTime else { return nil }
    return Timestamp(microseconds: last.microseconds - Int64(window * 1e6))
  }

  /// The lengths of warm-ups, in seconds.
  public var warmUps: [Double] { Self.warmUps(validation.criteria) }

  /// Those of the load test.
  public var loadTestWarmUps: [Double] { Self.warmUps(validation.loadTest?.criteria ?? []) }

  private static func warmUps(_ criteria: [Criterion]) -> [Double] {
    Set(
      criteria.compactMap { if case .seconds(let span)? = $0.warmUp { span } else { nil } }
    ).sorted()
  }

  /// The scan of the cases.
  public var smokeScan: ScanPlan? { validation.smoke?.scan }

  /// The scan of the scores of folds.
  public func scan(_ folds: FoldPlan) -> ScanPlan {
    Self.scan([(folds.column, .number)], missing: ["NA"])
  }

  /// The scan of the load test.
  public func loadTestScan(from start: Timestamp? = nil) -> ScanPlan? {
    guard let loadTest = validation.loadTest else { return nil }
    var scan = Self.scan(
      loadTest.criteria.map { ($0.quantity.column, $0.quantity.kind.columnKind) }
        + [(loadTest.log.unit, .category)], missing: loadTest.log.missing)
    scan.sources[0].filter = loadTest.log.filter
    (scan.sources[0].time, scan.sources[0].since) = (loadTest.log.time, start)
    return scan
  }

  fileprivate static func scan(
    _ columns: [(String?, ScanPlan.Column.Kind)], missing: [String]
  ) -> ScanPlan {
    var source = ScanPlan.Source(role: .log)
    source.missing = missing
    var scan = ScanPlan(log: source)
    scan.output = .columns
    for (name, kind) in columns {
      guard let name, !scan.columns.contains(ScanPlan.Column(name, kind)) else { continue }
      scan.columns.append(ScanPlan.Column(name, kind))
    }
    return scan
  }
}

extension SmokePlan {
  /// The scan of the cases.
  var scan: ScanPlan {
    ValidationLayout.scan(
      [caseName, expected, actual, error].map { ($0, .category) } + [(latency, .number)],
      missing: [])
  }
}

extension Quantity.Kind {
  /// How the values are read: classes and scores as text, so that each can be told apart and none is lost.
  fileprivate var columnKind: ScanPlan.Column.Kind {
    switch self {
    case .mean, .quantile: .number
    case .rate: .boolean
    case .accuracy, .precision, .recall, .f1, .falsePositiveRate, .auc: .category
    }
  }
}
