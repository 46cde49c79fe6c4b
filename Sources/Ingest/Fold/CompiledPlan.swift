internal import Summaries

/// A scan plan with its columns numbered: what the row path needs to know of it.
struct CompiledPlan: Sendable {
  /// A condition on a slot.
  struct Test: Hashable, Sendable {
    var slot: Int
    var test: Condition.Test
  }

  /// A measure's expression over slots.
  enum Expression: Sendable {
    case one
    case number(Int)
    /// The index of a test.
    case indicator(Int)
    /// Indices of tests.
    case count([Int])
    case step(Int, edges: [Double], values: [Double])
    case agreement(prediction: Int, label: Int, threshold: Double?)
    /// Of two measures before this one.
    case product(Int, Int)
    case difference(Int, Int)
    case distance(Int, Int)
    case relativeDistance(Int, Int)
    case clamped(Int, ValueLimits)
    case outside(Int, ValueLimits)
  }

  /// A measure over slots; conditions are indices of tests.
  struct CompiledMeasure: Sendable {
    var expression: Expression
    var conditions: [Int]

    /// Whether it is 0 or 1 in each row.
    var isIndicator: Bool {
      switch expression {
      case .one, .indicator, .agreement, .outside: true
      case .number, .count, .step, .product, .difference, .distance, .relativeDistance, .clamped:
        false
      }
    }
  }

  /// A distribution over a slot; conditions are indices of tests.
  struct CompiledDistribution: Sendable {
    var slot: Int
    var conditions: [Int]
    var request: ScanPlan.Distribution
  }

  let plan: ScanPlan
  let source: ScanPlan.Source
  /// The columns that are read: first those of joined sources, then the log's own.
  private(set) var slots: [String] = []
  /// How many of the slots are columns of joined sources.
  private(set) var joinedSlots = 0
  private(set) var tests: [Test] = []
  private(set) var filter: [Int] = []
  private(set) var time: Int?
  private(set) var unit: Int?
  private(set) var variant: Int?
  private(set) var weight: Int?
  /// By source that is joined, the column of a row's key.
  private(set) var joinKeys: [Int] = []
  /// Of a source that is joined itself, the columns it hands over besides its key, which who asks has.
  private(set) var handedOver: [Int] = []
  /// The source is joined to another one.
  private(set) var handsOver = false
  private(set) var measures: [CompiledMeasure] = []
  private(set) var distributions: [CompiledDistribution] = []
  private(set) var everyColumnTests: [Int] = []
  /// The columns that are handed back row by row, with their slots.
  private(set) var columns: [(slot: Int, kind: ScanPlan.Column.Kind)] = []
  /// The texts besides the empty one that mean "no value".
  let missing: MissingTexts

  init(_ plan: ScanPlan) throws(IngestError) {
    guard let source = plan.sources.first else {
      throw .invalidPlan("A scan reads at least one source")
    }
    (self.plan, self.source) = (plan, source)
    missing = MissingTexts(source.missing)
    try check()
    slots = plan.sources.dropFirst().flatMap { $0.columns.map(\.name) }
    joinedSlots = slots.count
    if joinedSlots > 0 {
      joinKeys = plan.sources.dropFirst().compactMap { ($0.logKey ?? source.key).map { slot($0) } }
    }
    time = source.time.map { slot($0) }
    unit = plan.key == .unit ? source.unit.map { slot($0) } : nil
    variant = plan.variants.isEmpty ? nil : source.variant.map { slot($0) }
    weight = source.weight.map { slot($0) }
    filter = source.filter.map { test($0) }
    for measure in plan.measures { measures.append(compiled(measure)) }
    for request in plan.distributions {
      let conditions = request.conditions.map { test($0) }
      distributions.append(
        CompiledDistribution(slot: slot(request.column), conditions: conditions, request: request))
    }
    everyColumnTests = plan.everyColumn?.conditions.map { test($0) } ?? []
    columns = plan.columns.map { (slot($0.name), $0.kind) }
  }

  /// The scan of a source that is to be joined: what it hands over, by key.
  init(joined source: ScanPlan.Source) throws(IngestError) {
    guard let key = source.key else {
      throw .invalidPlan("A source of \(source.role) is joined, but names no key")
    }
    guard source.weight == nil else {
      throw .invalidPlan("A source of \(source.role) is joined by key; its rows have no weight")
    }
    var own = source
    (own.unit, own.variant, own.columns) = (key, nil, [])
    var plan = ScanPlan(log: own)
    plan.key = .unit
    try self.init(plan)
    handsOver = true
    handedOver = source.columns.filter { $0.column != key }.map { slot($0.column) }
  }

