internal import Foundation
internal import Stats

/// A tolerance on a divergence beside the index: on Kullback and Leibler's, or on the drift score.
///
/// A tolerance that the index's own implies needs no test: KL ≤ PSI, and the squared distances of Jensen
/// and Shannon (in nats) and of Hellinger are at most PSI/8, cell by cell.
struct SecondaryDivergence {
  /// The part of a family's error that the index has where others are tested beside it.
  ///
  /// Near equality KL is half the index, so that the others rarely find what it does not: it keeps nearly
  /// all of the power.
  static let indexShare = 0.9

  var kind: DivergenceEstimate.Kind
  /// In the divergence's own units: of a score its square, of Jensen–Shannon in nats.
  var tolerance: Double

  /// Whether it is the drift score.
  var isScore: Bool { kind != .kullbackLeibler }

  /// Those of a plan that its tolerance of the index does not imply.
  static func tested(_ plan: DriftPlan) -> [SecondaryDivergence] {
    var tested: [SecondaryDivergence] = []
    if plan.klTolerance < plan.psi {
      tested.append(Self(kind: .kullbackLeibler, tolerance: plan.klTolerance))
    }
    let score = Self(score: plan.scoreTolerance, plan.distance)
    if 8 * score.tolerance < plan.psi { tested.append(score) }
    return tested
  }

  private init(kind: DivergenceEstimate.Kind, tolerance: Double) {
    (self.kind, self.tolerance) = (kind, tolerance)
  }

  private init(score: Double, _ distance: DriftPlan.ScoreDistance) {
    switch distance {
    case .jensenShannon: self.init(kind: .jensenShannon, tolerance: score * score * log(2))
    case .hellinger: self.init(kind: .squaredHellinger, tolerance: score * score)
    }
  }

  /// The distance whose square, in the right units, a value is.
  private func score(_ value: Double) -> Double {
    (kind == .jensenShannon ? max(0, value) / log(2) : max(0, value)).squareRoot()
  }

  /// What a shown excess says of the column.
  func cause(_ estimate: DivergenceEstimate, _ plan: DriftPlan) -> ColumnDrift.Cause {
    kind == .kullbackLeibler
      ? .klAboveTolerance(divergence: estimate.value, tolerance: plan.klTolerance)
      : .scoreAboveTolerance(
        distance: plan.distance, score: score(estimate.value), tolerance: plan.scoreTolerance)
  }

  /// What a limit beyond the tolerance says of the column.
  func doubt(upper: Double, _ plan: DriftPlan) -> ColumnDrift.Cause {
    kind == .kullbackLeibler
      ? .klUnclear(upper: upper, tolerance: plan.klTolerance)
      : .scoreUnclear(
        distance: plan.distance, upper: score(upper), tolerance: plan.scoreTolerance)
  }
}
