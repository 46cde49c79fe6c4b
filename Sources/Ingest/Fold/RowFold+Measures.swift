internal import Summaries

/// What the rows of a batch measure.
extension RowFold {
  /// Computes a measure of each row: zero where a condition fails or a value is missing.
  func readMeasure(_ index: Int, _ rows: Range<Int>) {
    let measure = plan.measures[index]
    let target = ownMeasure(index)
    let applies = meet(measure.conditions, rows)
    measures[index] = target
    onlyOnes[index] = false
    switch measure.expression {
    case .one:
      onlyOnes[index] = isNoneLeftOut(rows, applies)
      guard !onlyOnes[index] || plan.weight != nil else { return measures[index] = ones.lane }
      for row in rows { target[row] = Double(applies[row]) }
    case .number(let slot):
      let numbers = values.numbers(slot)
      // Where there is no number there is a zero, as wanted.
      if !numbers.isMixed, plan.weight == nil, isNoneLeftOut(rows, applies) {
        return measures[index] = numbers.values
      }
      for row in rows where numbers.isMixed && applies[row] != 0 {
        failUnlessNumber(row, numbers.kinds[row], slot)
      }
      for row in rows {
        target[row] = Double(bitPattern: numbers.values[row].bitPattern & Self.bits(applies[row]))
      }
    case .indicator(let test):
      let mask = values.mask(test)
      checkIndicator(plan.tests[test], rows, where: applies, butNot: mask)
      for row in rows { target[row] = Double(applies[row] & mask[row]) }
    case .count(let tests):
      for test in tests {
        checkIndicator(plan.tests[test], rows, where: applies, butNot: values.mask(test))
      }
      for row in rows { target[row] = 0 }
      for test in tests {
        let mask = values.mask(test)
        for row in rows { target[row] += Double(applies[row] & mask[row]) }
      }
    case .step(let slot, let edges, let steps):
      let numbers = values.numbers(slot)
      for row in rows {
        let isNumber = numbers.kinds[row] == NumberKind.number.rawValue
        target[row] =
          applies[row] != 0 && isNumber ? Self.step(numbers.values[row], edges, steps) : 0
      }
    case .product(let a, let b):
      let (a, b) = (measures[a], measures[b])
      for row in rows { target[row] = applies[row] != 0 ? a[row] * b[row] : 0 }
    case .difference(let a, let b):
      let (a, b) = (measures[a], measures[b])
      for row in rows { target[row] = applies[row] != 0 ? a[row] - b[row] : 0 }
    case .distance(let a, let b):
      let (a, b) = (measures[a], measures[b])
      for row in rows { target[row] = applies[row] != 0 ? abs(a[row] - b[row]) : 0 }
    case .relativeDistance(let a, let b):
      let (a, b) = (measures[a], measures[b])
      for row in rows {
        target[row] = applies[row] != 0 && b[row] != 0 ? abs(a[row] - b[row]) / abs(b[row]) : 0
      }
    case .clamped(let a, let limits):
      let a = measures[a]
      for row in rows { target[row] = applies[row] != 0 ? limits.clamp(a[row]) : 0 }
    case .outside(let a, let limits):
      let a = measures[a]
      for row in rows { target[row] = applies[row] != 0 && !limits.contain(a[row]) ? 1 : 0 }
    case .agreement(let prediction, let label, let threshold):
      if let threshold {
        agree(prediction, label, from: threshold, rows, where: applies, to: target)
      } else {
        agree(prediction, label, rows, where: applies, to: target)
      }
    }
  }

  /// Whether all rows that count meet the conditions.
  private func isNoneLeftOut(_ rows: Range<Int>, _ applies: Lane<UInt8>) -> Bool {
    let alive = alive.lane
    var left: UInt8 = 0
    for row in rows { left |= alive[row] ^ applies[row] }
    return left == 0
  }

  /// 1 for each row that is alive and meets the tests.
  ///
  /// A row whose condition cannot be understood is an error, not one that fails the condition.
  private func meet(_ tests: [Int], _ rows: Range<Int>) -> Lane<UInt8> {
    let (met, alive) = (met.lane, alive.lane)
    for test in tests where plan.tests[test].test.reads {
      checkIndicator(plan.tests[test], rows, where: alive, butNot: values.mask(test))
    }
    for row in rows { met[row] = alive[row] }
    for test in tests {
      let mask = values.mask(test)
      for row in rows { met[row] &= mask[row] }
    }
    return met
  }

