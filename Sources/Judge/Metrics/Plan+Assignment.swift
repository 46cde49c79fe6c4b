internal import Summaries

/// What the plan's assignment asks of a scan.
extension Plan {
  /// The planned shares of each phase, in the order of `variants`.
  private var phaseShares: [[Double]] {
    phases.isEmpty ? [shares] : phases.map { shares(of: $0.traffic) }
  }

  /// Whether units may be in other variants after some point in time, as the split grows over them.
  ///
  /// Not where metrics have windows: those end where they end, and a unit that moves before is a crossover.
  private var mayMoveUnits: Bool {
    unitColumn != nil && assignment.kind == .stickyHash && axisWidth == nil
      && (assignment.crossovers ?? .fail) == .fail
  }

  /// Whether the phases are found in the log, and units may move where they meet.
  var movesUnitsAlongRamp: Bool {
    mayMoveUnits && ramp != nil && phases.count < 2 && log.time != nil
  }

  /// Which rows of a unit count.
  ///
  /// Where the split changes, a hash that is kept moves units with it. A unit then counts with the rows of
  /// the phase it first came in alone, and that in every arm: leaving out the later rows of the moved ones
  /// only would leave the arms with different exposure.
  var unitRows: ScanPlan.UnitRows {
    guard unitColumn != nil, phases.count > 1 else { return .all }
    if assignment.kind == .perPhase { return .ofEachBucket }
    return mayMoveUnits && Set(phaseShares).count > 1 ? .ofFirstBucket : .all
  }

  /// What units are held against; nil where the plan expects nothing but one variant a unit.
  var scanAssignment: ScanPlan.Assignment? {
    guard unitColumn != nil else { return nil }
    let hash = assignment.hash.map {
      ScanPlan.AssignmentHash(
        $0, salt: assignment.salt ?? "", buckets: assignment.buckets ?? StickyHash.bucketCount)
    }
    guard hash != nil || unitRows == .ofFirstBucket else { return nil }
    if let shares = stageShares {
      return ScanPlan.Assignment(phases: stageAxis, shares: shares, hash: hash)
    }
    return ScanPlan.Assignment(
      phases: phases.count > 1 ? .boundaries(phases.dropFirst().map(\.start)) : nil,
      shares: phaseShares, hash: hash, moved: dropsMovedUnits ? .dropped : .kept)
  }

  /// Units whose hash falls where the split changes are left out.
  var dropsMovedUnits: Bool { assignment.crossovers == .drop }

  /// The shares of the buckets that stay with one variant in all phases.
  ///
  /// Those of the hash itself are counted, so that nothing depends on how their edges are rounded.
  var unmovedShares: [Double] {
    guard let buckets = assignment.buckets ?? assignment.hash.map({ _ in StickyHash.bucketCount }),
      let expected = scanAssignment
    else { return shares }
    var counts = variants.map { _ in 0 }
    for bucket in 0..<buckets {
      let owners = Set(
        phaseShares.indices.map { expected.variant(ofHashBucket: bucket, of: buckets, in: $0) })
      if owners.count == 1, let owner = owners.first { counts[owner] += 1 }
    }
    let sum = Double(counts.reduce(0, +))
    return sum > 0 ? counts.map { Double($0) / sum } : shares
  }
}
