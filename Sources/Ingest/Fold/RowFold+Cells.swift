internal import Summaries

/// What is kept of the rows that count.
extension RowFold {
  /// Adds the batch's rows to the distributions of their cells.
  func countDistributions(_ batch: RowBatch) {
    // A column discovered just now has no fields before the next batch.
    for position in plan.distributions.indices
    where plan.distributions[position].slot < batch.slots.count {
      countDistribution(position, batch)
    }
  }

  /// Counts the rows that meet the conditions of the distributions of every column: a key of JSON Lines
  /// is missing in those that came before it was first seen.
  func countEveryRows() {
    guard plan.plan.everyColumn != nil else { return }
    while tally.everyRows.count < index.keys.count { tally.everyRows.append(0) }
    let masks = plan.everyColumnTests.map { values.mask($0) }
    for segment in cellRows.segments {
      let rows = cellRows.rows(segment)
      for i in 0..<segment.count {
        let row = Int(rows[i])
        if masks.contains(where: { $0[row] == 0 }) { continue }
        tally.everyRows[segment.cell] += plan.weight == nil ? 1 : Int(weights.lane[row])
      }
    }
  }

  private func state(_ cell: Int, _ position: Int) -> DistributionState {
    let tally = tally
    while tally.distributions.count <= cell { tally.distributions.append([]) }
    while tally.distributions[cell].count <= position { tally.distributions[cell].append(nil) }
    if let known = tally.distributions[cell][position] { return known }
    let made = DistributionState(plan.distributions[position].request)
    tally.distributions[cell][position] = made
    return made
  }

  private func countDistribution(_ position: Int, _ batch: RowBatch) {
    let wanted = plan.distributions[position]
    let masks = wanted.conditions.map { values.mask($0) }
    let numbers = wanted.request.textOnly ? nil : values.numbers(wanted.slot)
    let kinds = numbers?.kinds ?? values.textKinds(wanted.slot)
    let (picked, weights) = (picked.lane, plan.weight == nil ? nil : weights.lane)
    for segment in cellRows.segments {
      let state = state(segment.cell, position)
      var (rows, count) = (cellRows.rows(segment), segment.count)
      if !masks.isEmpty {
        count = pick(rows, count, masks)
        rows = picked
      }
      if state.categories.isCounting {
        state.categories.add(
          batch.bytes, batch.slots[wanted.slot], kinds, rows: rows, count: count,
          weights: weights)
      }
      if numbers?.hasGaps != false {
        count = state.countGaps(kinds, rows, count, kept: picked, weights: weights)
        rows = picked
      }
      guard let numbers else { continue }
      if let weights {
        for i in 0..<count {
          let row = Int(rows[i])
          state.add(numbers.values[row], times: Int(weights[row]))
        }
      } else {
        state.add(numbers.values, rows: rows, count: count)
      }
    }
  }

  /// Picks the rows that meet all masks, and returns how many these are.
  private func pick(_ rows: Lane<UInt32>, _ count: Int, _ masks: [Lane<UInt8>]) -> Int {
    let picked = picked.lane
    var kept = 0
    for i in 0..<count {
      picked[kept] = rows[i]
      var counts: UInt8 = 1
      for mask in masks { counts &= mask[Int(rows[i])] }
      kept &+= Int(counts)
    }
    return kept
  }

  private func column(
    _ column: UnitColumn, _ rows: Range<Int>, scratch: Lane<Double>
  ) -> Lane<Double> {
    switch column {
    case .one: return ones.lane
    case .sum(let measure): return measures[measure]
    case .any(let measure):
      let values = measures[measure]
      if plan.measures[measure].isIndicator { return values }
      for row in rows { scratch[row] = values[row] > 0 ? 1 : 0 }
      return scratch
    case .mean(let numerator, let denominator):
      let (top, bottom) = (measures[numerator], measures[denominator])
      // Where the denominator is zero, the row is left out of the pair.
      for row in rows { scratch[row] = bottom[row] == 0 ? 0 : top[row] / bottom[row] }
      return scratch
    case .orZero(let inner): return self.column(inner, rows, scratch: scratch)
    case .clamped(let inner, let limits):
      let values = self.column(inner, rows, scratch: scratch)
      for row in rows { scratch[row] = limits.clamp(values[row]) }
      return scratch
    case .outside(let inner, let limits):
      let values = self.column(inner, rows, scratch: scratch)
      for row in rows { scratch[row] = limits.contain(values[row]) ? 0 : 1 }
      return scratch
    }
  }

  private func denominator(_ column: UnitColumn) -> Lane<Double>? {
    switch column {
    case .mean(_, let denominator): measures[denominator]
    case .clamped(let inner, _), .outside(let inner, _): denominator(inner)
    case .one, .sum, .any, .orZero: nil
    }
  }