  /// The columns that are looked for in the files.
  var fileSlots: [String] { Array(slots.dropFirst(joinedSlots)) }

  private mutating func slot(_ column: String) -> Int {
    if let known = slots.firstIndex(of: column) { return known }
    slots.append(column)
    return slots.count - 1
  }

  private mutating func test(_ condition: Condition) -> Int {
    let test = Test(slot: slot(condition.column), test: condition.test)
    if let known = tests.firstIndex(of: test) { return known }
    tests.append(test)
    return tests.count - 1
  }

  private mutating func compiled(_ measure: Measure) -> CompiledMeasure {
    let conditions = measure.conditions.map { test($0) }
    let expression: Expression
    switch measure.expression {
    case .one: expression = .one
    case .number(let column): expression = .number(slot(column))
    case .indicator(let condition): expression = .indicator(test(condition))
    case .count(let conditions): expression = .count(conditions.map { test($0) })
    case .step(let column, let edges, let values):
      expression = .step(slot(column), edges: edges, values: values)
    case .agreement(let prediction, let label, let threshold):
      expression = .agreement(
        prediction: slot(prediction), label: slot(label), threshold: threshold)
    case .product(let a, let b): expression = .product(a, b)
    case .difference(let a, let b): expression = .difference(a, b)
    case .distance(let a, let b): expression = .distance(a, b)
    case .relativeDistance(let a, let b): expression = .relativeDistance(a, b)
    case .clamped(let a, let limits): expression = .clamped(a, limits)
    case .outside(let a, let limits): expression = .outside(a, limits)
    }
    return CompiledMeasure(expression: expression, conditions: conditions)
  }

  /// The columns whose measures are numbers.
  var numericSlots: Set<Int> {
    var slots: Set<Int> = []
    for measure in measures {
      switch measure.expression {
      case .number(let slot), .step(let slot, _, _), .agreement(let slot, _, _): slots.insert(slot)
      case .one, .indicator, .count, .product, .difference, .distance, .relativeDistance, .clamped,
        .outside:
        break
      }
    }
    return slots
  }

  /// The same plan, every one of these columns among its distributions.
  func including(everyColumn columns: [String]) -> CompiledPlan {
    guard let wanted = plan.everyColumn else { return self }
    var copy = self
    for column in columns { copy.addEveryColumn(column, wanted) }
    return copy
  }

  /// Adds a column to the distributions of every column.
  mutating func addEveryColumn(_ column: String, _ wanted: ScanPlan.Distribution) {
    var request = wanted
    request.column = column
    distributions.append(
      CompiledDistribution(slot: slot(column), conditions: everyColumnTests, request: request))
  }
}

/// Texts that mean "no value".
struct MissingTexts: Sendable {
  private let texts: [[UInt8]]
  private let longest: Int
  /// A bit for each byte, by its last six bits, that a text or a space begins with.
  private let firstBytes: UInt64
  /// Whether one of the texts is a number, so that numbers must be compared, too.
  let mayBeNumbers: Bool

  init(_ texts: [String]) {
    self.texts = texts.map { Array($0.utf8) }
    longest = self.texts.map(\.count).max() ?? 0
    firstBytes = self.texts.reduce(1 << 0x20) { $0 | 1 << UInt64(($1.first ?? 0x20) & 63) }
    mayBeNumbers = self.texts.contains { text in
      let storage = Storage<UInt8>(text.count, zero: 0, padding: 8)
      for (i, byte) in text.enumerated() { storage.lane[i] = byte }
      let kind = NumberText.parse(storage.lane, 0, text.count).kind
      return kind == .number || kind == .nonFinite
    }
  }

  /// Whether a field, spaces around it not counted, is empty or one of the texts.
  @inline(__always)
  func contain(_ p: Bytes, _ start: Int, _ end: Int) -> Bool {
    if start == end { return true }
    let first = p[start]
    if firstBytes &>> UInt64(first & 63) & 1 == 0 { return false }
    if end &- start > longest, first != 0x20, p[end &- 1] != 0x20 { return false }
    return containTrimmed(p, start, end)
  }

  private func containTrimmed(_ p: Bytes, _ from: Int, _ to: Int) -> Bool {
    var (start, end) = (from, to)
    while start < end, p[start] == 0x20 { start += 1 }
    while start < end, p[end - 1] == 0x20 { end -= 1 }
    return start == end
      || texts.contains { text in
        text.count == end - start && text.indices.allSatisfy { text[$0] == p[start + $0] }
      }
  }
}
