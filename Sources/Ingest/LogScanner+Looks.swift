public import Summaries

/// What was known of a log while it came in.
extension LogScanner {
  /// More looks than this are not told apart.
  public static let mostLooks = 1000

  /// Reads each input once and returns what was known of the log at the end of each bucket of an axis, from
  /// that of the first row to that of the last.
  ///
  /// A look is what `scan` finds in the log cut before the first row of the next bucket, to the last bit
  /// but for the moments of distributions. Sources that are joined are not cut: of those the plan must say
  /// itself what counts.
  ///
  /// - Returns: The looks; nil where they cannot be told in one scan, as a row of an earlier bucket follows
  ///   one of a later bucket, as windows ask to read the log again, or as there are more than `mostLooks`.
  /// - Throws: `IngestError` as `scan` does, and for a log without a time column.
  public func looks(
    _ plan: ScanPlan, atEndsOf axis: TimeBuckets
  ) throws(IngestError) -> [LogLook]? {
    try require([.summaries], plan)
    guard plan.sources.first?.time != nil else {
      throw .invalidPlan("Looks need the time of each row; the log names no time column")
    }
    let compiled = try CompiledPlan(plan)
    guard plan.unitRows == .all else {
      return try looks(compiled, atEndsOf: axis) { BucketTable(plan, in: $0) }
    }
    guard let layout = PackedMeasures(compiled) else {
      return try looks(compiled, atEndsOf: axis) { UnitTable(measures: plan.measures, in: $0) }
    }
    return try looks(compiled, atEndsOf: axis) { PackedUnitTable(layout, in: $0) }
  }

  private func looks<Units: TotalledTable>(
    _ compiled: CompiledPlan, atEndsOf axis: TimeBuckets, _ makeUnits: (LargePages) -> Units
  ) throws(IngestError) -> [LogLook]? {
    let plan = compiled.plan
    let run = try ScanRun(
      compiled, LogInput.expanded(inputs), format, options, joining: joinedSources(plan),
      looks: axis
    ) { LookTable(makeUnits($0), plan) }
    var isFlawed = false
    let looks = try run.looks { builders throws(IngestError) in
      guard plan.key == .unit else { return }
      let parts = try run.partitions.map(threads: options.threads) { table in
        table.look()
        return (looks: table.looks, flaw: table.flaw)
      }
      isFlawed = parts.contains { $0.flaw != nil }
      for part in parts {
        for (builder, totals) in zip(builders, part.looks) { builder.add(totals) }
      }
    }
    return isFlawed ? nil : looks
  }
}
