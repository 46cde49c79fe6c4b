internal import Stats
internal import Summaries

/// The moments of a metric and of its regressors in one variant and phase.
///
/// The metric enters by its linearised value a unit, (S − rN) ÷ N̄ (Deng, Knoblich & Lu, KDD 2018), whose
/// mean has the variance of the ratio r.
struct RegressorMoments {
  var base: ArmEstimate
  /// All units, those without a value of the metric too.
  var count: Int
  var means: [Double]
  var covariances: [[Double]]
  var withOutcome: [Double]
  /// The moments of each column's value and presence.
  let columns: [BivariateMoments]
  /// The numerator, where the denominator is one for all units, and with the column's value, where there is
  /// one column.
  let outcome: (all: BivariateMoments, present: BivariateMoments)?
  /// Numerator and denominator, and by column each of them with its value.
  let ratio: BivariateMoments
  let numeratorAndValue: [BivariateMoments]
  /// Empty where the denominator is one.
  let denominatorAndValue: [BivariateMoments]

  /// The moments; nil below two units.
  init?(
    _ arms: ArmEstimator, metric index: Int, variant: Int, phase: Int, through last: Int
  ) {
    guard let layout = arms.layout.covariates[index],
      case .ratio(let pair, _) = arms.layout.slots[index],
      case .success(let base) = arms.estimate(
        metric: index, variant: variant, phase: phase, through: last)
    else { return nil }
    func moments(_ pair: Int) -> BivariateMoments {
      arms.first.pair(pair, variant: variant, arms.phases[phase], through: last)
    }
    let columns = layout.columns.map { moments($0.valueAndPresence) }
    guard let count = columns.first?.count, count > 1 else { return nil }
    self.base = base
    self.count = count
    means = columns.flatMap { [$0.meanX, $0.meanY] }
    let variances: [Double] = columns.flatMap { (pair) -> [Double] in
      [pair.varianceX ?? 0, pair.varianceY ?? 0]
    }
    covariances = variances.indices.map { row in
      variances.indices.map { column in
        row == column
          ? variances[row]
          : moments(layout.among[max(row, column)][min(row, column)]).covariance ?? 0
      }
    }
    self.columns = columns
    let numerators = layout.numerator.map { moments($0) }
    let whole = moments(pair)
    withOutcome = numerators.indices.map { index in
      let below =
        layout.denominator.isEmpty ? 0 : moments(layout.denominator[index]).covariance ?? 0
      return ((numerators[index].covariance ?? 0) - base.value * below) / whole.meanY
    }
    ratio = whole
    numeratorAndValue = columns.indices.map { numerators[2 * $0] }
    denominatorAndValue =
      layout.denominator.isEmpty ? [] : columns.indices.map { moments(layout.denominator[2 * $0]) }
    let isPlain = whole.centralSum(0, 2) == 0 && whole.meanY == 1 && whole.count == count
    outcome = isPlain && columns.count == 1 ? (whole, moments(layout.present[0])) : nil
  }

  /// The same as a group of the regression.
  var group: PooledRegression.Group {
    .init(count: count, covariances: covariances, withOutcome: withOutcome)
  }

  /// θᵀx̄.
  func shift(_ slopes: [Double]) -> Double { zip(slopes, means).reduce(0) { $0 + $1.0 * $1.1 } }

  /// The covariance of the arm's value with θᵀx̄.
  func covariance(_ slopes: [Double]) -> Double {
    zip(slopes, withOutcome).reduce(0) { $0 + $1.0 * $1.1 } / Double(count)
  }

  /// The variance of θᵀx̄.
  func variance(_ slopes: [Double]) -> Double {
    let sum = slopes.indices.reduce(0) { sum, row in
      sum + slopes[row] * zip(slopes, covariances[row]).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return max(0, sum / Double(count))
  }

  /// The variance of the arm's value − θᵀx̄.
  func adjustedVariance(_ slopes: [Double]) -> Double {
    max(
      0,
      base.standardError * base.standardError - 2 * covariance(slopes) + variance(slopes))
  }
}
