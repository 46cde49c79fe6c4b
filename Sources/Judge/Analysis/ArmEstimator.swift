internal import Stats
internal import Summaries

/// Reads one metric's value in one variant out of the scans' summaries.
struct ArmEstimator {
  var plan: Plan
  var layout: ScanLayout
  var first: LogSummary
  var second: LogSummary?
  /// At least one.
  var phases: [Phase]
  /// Up to when all rows are known.
  var now: Timestamp?

  init(
    plan: Plan, layout: ScanLayout, first: LogSummary, second: LogSummary?,
    completeUntil: Timestamp? = nil
  ) {
    (self.plan, self.layout, self.first, self.second) = (plan, layout, first, second)
    now = completeUntil ?? first.lastTime
    phases = layout.phases(of: first)
    for index in plan.metrics.indices where leavesBlanks(metric: index) {
      self.layout.countWritten(index)
    }
  }

  /// Whether rows leave open if they had the event of a rate, so that they say nothing of it.
  ///
  /// Where the control writes down nothing but events its blanks are none; where nobody wrote anything, nothing
  /// tells what a blank is.
  private func leavesBlanks(metric index: Int) -> Bool {
    let metric = plan.metrics[index]
    guard metric.kind == .rate, metric.per == .row, layout.covariates[index] == nil,
      let presence = layout.presence[index]
    else { return false }
    let rows = plan.variants.indices.map { variant in
      let moments = first.pair(presence, variant: variant)
      let count = Double(moments.count)
      // Sums are kept as means: half a row is no row.
      return (
        isBlank: (moments.meanY - moments.meanX) * count >= 0.5,
        isWritten: moments.meanX * count >= 0.5
      )
    }
    guard rows.contains(where: \.isBlank) else { return false }
    return !rows.contains(where: \.isWritten) || !isBlankByHabit(metric: index)
  }

  /// The estimate within one phase from units first seen up to a last bucket, or why there is none.
  func estimate(
    metric index: Int, variant: Int, phase: Int, through last: Int = .max
  ) -> Result<ArmEstimate, ArmFailure> {
    switch layout.slots[index] {
    case .ratio(let pair, _):
      ratio(first.pair(pair, variant: variant, phases[phase], through: last), variant: variant)
    case .quantile(let distribution):
      quantile(
        plan.metrics[index].probability ?? 0.5,
        of: first.distribution(distribution, variant: variant, phases[phase], through: last),
        variant: variant,
        clustered: layout.secondPassPair(
          metric: index, variant: variant, phase: phase, of: phases.count), phase: phase)
    case .area(let positives, let negatives):
      area(
        ScoreArea(
          positives: first.distribution(positives, variant: variant, phases[phase]).histogram,
          negatives: first.distribution(negatives, variant: variant, phases[phase]).histogram),
        variant: variant,
        pair: layout.secondPassPair(
          metric: index, variant: variant, phase: phase, of: phases.count), phase: phase)
    }
  }

  /// An area with the error of its influence function; what the cells of scores leave open widens it.
  private func area(
    _ area: ScoreArea, variant: Int, pair: Int, phase: Int
  ) -> Result<ArmEstimate, ArmFailure> {
    guard let value = area.value, let second else {
      return .failure(.init(.noRows(variant: plan.variants[variant])))
    }
    return ratio(second.pair(pair, variant: variant, phases[phase]), variant: variant).flatMap {
      (found: ArmEstimate) -> Result<ArmEstimate, ArmFailure> in
      guard area.resolution <= found.standardError / 4 else {
        return .failure(.init(.statistics("the scores are too many to be told apart")))
      }
      var estimate = found
      estimate.value = value
      estimate.standardError += area.resolution
      // Neither label may be rarer than what a normal limit takes.
      let scarce = Double(min(area.positives, area.negatives))
      estimate.effectiveUnits = min(estimate.effectiveUnits, scarce)
      return .success(estimate)
    }
  }

