internal import Foundation
internal import Stats

/// Holds the quality of some rows now against what it was.
struct QualityComparison {
  var plan: Plan
  /// The chance of error of each limit of an interval.
  var alpha: Double

  /// Compares one measure.
  func compare(
    _ limit: QualityPlan.Limit, _ before: QualityMoments?, _ now: QualityMoments?, fewest: Int
  ) -> DriftHarm.Quality {
    var quality = DriftHarm.Quality(limit)
    (quality.referenceRows, quality.currentRows) = (before?.labelled ?? 0, now?.labelled ?? 0)
    quality.cause = gap(before, now, fewest)
    guard quality.cause == nil, let before, let now else { return quality }
    do throws(QualityMoments.Gap) {
      let usual = try before.value(limit.measure)
      let present = try now.value(limit.measure)
      (quality.reference, quality.current) = (usual.estimate.value, present.estimate.value)
      try enter(usual, present, &quality)
      quality.conclude()
      try doubt(&quality, limit, usual, now, now.missing(beyond: before, required: coverage))
    } catch {
      switch error {
      case .cause(let cause): (quality.status, quality.cause) = (.unknown, cause)
      }
    }
    return quality
  }

  private var coverage: Double? { plan.labels?.coverage }

  /// Believes that there is no harm only if there would be none had each row been wrong whose prediction or label
  /// is missing, beyond as large a share as lacked them before.
  private func doubt(
    _ quality: inout DriftHarm.Quality, _ limit: QualityPlan.Limit,
    _ before: QualityMoments.Value, _ now: QualityMoments, _ missing: QualityMissing
  ) throws(QualityMoments.Gap) {
    guard quality.status == .harmless, missing.rows > 0 else { return }
    guard !limit.measure.isRegression else {
      // How large an error is that nobody sees has no bound.
      guard missing.share > plan.toleratedMissing.value else { return }
      throw .cause(.answersMissing(rows: missing.rows, share: missing.share, worst: nil))
    }
    let least = try now.adding(wrong: missing.rows).value(limit.measure)
    do throws(StatsError) {
      quality.doubt(missing, worst: try change(before, least, quality.scale).lower)
    } catch {
      throw .cause(.statistics(error.cause))
    }
  }

  /// Why labels do not suffice.
  private func gap(
    _ before: QualityMoments?, _ now: QualityMoments?, _ fewest: Int
  ) -> DriftHarm.Cause? {
    guard let before else { return .unread(.reference) }
    guard let now else { return .unread(.current) }
    let rows = min(before.labelled, now.labelled)
    guard rows >= fewest else { return .tooFewLabels(rows: rows, required: fewest) }
    guard let coverage else { return nil }
    let share = min(before.coverage ?? 0, now.coverage ?? 0)
    return share < coverage ? .labelsIncomplete(share: share, required: coverage) : nil
  }

  private func enter(
    _ before: QualityMoments.Value, _ now: QualityMoments.Value,
    _ quality: inout DriftHarm.Quality
  ) throws(QualityMoments.Gap) {
    do throws(StatsError) {
      quality.referenceInterval = try interval(before, quality.measure)
      quality.currentInterval = try interval(now, quality.measure)
      quality.change = try change(before, now, quality.scale)
    } catch {
      throw .cause(.statistics(error.cause))
    }
  }

  private func interval(
    _ value: QualityMoments.Value, _ measure: DriftHarm.Quality.Measure
  ) throws(StatsError) -> Bounds {
    if let share = value.share {
      let interval = try WilsonInterval(level: 1 - 2 * alpha).interval(share)
      return Bounds(lower: interval.lower, upper: interval.upper)
    }
    if let index = value.index {
      let interval = try WilsonInterval(level: 1 - 2 * alpha).interval(index)
      return Bounds(
        lower: QualityMoments.Value.f1(interval.lower),
        upper: QualityMoments.Value.f1(interval.upper))
    }
    let interval = try value.estimate.confidenceInterval(level: 1 - 2 * alpha)
    // An error is no less than nothing, and R² no more than one.
    let least = measure == .r2 ? -Double.infinity : 0
    let most = measure == .r2 || measure == .f1 ? 1 : Double.infinity
    return Bounds(lower: max(least, interval.lower), upper: min(most, interval.upper))
  }

