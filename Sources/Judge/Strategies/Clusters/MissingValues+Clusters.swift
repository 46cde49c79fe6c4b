internal import Stats
internal import Summaries

/// Rows that do not count, where clusters are few.
extension MissingValues {
  /// The comparison for one metric by Student's t over clusters; nil where there is nothing to ask, or too few
  /// clusters to ask.
  ///
  /// - Parameters:
  ///   - cause: Why rows do not count.
  ///   - metric: The metric.
  ///   - plan: What was decided before the data were seen.
  ///   - reading: How its sums are read.
  ///   - sides: The clusters of control and treatment.
  ///   - lookShare: The part of the error rate that this look holds.
  init?(
    _ cause: Cause, of metric: MetricPlan, _ plan: Plan, _ reading: ClusterReading,
    sides: (control: [ClusterSum], treatment: [ClusterSum]), lookShare: Double
  ) {
    guard let control = Self.estimate(sides.control, cause),
      let treatment = Self.estimate(sides.treatment, cause)
    else { return nil }
    guard cause != .noValue || !reading.isBlankByHabit else { return nil }
    let contrast = (
      difference: abs(treatment.ratio - control.ratio),
      error:
        (control.standardError * control.standardError
        + treatment.standardError * treatment.standardError).squareRoot()
    )
    let beyond = contrast.difference - plan.toleratedMissing.value
    var pValue = beyond > 0 ? 0.0 : 1
    if contrast.error > 0 {
      let reference = StudentT(
        degreesOfFreedom: Double(min(control.count, treatment.count) - 1))
      guard let tails = try? reference.tails(at: beyond / contrast.error) else { return nil }
      // Either side may be the one that misses more.
      pValue = min(1, 2 * tails.upper / lookShare)
    }
    self.init(
      cause: cause, metric: metric.name, treatment: plan.treatments.first ?? "",
      control: control.ratio, changed: treatment.ratio, pValue: pValue)
  }

  private static func estimate(_ clusters: [ClusterSum], _ cause: Cause) -> RatioEstimate? {
    var moments = BivariateMoments()
    for cluster in clusters {
      let count = cause == .noValue ? cluster.presence : cluster.survival
      if count.of > 0 { moments.add((count.rows, count.of)) }
    }
    guard moments.count >= ClusterAnalyzer.fewest else { return nil }
    return try? RatioEstimate(moments: moments)
  }
}

extension ClusterSums {
  /// How rows that do not count compare, by metric; labels that are still to come are waited for instead.
  func missingValues(_ plan: Plan, lookShare: Double) -> [MissingValues] {
    [MissingValues.Cause.noValue, .error].flatMap { cause in
      plan.metrics.indices.compactMap { index -> MissingValues? in
        guard cause == .error || !plan.isLabel(plan.metrics[index]), looks > 0 else { return nil }
        return MissingValues(
          cause, of: plan.metrics[index], plan, readings[index],
          sides: (control[index], treatment[index]), lookShare: lookShare)
      }
    }
  }

  /// What keeps a promotion waiting: labels that have not come, and values of which one side misses more.
  ///
  /// With few clusters a difference is seldom shown; one that is merely there promotes nobody.
  func missingReasons(_ plan: Plan) -> [Reason] {
    plan.metrics.indices.compactMap { index -> Reason? in
      let metric = plan.metrics[index]
      guard metric.role != .monitor, !readings[index].isBlankByHabit,
        let before = control[index].total(\.presence).share,
        let after = treatment[index].total(\.presence).share
      else { return nil }
      let share = min(before, after)
      if plan.isLabel(metric), let required = plan.labels?.coverage, share < required {
        return .labelsImmature(
          metric: metric.name, treatment: plan.treatments.first ?? "", share: share,
          required: required)
      }
      // What is missing is held against the treatment where the plan bounds it.
      guard !plan.bounds(metric), abs(after - before) > plan.toleratedMissing.value else {
        return nil
      }
      return .rollout(
        .valuesMissing(
          metric: metric.name, variant: plan.treatments.first ?? "", control: 1 - before,
          treated: 1 - after, tolerated: plan.toleratedMissing.value))
    }
  }

  /// Whether the treatment's column of a rate never says anything, where only failures are written down.
  func isMute(metric index: Int) -> Bool {
    readings[index].isBlankByHabit && treatment[index].total(\.presence).rows == 0
  }
}