  /// A ratio of sums, with its delta-method error.
  func ratio(
    _ moments: BivariateMoments, variant: Int
  ) -> Result<ArmEstimate, ArmFailure> {
    guard moments.count > 0 else {
      return .failure(.init(.noRows(variant: plan.variants[variant])))
    }
    guard moments.count > 1 else {
      return .failure(
        .init(.tooFewUnits(variant: plan.variants[variant], units: moments.count)))
    }
    guard moments.meanY > 0 else {
      return .failure(.init(.noRows(variant: plan.variants[variant])))
    }
    guard moments.meanX.isFinite else {
      return .failure(.init(.statistics("the values are too large for their mean")))
    }
    do throws(StatsError) {
      let ratio = try RatioEstimate(moments: moments)
      return .success(
        ArmEstimate(
          units: moments.count, value: ratio.ratio, standardError: ratio.standardError,
          effectiveUnits: ratio.effectiveUnits))
    } catch {
      return .failure(.init(.statistics(error.cause)))
    }
  }

  private func quantile(
    _ probability: Double, of distribution: ColumnDistribution, variant: Int, clustered: Int,
    phase: Int
  ) -> Result<ArmEstimate, ArmFailure> {
    let histogram = distribution.histogram
    guard histogram.count > 1 else {
      return .failure(.init(.noRows(variant: plan.variants[variant])))
    }
    guard let second, layout.needsClusteredQuantiles else {
      return .quantile(probability, of: histogram, share: nil)
    }
    let pair = second.pair(clustered, variant: variant, phases[phase])
    return ratio(pair, variant: variant).flatMap {
      .quantile(probability, of: histogram, share: $0)
    }
  }
}

extension Result<ArmEstimate, ArmFailure> {
  /// Woodruff (1952): the interval of the share at or below the quantile, read back through the
  /// distribution; its half-width at one standard error is the quantile's standard error.
  ///
  /// - Parameters:
  ///   - probability: Which quantile.
  ///   - histogram: More than one value.
  ///   - clustered: The share of values at or below it, over units; nil where values are independent.
  /// - Returns: The estimate, or that the sample cannot tell.
  static func quantile(
    _ probability: Double, of histogram: ValueHistogram, share clustered: ArmEstimate?
  ) -> Self {
    let (p, q, n) = (probability, 1 - probability, Double(histogram.count))
    let share =
      clustered
      ?? ArmEstimate(
        units: histogram.count, value: p, standardError: (p * q / n).squareRoot(),
        effectiveUnits: n * p * q / (p * p * p + q * q * q))
    guard p - share.standardError > 0, p + share.standardError < 1,
      let read = histogram.quantiles([p, p - share.standardError, p + share.standardError])
    else {
      return .failure(.init(.quantileUndetermined(probability: p, units: share.units)))
    }
    let (value, below, above) = (read[0], read[1], read[2])
    // The cells' width enters as if the true order statistics lay at their far ends; where ties leave no
    // width at all, the next values on either side bound what the sample can tell.
    let bracket =
      above.upper > below.lower
      ? (below.lower, above.upper) : histogram.neighbors(of: value.value)
    guard let bracket, bracket.1 > bracket.0 else {
      return .failure(.init(.noVariation))
    }
    let halfWidth = (bracket.1 - bracket.0) / 2
    return .success(
      ArmEstimate(
        units: share.units, value: value.value, standardError: halfWidth,
        effectiveUnits: share.effectiveUnits))
  }
}

/// Why a variant has no estimate, as a thrown value.
struct ArmFailure: Error, Equatable {
  var cause: MetricAnalysis.Cause
  init(_ cause: MetricAnalysis.Cause) { self.cause = cause }
}

extension ValueHistogram {
  /// The nearest values below and above one, or the value itself at either end.
  fileprivate func neighbors(of value: Double) -> (Double, Double)? {
    let cells = cells
    guard let first = cells.first, let last = cells.last else { return nil }
    let below = cells.last { $0.upper < value } ?? first
    let above = cells.first { $0.lower > value } ?? last
    return (min(below.lower, value), max(above.upper, value))
  }
}
