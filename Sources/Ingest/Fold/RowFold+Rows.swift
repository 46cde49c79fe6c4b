internal import Summaries

/// What becomes of the rows of a batch.
extension RowFold {
  func foldRows(_ batch: RowBatch) {
    values.begin(batch)
    let rows = 0..<batch.count
    let alive = alive.lane
    alive.fill(rows, 1)
    result?.rows.read += batch.count
    filter(rows)
    readTimes(rows)
    readVariants(rows, batch)
    if let unit = plan.unit {
      let kinds = values.textKinds(unit)
      for row in rows where alive[row] != 0 && kinds[row] == NumberKind.missing.rawValue {
        fail(row, .missingKey, unit)
      }
    }
    readWeights(rows)
    for measure in plan.measures.indices { readMeasure(measure, rows) }
    for column in plan.columns { checkColumn(column.slot, column.kind, rows) }
    settle(rows)
    keepColumns(rows, batch)
    countEveryRows()
    countDistributions(batch)
    if plan.plan.key == .unit {
      weigh(rows)
      if plan.isRevised { recordRevised(rows, batch) } else { record(rows, batch) }
    } else {
      addPairs(rows)
    }
  }

  private func filter(_ rows: Range<Int>) {
    let alive = alive.lane
    for test in plan.filter {
      let mask = values.mask(test)
      var dropped = 0
      for row in rows where alive[row] > mask[row] {
        alive[row] = 0
        dropped &+= 1
      }
      result?.rows.filtered += dropped
    }
  }

  private func readTimes(_ rows: Range<Int>) {
    guard let slot = plan.time, let batch = values.batch else { return }
    let (alive, times, view, p) = (alive.lane, times.lane, batch.slots[slot], batch.bytes)
    var day = TimeText.Day()
    let since = plan.source.since?.microseconds ?? .min
    let until = plan.source.until?.microseconds ?? .max
    for row in rows where alive[row] != 0 {
      let (start, end) = (view.start(row), view.end(row))
      guard let time = TimeText.parse(p, start, end, &day) else {
        fail(row, plan.missing.contain(batch.bytes, start, end) ? .missingTime : .notATime, slot)
        continue
      }
      times[row] = time
      if time < since || time >= until {
        alive[row] = 0
        result?.rows.outsidePeriod += 1
      }
    }
  }

  private func readVariants(_ rows: Range<Int>, _ batch: RowBatch) {
    guard let slot = plan.variant else { return }
    let (alive, found, view) = (alive.lane, rowVariants.lane, batch.slots[slot])
    let (p, names) = (batch.bytes, variantNames)
    for row in rows where alive[row] != 0 {
      let (start, end) = (view.start(row), view.end(row))
      let short = names.find(p, start, end)
      if short >= 0 {
        found[row] = UInt16(truncatingIfNeeded: short)
      } else if let variant = names.isComplete ? nil : variants.find(p, start, end) {
        found[row] = UInt16(truncatingIfNeeded: variant)
      } else if plan.missing.contain(batch.bytes, start, end) {
        fail(row, .missingVariant, slot)
      } else {
        alive[row] = 0
        unknownRows += 1
        unknownVariants.add(batch.bytes, start, end, times: 1)
      }
    }
  }

  private func readWeights(_ rows: Range<Int>) {
    guard let slot = plan.weight else { return }
    let (alive, weights) = (alive.lane, weights.lane)
    let (numbers, kinds) = values.numbers(slot)
    for row in rows where alive[row] != 0 {
      let value = numbers[row]
      // Beyond 2^40 a log's counts are no counts any more, and sums of them would overflow.
      if kinds[row] == NumberKind.number.rawValue, value >= 0, value <= 0x1p40,
        value == value.rounded(.down)
      {
        weights[row] = Int64(value)
      } else {
        fail(row, .notAWeight, slot)
      }
    }
  }

