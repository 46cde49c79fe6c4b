internal import Summaries

/// A scan's measures as functions of simulated columns: a small reader that needs no text.
struct CompiledMeasures: Sendable {
  /// What a measure reads from a row.
  private enum Reading {
    case one
    case zero
    case value(column: Int)
    case indicator(column: Int, Condition.Test)
    /// By column a test; what is not drawn holds.
    case count([(column: Int?, test: Condition.Test)])
    case product(Int, Int)
    case difference(Int, Int)
    case distance(Int, Int)
    case relativeDistance(Int, Int)
    case clamped(Int, ValueLimits)
    case outside(Int, ValueLimits)
  }

  private struct Compiled {
    var reading: Reading
    /// Conditions on drawn columns; all others hold.
    var conditions: [(column: Int, test: Condition.Test)]
    /// Seconds after the unit's first row.
    var window: Double
    /// It is nothing until the row's label is known.
    var needsLabel: Bool
  }

  /// What is known of a row.
  enum Label {
    case known, unknown
  }

  private let measures: [Compiled]
  private let model: OutcomeModel
  let columns: Int
  var count: Int { measures.count }

  /// - Parameters:
  ///   - scan: Whose measures are read.
  ///   - model: What is drawn.
  ///   - label: The column of what was true, where it is known later than its row.
  init(_ scan: ScanPlan, _ model: OutcomeModel, lateLabel label: String? = nil) {
    self.model = model
    columns = model.columns.count
    measures = scan.measures.map { measure in
      let conditions = measure.conditions.compactMap { condition in
        model.index(of: .column(condition.column)).map { ($0, condition.test) }
      }
      return Compiled(
        reading: Self.reading(measure.expression, model), conditions: conditions,
        window: measure.window.map { Double($0) / 1e6 } ?? .infinity,
        needsLabel: label.map { measure.reads($0) } ?? false)
    }
  }

  /// Whether any measure waits for labels.
  var needLabels: Bool { measures.contains(where: \.needsLabel) }

  private static func reading(_ expression: Measure.Expression, _ model: OutcomeModel) -> Reading {
    switch expression {
    case .one: .one
    case .number(let column): model.index(of: .column(column)).map { .value(column: $0) } ?? .zero
    case .indicator(let condition):
      model.index(of: .column(condition.column))
        .map { .indicator(column: $0, condition.test.ofDrawnEvent) } ?? .one
    case .count(let conditions):
      .count(conditions.map { (model.index(of: .column($0.column)), $0.test.ofDrawnEvent) })
    case .agreement(let prediction, let label, _):
      model.index(of: .agreement(prediction: prediction, label: label))
        .map { .value(column: $0) } ?? .zero
    // No rollout of areas is drawn.
    case .step: .zero
    case .product(let first, let second): .product(first, second)
    case .difference(let first, let second): .difference(first, second)
    case .distance(let first, let second): .distance(first, second)
    case .relativeDistance(let first, let second): .relativeDistance(first, second)
    case .clamped(let measure, let limits): .clamped(measure, limits)
    case .outside(let measure, let limits): .outside(measure, limits)
    }
  }

  /// Adds a row's measures to a unit's sums.
  ///
  /// - Parameters:
  ///   - row: One value a column.
  ///   - age: Seconds from the unit's first row to this one.
  ///   - label: Whether the row's label is known.
  ///   - times: −1 takes the row out again.
  ///   - values: Room for one value a measure.
  ///   - sums: The unit's sums.
  func add(
    _ row: UnsafeBufferPointer<Double>, age: Double, label: Label = .known, times: Double = 1,
    values: UnsafeMutableBufferPointer<Double>, to sums: UnsafeMutableBufferPointer<Double>
  ) {
    for index in measures.indices {
      guard age < measures[index].window, label == .known || !measures[index].needsLabel else {
        values[index] = 0
        continue
      }
      let value = self.value(index, row, values)
      values[index] = value
      sums[index] += times * value
    }
  }

  private func value(
    _ index: Int, _ row: UnsafeBufferPointer<Double>, _ values: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    let measure = measures[index]
    for (column, test) in measure.conditions where !Self.holds(test, row[column]) { return 0 }
    return switch measure.reading {
    case .one: 1
    case .zero: 0
    case .value(let column): row[column]
    case .indicator(let column, let test): Self.holds(test, row[column]) ? 1 : 0
    case .count(let tests):
      tests.reduce(0) { sum, test in
        sum + (test.column.map { Self.holds(test.test, row[$0]) } ?? true ? 1 : 0)
      }
    case .product(let first, let second): values[first] * values[second]
    case .difference(let first, let second): values[first] - values[second]
    case .distance(let first, let second): abs(values[first] - values[second])
    case .relativeDistance(let first, let second):
      values[second] == 0 ? 0 : abs(values[first] - values[second]) / abs(values[second])
    case .clamped(let measure, let limits): limits.clamp(values[measure])
    case .outside(let measure, let limits): limits.contain(values[measure]) ? 0 : 1
    }
  }

  /// Whether a row meets conditions; those on columns that are not drawn hold.
  func holds(_ conditions: [Condition], _ row: UnsafeMutableBufferPointer<Double>) -> Bool {
    conditions.allSatisfy { condition in
      model.index(of: .column(condition.column)).map { Self.holds(condition.test, row[$0]) } ?? true
    }
  }

  private static func holds(_ test: Condition.Test, _ value: Double) -> Bool {
    switch test {
    case .isMissing, .isNotFinite: false
    case .isPresent, .isOneOf, .isNoneOf: true
    case .isTrue: value != 0
    case .isNotTrue: value == 0
    case .number(let relation, let bound):
      switch relation {
      case .lessThan: value < bound
      case .atMost: value <= bound
      case .greaterThan: value > bound
      case .atLeast: value >= bound
      }
    }
  }

  /// A unit column of a unit's sums; nil where the unit is left out.
  static func value(_ column: UnitColumn, _ sums: UnsafeMutableBufferPointer<Double>) -> Double? {
    switch column {
    case .one: 1
    case .sum(let measure): sums[measure]
    case .any(let measure): sums[measure] > 0 ? 1 : 0
    case .mean(let numerator, let denominator):
      sums[denominator] == 0 ? nil : sums[numerator] / sums[denominator]
    case .orZero(let column): value(column, sums) ?? 0
    case .clamped(let column, let limits): value(column, sums).map(limits.clamp)
    case .outside(let column, let limits): value(column, sums).map { limits.contain($0) ? 0 : 1 }
    }
  }
}

extension Condition.Test {
  /// An event is drawn as 0 or 1, whatever the text that stands for it in a log.
  fileprivate var ofDrawnEvent: Condition.Test {
    if case .isOneOf = self { .isTrue } else { self }
  }
}

extension Measure {
  /// A row counts only by what stands in a column.
  fileprivate func reads(_ column: String) -> Bool {
    let isRead =
      switch expression {
      case .number(let own), .step(let own, _, _): own == column
      case .indicator(let condition): condition.column == column
      case .count(let conditions): conditions.contains { $0.column == column }
      case .agreement(let prediction, let label, _): prediction == column || label == column
      case .one, .product, .difference, .distance, .relativeDistance, .clamped, .outside: false
      }
    return isRead || conditions.contains { $0.column == column && $0.test != .isMissing }
  }
}
