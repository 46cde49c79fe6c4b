public import Summaries

/// Which columns of a log a classical test reads, and as what.
public struct TestColumns: Equatable, Sendable {
  /// What a unit's rows become.
  public enum UnitValue: String, Sendable, CaseIterable {
    case mean
    case sum
  }

  /// The values.
  public var value: String
  /// The second value of each row: control's of a pair, or x of an association.
  public var with: String?
  /// What happened to each row that was scored.
  public var label: String?
  /// The groups.
  public var group: String?
  /// The units that rows belong to.
  public var unit: String?
  /// What a unit's rows become.
  public var unitValue: UnitValue
  /// What the two rows of a pair have in common.
  public var pair: String?
  /// The strata.
  public var stratum: String?
  /// The group that is control; the first by name where nil.
  public var control: String?

  /// Creates columns.
  public init(
    value: String, with: String? = nil, label: String? = nil, group: String? = nil,
    unit: String? = nil,
    unitValue: UnitValue = .mean, pair: String? = nil, stratum: String? = nil,
    control: String? = nil
  ) {
    (self.value, self.with, self.label) = (value, with, label)
    (self.group, self.unit) = (group, unit)
    (self.unitValue, self.pair, self.stratum, self.control) = (unitValue, pair, stratum, control)
  }

  /// The scan that hands these columns back.
  ///
  /// - Throws: `TestProblem` where the test needs other columns.
  public func scanPlan(
    for test: ClassicalTest, where conditions: [Condition] = []
  ) throws(TestProblem) -> ScanPlan {
    try check(test)
    var source = ScanPlan.Source(role: .log)
    source.filter = conditions
    var plan = ScanPlan(log: source)
    plan.output = .columns
    let kind = test.shape.valueKind
    plan.columns = [ScanPlan.Column(value, kind)]
    if let with { plan.columns.append(ScanPlan.Column(with, kind)) }
    if let label { plan.columns.append(ScanPlan.Column(label, .boolean)) }
    plan.columns += [group, unit, pair, stratum].compactMap(\.self)
      .map { ScanPlan.Column($0, .category) }
    return plan
  }

  /// Checks that the test takes these columns and no others.
  private func check(_ test: ClassicalTest) throws(TestProblem) {
    let shape = test.shape
    func refuse(_ column: String?, _ option: String) throws(TestProblem) {
      if column != nil { throw .notTaken(test.name, option: option) }
    }
    func require(_ column: String?, _ option: String) throws(TestProblem) {
      if column == nil { throw .missing(test.name, option: option) }
    }
    if unit != nil, shape.isCounted { throw .noUnits(test.name) }
    if shape != .strata { try refuse(stratum, "--strata") }
    if shape != .twoScores, shape != .pairedScores { try refuse(label, "--label") }
    switch shape {
    case .pairs, .pairedCounts:
      try refuse(unit, "--unit")
      if with != nil {
        try refuse(group, "--by")
        try refuse(pair, "--pair")
        try refuse(control, "--control")
        return
      }
      try require(group, "--with, or --by and --pair")
      try require(pair, "--pair")
      return
    case .blocks:
      try refuse(unit, "--unit")
      try refuse(with, "--with")
      try require(group, "--by")
      try require(pair, "--pair")
      return
    case .twoScores: try require(label, "--label")
    case .pairedScores:
      try require(with, "--with")
      try require(label, "--label")
      try refuse(pair, "--pair")
      try refuse(group, "--by")
      try refuse(control, "--control")
      return
    case .association:
      try require(with, "--with")
      try refuse(unit, "--unit")
    case .twoRatios: try require(unit, "--unit")
    case .strata: try require(stratum, "--strata")
    default: break
    }
    try refuse(pair, "--pair")
    if shape != .association { try refuse(with, "--with") }
    if shape.groups == 1 {
      try refuse(group, "--by")
      try refuse(control, "--control")
    } else {
      try require(group, "--by")
    }
  }
}

extension TestShape {
  /// How the values of a log are read.
  var valueKind: ScanPlan.Column.Kind {
    switch self {
    case .oneCount, .twoCounts, .strata, .pairedCounts: .boolean
    case .frequencies, .table: .category
    case .twoRatios: .numberOrBoolean
    default: .number
    }
  }

  /// Whether rows are counted, so that rows of one unit would count as independent.
  var isCounted: Bool { valueKind == .boolean || valueKind == .category }
}