  /// The value of the first step whose edge a number does not exceed, or of the last.
  private static func step(_ number: Double, _ edges: [Double], _ values: [Double]) -> Double {
    var (low, high) = (0, edges.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if number <= edges[middle] { high = middle } else { low = middle + 1 }
    }
    return values[low]
  }

  /// All bits for 1, none for 0.
  @inline(__always)
  private static func bits(_ flag: UInt8) -> UInt64 { 0 &- UInt64(flag) }

  /// A score from the threshold on means true, and the label is read as a boolean.
  private func agree(
    _ prediction: Int, _ label: Int, from threshold: Double, _ rows: Range<Int>,
    where applies: Lane<UInt8>, to target: Lane<Double>
  ) {
    let (scores, truths) = (values.numbers(prediction), values.booleans(label))
    for row in rows where scores.isMixed || truths.isMixed {
      guard applies[row] != 0, scores.kinds[row] != NumberKind.missing.rawValue,
        truths.kinds[row] != BooleanKind.missing.rawValue
      else { continue }
      failUnlessNumber(row, scores.kinds[row], prediction)
      if truths.kinds[row] == BooleanKind.text.rawValue { fail(row, .notABoolean, label) }
    }
    for row in rows {
      let isTrue = scores.values[row] >= threshold ? BooleanKind.yes : .no
      let isKnown: UInt8 = scores.kinds[row] == NumberKind.number.rawValue ? 1 : 0
      let agrees: UInt8 = truths.kinds[row] == isTrue.rawValue ? 1 : 0
      target[row] = Double(applies[row] & isKnown & agrees)
    }
  }

  /// Prediction and label are compared as numbers when both are, else as text.
  private func agree(
    _ prediction: Int, _ label: Int, _ rows: Range<Int>, where applies: Lane<UInt8>,
    to target: Lane<Double>
  ) {
    let (scores, labels) = (values.numbers(prediction), values.numbers(label))
    for row in rows {
      target[row] = 0
      guard applies[row] != 0, scores.kinds[row] != NumberKind.missing.rawValue,
        labels.kinds[row] != NumberKind.missing.rawValue
      else { continue }
      let areNumbers =
        scores.kinds[row] == NumberKind.number.rawValue
        && labels.kinds[row] == NumberKind.number.rawValue
      let agrees =
        areNumbers
        ? scores.values[row] == labels.values[row] : hasSameText(row, prediction, label)
      target[row] = agrees ? 1 : 0
    }
  }

  private func hasSameText(_ row: Int, _ a: Int, _ b: Int) -> Bool {
    guard let batch = values.batch else { return false }
    let (p, one, other) = (batch.bytes, batch.slots[a], batch.slots[b])
    let (start, from) = (one.start(row), other.start(row))
    let length = one.end(row) - start
    guard other.end(row) - from == length else { return false }
    return (0..<length).allSatisfy { p[start + $0] == p[from + $0] }
  }

  /// Text where a number belongs is an error of the row; nothing is none.
  func failUnlessNumber(_ row: Int, _ kind: UInt8, _ slot: Int) {
    switch NumberKind(rawValue: kind) {
    case .text: fail(row, .notANumber, slot)
    case .nonFinite: fail(row, .nonFinite, slot)
    default: break
    }
  }

  /// A test that does not hold because its value cannot be understood is an error of the row.
  private func checkIndicator(
    _ test: CompiledPlan.Test, _ rows: Range<Int>, where applies: Lane<UInt8>,
    butNot mask: Lane<UInt8>
  ) {
    switch test.test {
    case .isTrue, .isNotTrue:
      let truths = values.booleans(test.slot)
      guard truths.isMixed else { return }
      for row in rows where applies[row] > mask[row] {
        if truths.kinds[row] == BooleanKind.text.rawValue { fail(row, .notABoolean, test.slot) }
      }
    case .number:
      let numbers = values.numbers(test.slot)
      guard numbers.isMixed else { return }
      for row in rows where applies[row] > mask[row] {
        failUnlessNumber(row, numbers.kinds[row], test.slot)
      }
    default: break
    }
  }
}

extension Condition.Test {
  /// The test asks for a boolean or a number, and a text may be neither.
  fileprivate var reads: Bool {
    switch self {
    case .isTrue, .isNotTrue, .number: true
    case .isMissing, .isPresent, .isOneOf, .isNoneOf, .isNotFinite: false
    }
  }
}