  private func change(
    _ before: QualityMoments.Value, _ now: QualityMoments.Value, _ scale: DriftHarm.Quality.Scale
  ) throws(StatsError) -> Bounds {
    let (usual, present) = (before.estimate, now.estimate)
    if scale == .difference, let control = before.share, let treatment = now.share {
      let interval = try NewcombeInterval(level: 1 - 2 * alpha)
        .interval(control: control, treatment: treatment)
      return Bounds(lower: interval.lower, upper: interval.upper)
    }
    if before.index != nil || now.index != nil {
      // Newcombe's square-and-add, of any two intervals (Zou and Donner, 2008).
      let (old, new) = (try interval(before, .f1), try interval(now, .f1))
      let difference = present.value - usual.value
      return Bounds(
        lower: difference - hypot(present.value - new.lower, old.upper - usual.value),
        upper: difference + hypot(new.upper - present.value, usual.value - old.lower))
    }
    guard scale == .ratio else {
      let interval = try Estimate(
        present.value - usual.value,
        standardError: hypot(present.standardError, usual.standardError)
      ).confidenceInterval(level: 1 - 2 * alpha)
      return Bounds(lower: interval.lower, upper: interval.upper)
    }
    guard usual.value > 0, present.value > 0 else { throw .zeroVariance }
    // On the logarithm, whose bounds are those of a ratio.
    let interval = try Estimate(
      log(present.value / usual.value),
      standardError: hypot(
        present.standardError / present.value, usual.standardError / usual.value)
    ).confidenceInterval(level: 1 - 2 * alpha)
    return Bounds(lower: expm1(interval.lower), upper: expm1(interval.upper))
  }
}

extension DriftHarm.Quality {
  /// A quality of which nothing is known yet.
  init(_ limit: QualityPlan.Limit) {
    self.init(
      measure: Measure(limit.measure),
      scale: limit.tolerance.unit == .relative ? .ratio : .difference, status: .unknown,
      referenceRows: 0, currentRows: 0, tolerance: limit.tolerance.value)
  }

  /// 1 where more is better, −1 where less is.
  var sign: Double {
    switch measure {
    case .accuracy, .expectedAccuracy, .precision, .recall, .f1, .r2: 1
    case .mae, .rmse, .mape: -1
    }
  }

  /// Says what the change's bounds show.
  mutating func conclude() {
    guard let change else { return }
    let best = sign > 0 ? change.upper : -change.lower
    let worst = sign > 0 ? change.lower : -change.upper
    status = best < -tolerance ? .harmful : worst >= -tolerance ? .harmless : .unknown
  }

  /// Takes back that there is no harm where what is missing could hide it.
  ///
  /// - Parameters:
  ///   - missing: The rows that lack a prediction, a score or a label though they are expected to have one.
  ///   - worst: The least that the change can be if each of them is wrong.
  mutating func doubt(_ missing: QualityMissing, worst: Double) {
    guard status == .harmless, missing.rows > 0, worst < -tolerance else { return }
    status = .unknown
    cause = .answersMissing(rows: missing.rows, share: missing.share, worst: worst)
  }
}

extension DriftHarm.Quality.Measure {
  fileprivate init(_ measure: QualityPlan.Measure) {
    switch measure {
    case .accuracy: self = .accuracy
    case .precision: self = .precision
    case .recall: self = .recall
    case .f1: self = .f1
    case .mae: self = .mae
    case .rmse: self = .rmse
    case .mape: self = .mape
    case .r2: self = .r2
    }
  }
}
