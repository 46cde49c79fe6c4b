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
    tally.calendar?.add(
      rows, alive: alive, variants: rowVariants.lane, times: times.lane,
      weights: plan.weight == nil ? nil : weights.lane)
    keepColumns(rows, batch)
    countEveryRows()
    countDistributions(batch)
    if plan.plan.key == .unit {
      weigh(rows)
      record(rows, batch)
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
    var recent = TimeText.Recent()
    let since = plan.source.since?.microseconds ?? .min
    let until = plan.source.until?.microseconds ?? .max
    let believed = plan.source.believed
    let first = max(since, believed?.lowerBound.microseconds ?? .min)
    let end = min(until, believed?.upperBound.microseconds ?? .max)
    for row in rows where alive[row] != 0 {
      let (from, to) = (view.start(row), view.end(row))
      guard let time = TimeText.parse(p, from, to, &recent) else {
        fail(row, plan.missing.contain(batch.bytes, from, to) ? .missingTime : .notATime, slot)
        continue
      }
      times[row] = time
      if time < first || time >= end {
        guard time < since || time >= until else {
          fail(row, .strayTime, slot)
          continue
        }
        alive[row] = 0
        result?.rows.outsidePeriod += 1
        if time < since { result?.rows.early += 1 }
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
        tally.unknownRows += 1
        tally.unknownVariants.add(batch.bytes, start, end, times: 1)
      }
    }
  }

  private func readWeights(_ rows: Range<Int>) {
    guard let slot = plan.weight else { return }
    let (alive, weights) = (alive.lane, weights.lane)
    let numbers = values.numbers(slot)
    for row in rows where alive[row] != 0 {
      let value = numbers.values[row]
      // Beyond 2^40 a log's counts are no counts any more, and sums of them would overflow.
      if numbers.kinds[row] == NumberKind.number.rawValue, value >= 0, value <= 0x1p40,
        value == value.rounded(.down)
      {
        weights[row] = Int64(value)
      } else {
        fail(row, .notAWeight, slot)
      }
    }
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
