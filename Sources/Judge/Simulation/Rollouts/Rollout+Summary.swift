internal import Summaries

extension Rollout {
  /// What the scan would have found by the look that was last advanced to.
  mutating func summary(at look: Int) -> LogSummary {
    var summary = LogSummary()
    summary.variants = scan.variants
    (summary.rows.read, summary.rows.used) = (rows, rows)
    // Simulated traffic thins out a dense one, whose rows lie at both ends of the period.
    summary.firstTime = traffic.start
    summary.lastTime = traffic.instant(traffic.looks[look])
    summary.cells = cells.indices.map { cells[$0].cell(origins) }
      .sorted { ($0.variant, $0.bucket) < ($1.variant, $1.bucket) }
    return summary
  }

  /// What a second pass over the same rows would find: pairs of sums of row measures.
  mutating func secondPass(_ second: ScanPlan, model: OutcomeModel, at look: Int) -> LogSummary {
    let measures = CompiledMeasures(second, model)
    let columns = measures.columns
    var sums = [Double](repeating: 0, count: states.cells.count * measures.count)
    var values = [Double](repeating: 0, count: measures.count)
    sums.withUnsafeMutableBufferPointer { sums in
      values.withUnsafeMutableBufferPointer { values in
        kept.values.withUnsafeBufferPointer { rows in
          for (index, state) in kept.states.enumerated() {
            measures.add(
              UnsafeBufferPointer(rebasing: rows[index * columns..<(index + 1) * columns]),
              age: kept.ages[index], values: values,
              to: UnsafeMutableBufferPointer(
                rebasing: sums[state * measures.count..<(state + 1) * measures.count]))
          }
        }
      }
    }
    var folded = cells.map { RolloutCell(variant: $0.variant, bucket: $0.bucket, second) }
    let origins = second.pairs.map { _ in RunningMoments.Origin?.some(.init()) }
    sums.withUnsafeMutableBufferPointer { all in
      for (state, cell) in states.cells.enumerated() {
        let sums = UnsafeMutableBufferPointer(
          rebasing: all[state * measures.count..<(state + 1) * measures.count])
        for (index, pair) in second.pairs.enumerated() {
          guard let x = CompiledMeasures.value(pair.x, sums),
            let y = CompiledMeasures.value(pair.y, sums)
          else { continue }
          folded[cell].add(x, y, weight: 1, pair: index, origin: .init())
        }
      }
    }
    var summary = self.summary(at: look)
    for index in folded.indices {
      (folded[index].rows, folded[index].units) = (cells[index].rows, cells[index].units)
    }
    summary.cells = folded.indices.map { folded[$0].cell(origins) }
      .sorted { ($0.variant, $0.bucket) < ($1.variant, $1.bucket) }
    return summary
  }
}
