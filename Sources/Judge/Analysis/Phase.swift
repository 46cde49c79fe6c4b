internal import Stats
internal import Summaries

/// A stretch of time over which traffic was divided in one way, as buckets of the scan.
struct Phase: Equatable {
  /// The buckets it consists of; all of them where there is one phase.
  var buckets: ClosedRange<Int>
  /// Where it begins, unless it is the whole log.
  var start: Timestamp?
  /// The planned share of each variant.
  var shares: [Double]

  /// The one phase of a plan whose traffic stays as it is.
  static func whole(_ plan: Plan) -> Phase {
    Phase(buckets: .min ... .max, start: nil, shares: plan.shares)
  }
}

extension Phase {
  /// The phases of a log: those of the plan, or those its daily allocation shows where the plan has a ramp.
  ///
  /// Effects are compared within phases and then added up. Pooled over phases, arms would be compared whose
  /// units came on different days (Simpson 1951).
  static func phases(of plan: Plan, in summary: LogSummary) -> [Phase] {
    if plan.dropsMovedUnits {
      return [Phase(buckets: .min ... .max, start: nil, shares: plan.unmovedShares)]
    }
    if let staged = staged(plan) { return staged }
    if plan.phases.count > 1 { return planned(plan) }
    guard plan.ramp != nil, plan.log.time != nil else { return [whole(plan)] }
    return found(plan, in: summary)
  }

  /// The phases a plan names: a bucket each, or the buckets of a finer axis.
  private static func planned(_ plan: Plan) -> [Phase] {
    let last = plan.phases.count - 1
    return plan.phases.enumerated().map { index, phase in
      var range = index...index
      if plan.axisWidth != nil, let axis = plan.buckets {
        let start = index == 0 ? Int.min : axis.index(of: phase.start)
        let end = index == last ? Int.max : axis.index(of: plan.phases[index + 1].start) - 1
        range = start...max(start, end)
      }
      return Phase(buckets: range, start: phase.start, shares: plan.shares(of: phase.traffic))
    }
  }

  /// Neighbouring days are one phase as long as their allocations do not differ.
  ///
  /// Only counts of units decide, never outcomes, so that every cut leaves the effects unbiased.
  private static func found(_ plan: Plan, in summary: LogSummary) -> [Phase] {
    // A day is a bucket, or so many of a finer axis.
    let bucketsPerDay = Int(ScanLayout.secondsPerDay / (plan.axisWidth ?? ScanLayout.secondsPerDay))
    let days = Dictionary(grouping: summary.cells) { cell in
      Int((Double(cell.bucket) / Double(bucketsPerDay)).rounded(.down))
    }
    var phases: [(days: ClosedRange<Int>, units: [Int])] = []
    for day in days.keys.sorted() {
      let units = plan.variants.indices.map { variant in
        (days[day] ?? []).filter { $0.variant == variant }.map(\.units).reduce(0, +)
      }
      if let last = phases.last, !differ(last.units, units) {
        phases[phases.count - 1] = (last.days.lowerBound...day, zip(last.units, units).map(+))
      } else {
        phases.append((day...day, units))
      }
    }
    guard phases.count > 1 else {
      // A ramp that has not moved yet stands on one of its steps, not at the split it leads to.
      var only = whole(plan)
      if let units = phases.first?.units { only.shares = plan.rampShares(nearest: units) }
      return [only]
    }
    return phases.map { phase in
      let first = phase.days.lowerBound * bucketsPerDay
      return Phase(
        buckets: first...(phase.days.upperBound + 1) * bucketsPerDay - 1,
        start: ScanLayout.day(phase.days.lowerBound),
        shares: plan.rampShares(nearest: phase.units))
    }
  }

  /// Chi-square homogeneity at 1 in 10,000: a ramp's step of ten points shows within a few hundred units.
  private static func differ(_ one: [Int], _ other: [Int]) -> Bool {
    let present = one.indices.filter { one[$0] + other[$0] > 0 }
    guard present.count > 1, one.reduce(0, +) > 0, other.reduce(0, +) > 0,
      let result = try? ChiSquareIndependence()
        .evaluate([present.map { one[$0] }, present.map { other[$0] }])
    else { return false }
    return result.pValue < 1e-4
  }
}

extension Plan {
  /// The shares on the ramp's path that are nearest to the units seen.
  ///
  /// Taking the nearest makes the sample-ratio test look for a split that no step of the ramp explains.
  fileprivate func rampShares(nearest units: [Int]) -> [Double] {
    let total = Double(units.reduce(0, +))
    guard let ramp, total > 0, units.count > 1 else { return shares }
    let seen = 1 - Double(units[0]) / total
    let path = ramp.path.map { $0 / 100 } + [1 - shares[0]]
    let treated = path.min { abs($0 - seen) < abs($1 - seen) } ?? seen
    let weights = shares.dropFirst()
    let sum = weights.reduce(0, +)
    return [1 - treated] + weights.map { $0 / sum * treated }
  }
}