  private func isIndicator(_ column: UnitColumn) -> Bool {
    switch column {
    case .one, .any, .outside: true
    case .sum(let measure): plan.measures[measure].isIndicator
    case .orZero(let inner): isIndicator(inner)
    case .mean, .clamped: false
    }
  }

  /// Whether the column is 1 in each row of the batch that counts.
  private func isOnlyOnes(_ column: UnitColumn) -> Bool {
    switch column {
    case .one: true
    case .sum(let measure), .any(let measure): onlyOnes[measure]
    case .mean, .orZero, .clamped, .outside: false
    }
  }

  /// Adds the batch's rows, each a unit, to the pairs of their cells.
  func addPairs(_ rows: Range<Int>) {
    let weights = plan.weight == nil ? nil : weights.lane
    sums.makeRoom(for: index.keys.count)
    for segment in cellRows.segments {
      var count = segment.count
      if let weights {
        let rows = cellRows.rows(segment)
        count = 0
        for i in 0..<segment.count { count += Int(weights[Int(rows[i])]) }
      }
      sums.count(segment.cell, count)
    }
    for (position, pair) in plan.plan.pairs.enumerated() {
      let x = column(pair.x, rows, scratch: columnX.lane)
      let y = column(pair.y, rows, scratch: columnY.lane)
      let (whereX, whereY) = (denominator(pair.x), denominator(pair.y))
      let areIndicators = isIndicator(pair.x) && isIndicator(pair.y)
      let (xIsOne, yIsOne) = (isOnlyOnes(pair.x), isOnlyOnes(pair.y))
      for segment in cellRows.segments {
        let target = sums.pair(segment.cell, position)
        let members = cellRows.rows(segment)
        if weights == nil, whereX == nil, whereY == nil {
          if xIsOne, yIsOne {
            PowerSums.addOnes(target, count: segment.count)
          } else if areIndicators, yIsOne {
            PowerSums.addIndicators(target, x: x, rows: members, count: segment.count)
          } else if areIndicators {
            PowerSums.addIndicators(target, x: x, y: y, rows: members, count: segment.count)
          } else if yIsOne, target[0] == 0 || target[2] == 1 {
            PowerSums.add(target, x: x, rows: members, count: segment.count)
          } else {
            PowerSums.add(target, x: x, y: y, rows: members, count: segment.count)
          }
          continue
        }
        for i in 0..<segment.count {
          let row = Int(members[i])
          if let whereX, whereX[row] == 0 { continue }
          if let whereY, whereY[row] == 0 { continue }
          let times = weights.map { Double($0[row]) } ?? 1
          PowerSums.add(target, x: x[row], y: y[row], times: times)
        }
      }
    }
  }

  /// Makes of each row's measures those of all rows it stands for.
  func weigh(_ rows: Range<Int>) {
    guard plan.weight != nil else { return }
    let weights = weights.lane
    for values in measures {
      for row in rows { values[row] *= Double(weights[row]) }
    }
  }

  /// Sends the batch's rows to the partitions of their units.
  func record(_ rows: Range<Int>, _ batch: RowBatch) {
    guard let unit = plan.unit else { return }
    let (alive, hashes, partitions) = (alive.lane, hashes.lane, partitions.lane)
    let (view, p) = (batch.slots[unit], batch.bytes)
    for row in rows where alive[row] != 0 {
      let hash = TextHash.of(p, view.start(row), view.end(row))
      hashes[row] = hash
      partitions[row] = Int32(truncatingIfNeeded: Self.partition(hash))
    }
    partitionRows.sort(rows, alive: alive, cells: partitions, cellCount: Self.partitions)
    let source = RecordBatch.Source(
      bytes: p, keys: view, hashes: hashes, times: times.lane, variants: rowVariants.lane)
    let numbers = payload(rows)
    let fields = plan.handedOver.map { batch.slots[$0] }
    for segment in partitionRows.segments {
      let (records, rows) = (records[segment.cell], partitionRows.rows(segment))
      if plan.handsOver {
        records.append(
          source, isTimed: plan.time != nil, fields: fields, missing: plan.missing, rows,
          count: segment.count)
      } else {
        records.append(
          source, first: payloads.lane, then: numbers, rows, count: segment.count)
      }
    }
    reserveRecords(batch)
  }

  /// Writes what the payloads of the batch's rows begin with, and returns the measures that follow.
  private func payload(_ rows: Range<Int>) -> [Lane<Double>] {
    if let packed {
      packed.mark(rows, measures, to: payloads.lane)
      return packed.numbers.map { measures[$0] }
    }
    let (payloads, weights) = (payloads.lane, weights.lane)
    for row in rows { payloads[row] = UInt64(bitPattern: weights[row]) }
    return measures
  }
}