  func readMeasure(_ index: Int, _ rows: Range<Int>) {
    let measure = plan.measures[index]
    let (target, alive) = (measures[index].lane, alive.lane)
    let conditions = measure.conditions.map { values.mask($0) }
    // A row whose condition cannot be understood is an error, not one that fails the condition.
    for (test, mask) in zip(measure.conditions, conditions) where plan.tests[test].test.reads {
      for row in rows where alive[row] != 0 && mask[row] == 0 {
        checkIndicator(row, plan.tests[test])
      }
    }
    @inline(__always) func applies(_ row: Int) -> Bool {
      for mask in conditions where mask[row] == 0 { return false }
      return alive[row] != 0
    }
    switch measure.expression {
    case .one:
      for row in rows { target[row] = applies(row) ? 1 : 0 }
    case .number(let slot):
      let (numbers, kinds) = values.numbers(slot)
      for row in rows {
        target[row] = 0
        guard applies(row) else { continue }
        if kinds[row] == NumberKind.number.rawValue {
          target[row] = numbers[row]
        } else if kinds[row] != NumberKind.missing.rawValue {
          failNumber(row, kinds[row], slot)
        }
      }
    case .indicator(let test):
      let mask = values.mask(test)
      for row in rows {
        let counts = applies(row)
        target[row] = counts && mask[row] != 0 ? 1 : 0
        if counts, mask[row] == 0 { checkIndicator(row, plan.tests[test]) }
      }
    case .product(let a, let b):
      let (a, b) = (measures[a].lane, measures[b].lane)
      for row in rows { target[row] = applies(row) ? a[row] * b[row] : 0 }
    case .difference(let a, let b):
      let (a, b) = (measures[a].lane, measures[b].lane)
      for row in rows { target[row] = applies(row) ? a[row] - b[row] : 0 }
    case .agreement(let prediction, let label, let threshold):
      let scores = values.numbers(prediction)
      if let threshold {
        let truths = values.booleans(label)
        for row in rows {
          target[row] = 0
          guard applies(row), scores.kinds[row] != NumberKind.missing.rawValue,
            truths[row] != BooleanKind.missing.rawValue
          else { continue }
          if scores.kinds[row] != NumberKind.number.rawValue {
            failNumber(row, scores.kinds[row], prediction)
          } else if truths[row] == BooleanKind.text.rawValue {
            fail(row, .notABoolean, label)
          } else {
            let agrees =
              (scores.values[row] >= threshold) == (truths[row] == BooleanKind.yes.rawValue)
            target[row] = agrees ? 1 : 0
          }
        }
      } else {
        let labels = values.numbers(label)
        for row in rows {
          target[row] = 0
          guard applies(row), scores.kinds[row] != NumberKind.missing.rawValue,
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
    }
  }

  func failNumber(_ row: Int, _ kind: UInt8, _ slot: Int) {
    fail(row, kind == NumberKind.nonFinite.rawValue ? .nonFinite : .notANumber, slot)
  }

  /// A test that does not hold because its value cannot be understood is an error of the row.
  private func checkIndicator(_ row: Int, _ test: CompiledPlan.Test) {
    switch test.test {
    case .isTrue, .isNotTrue:
      if values.booleans(test.slot)[row] == BooleanKind.text.rawValue {
        fail(row, .notABoolean, test.slot)
      }
    case .number:
      let kind = values.numbers(test.slot).kinds[row]
      if kind != NumberKind.number.rawValue, kind != NumberKind.missing.rawValue {
        failNumber(row, kind, test.slot)
      }
    default: break
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

  /// Counts the rows that are left, and says which cell each belongs to.
  private func settle(_ rows: Range<Int>) {
    let (alive, times, cells) = (alive.lane, times.lane, cells.lane)
    let (rowVariants, weights) = (rowVariants.lane, weights.lane)
    var used = 0
    for row in rows where alive[row] != 0 { used &+= 1 }
    result?.rows.used += used
    if plan.time != nil {
      var (first, last) = (result?.firstTime ?? Int64.max, result?.lastTime ?? Int64.min)
      for row in rows where alive[row] != 0 {
        first = min(first, times[row])
        last = max(last, times[row])
      }
      if used > 0 {
        result?.firstTime = first
        result?.lastTime = last
      }
    }
    if plan.weight != nil {
      for row in rows where weights[row] == 0 { alive[row] = 0 }
    }
    index.assign(rows, alive: alive, variants: rowVariants, times: times, to: cells)
    cellRows.sort(rows, alive: alive, cells: cells, cellCount: index.keys.count)
  }
}

extension Condition.Test {
  /// The test asks for a boolean or a number, and a text may be neither.
  fileprivate var reads: Bool {
    switch self {
    case .isTrue, .isNotTrue, .number: true
    case .isMissing, .isPresent, .isOneOf, .isNoneOf: false
    }
  }
}
