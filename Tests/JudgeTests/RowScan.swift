import Summaries

/// Carries out a scan plan on rows in memory: slow and obvious, for simulations through a real layout.
struct RowScan {
  /// A row: its unit, an index into the plan's variants, and its numbers by column.
  struct Row {
    var unit: Int
    var variant: Int
    var values: [String: Double]
  }

  let scan: ScanPlan
  /// By unit: its variant and its sum of each measure.
  private(set) var units: [Int: (variant: Int, sums: [Double])] = [:]
  private var rows: [Int]

  init(_ scan: ScanPlan) {
    self.scan = scan
    rows = scan.variants.map { _ in 0 }
  }

  mutating func add(_ row: Row) {
    var values: [Double] = []
    for measure in scan.measures {
      let holds = measure.conditions.allSatisfy { Self.holds($0, row) }
      values.append(holds ? Self.value(measure.expression, row, values) : 0)
    }
    rows[row.variant] += 1
    var unit = units[row.unit] ?? (row.variant, values.map { _ in 0 })
    for index in values.indices { unit.sums[index] += values[index] }
    units[row.unit] = unit
  }

  func summary() -> LogSummary {
    var summary = LogSummary()
    summary.variants = scan.variants
    summary.rows.read = rows.reduce(0, +)
    summary.rows.used = summary.rows.read
    (summary.firstTime, summary.lastTime) = (Timestamp(seconds: 0), Timestamp(seconds: 86_400))
    for variant in scan.variants.indices {
      let members = units.sorted { $0.key < $1.key }.map(\.value).filter { $0.variant == variant }
      summary.cells.append(
        LogSummary.Cell(
          variant: variant, bucket: 0, rows: rows[variant], units: members.count,
          pairs: scan.pairs.map { pair in Self.moments(pair, members.map(\.sums)) },
          distributions: []))
    }
    return summary
  }

  private static func holds(_ condition: Condition, _ row: Row) -> Bool {
    let value = row.values[condition.column]
    return switch condition.test {
    case .isPresent: value != nil
    case .isMissing: value == nil
    case .isTrue: value == 1
    case .isNotTrue: value != 1
    case .number(.atMost, let bound): value.map { $0 <= bound } ?? false
    case .number(.atLeast, let bound): value.map { $0 >= bound } ?? false
    case .number(.lessThan, let bound): value.map { $0 < bound } ?? false
    case .number(.greaterThan, let bound): value.map { $0 > bound } ?? false
    case .isNotFinite: value.map { !$0.isFinite } ?? false
    case .isOneOf, .isNoneOf: false
    }
  }

  private static func value(
    _ expression: Measure.Expression, _ row: Row, _ earlier: [Double]
  ) -> Double {
    switch expression {
    case .one: 1
    case .number(let column): row.values[column] ?? 0
    case .indicator(let condition): holds(condition, row) ? 1 : 0
    case .count(let conditions): Double(conditions.count { holds($0, row) })
    case .product(let a, let b): earlier[a] * earlier[b]
    case .difference(let a, let b): earlier[a] - earlier[b]
    case .distance(let a, let b): abs(earlier[a] - earlier[b])
    case .relativeDistance(let a, let b):
      earlier[b] == 0 ? 0 : abs(earlier[a] - earlier[b]) / abs(earlier[b])
    case .clamped(let a, let limits): limits.clamp(earlier[a])
    case .outside(let a, let limits): limits.contain(earlier[a]) ? 0 : 1
    case .agreement, .step: 0
    }
  }

  private static func value(_ column: UnitColumn, _ sums: [Double]) -> Double? {
    switch column {
    case .one: 1
    case .sum(let measure): sums[measure]
    case .any(let measure): sums[measure] > 0 ? 1 : 0
    case .mean(let top, let bottom): sums[bottom] == 0 ? nil : sums[top] / sums[bottom]
    case .orZero(let inner): value(inner, sums) ?? 0
    case .clamped(let inner, let limits): value(inner, sums).map(limits.clamp)
    case .outside(let inner, let limits): value(inner, sums).map { limits.contain($0) ? 0 : 1 }
    }
  }

  /// Power sums in plain arithmetic: simulated values are small.
  private static func moments(_ pair: UnitPair, _ units: [[Double]]) -> BivariateMoments {
    var sums = [Double](repeating: 0, count: 15)
    for unit in units {
      guard let x = value(pair.x, unit), let y = value(pair.y, unit) else { continue }
      let (x2, y2) = (x * x, y * y)
      sums[0] += 1
      sums[1] += x
      sums[2] += y
      sums[3] += x2
      sums[4] += x * y
      sums[5] += y2
      sums[6] += x2 * x
      sums[7] += x2 * y
      sums[8] += x * y2
      sums[9] += y2 * y
      sums[10] += x2 * x2
      sums[11] += x2 * x * y
      sums[12] += x2 * y2
      sums[13] += x * y2 * y
      sums[14] += y2 * y2
    }
    return BivariateMoments(count: Int(sums[0]), shiftX: 0, shiftY: 0) {
      sums[BivariateMoments.index($0, $1)]
    }
  }
}
