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
  private var columns: [BivariateMoments]
  /// The numerator, where the denominator is one for all units, and with the column's value, where there is
  /// one column.
  private var outcome: (all: BivariateMoments, present: BivariateMoments)?

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

  /// Units that the adjusted variance effectively rests on: (Σd²)² ÷ Σd⁴ of the residuals d − θᵀx.
  ///
  /// For means and one column it is exact. Otherwise no pair has the joint fourth moments, and Minkowski's
  /// inequality bounds them: the answer is then too small, and holds back rather than lets pass.
  func effectiveUnits(_ slopes: [Double]) -> Double {
    let n = Double(base.units)
    let squares = n * (n - 1) * adjustedVariance(slopes)
    let fourths = fourthPowers(slopes) ?? fourthPowersAtMost(slopes)
    return fourths > 0 ? min(n, squares * (squares / fourths)) : 0
  }

  /// Σ (d − θᵀx)⁴ for a mean and one column: over the units that have its value, and over the others.
  private func fourthPowers(_ slopes: [Double]) -> Double? {
    guard let (all, present) = outcome else { return nil }
    let (theta, jump) = (slopes[0], slopes[1])
    let center = all.meanX - shift(slopes)
    let withValue = Self.fourthPowers(
      (2...4).map { present.residualSum(slope: theta, order: $0) }, count: present.count,
      about: center + jump - (present.meanX - theta * present.meanY))
    func ofOutcome(_ pair: BivariateMoments) -> Double {
      Self.fourthPowers(
        (2...4).map { pair.centralSum($0, 0) }, count: pair.count, about: center - pair.meanX)
    }
    return withValue + max(0, ofOutcome(all) - ofOutcome(present))
  }

  /// Σ (e − ē − a)⁴ from Σ (e − ē)ᵏ for k from two to four.
  private static func fourthPowers(
    _ central: [Double], count: Int, about a: Double
  ) -> Double {
    central[2] - 4 * a * central[1] + 6 * a * a * central[0] + Double(count) * a * a * a * a
  }

  /// No less than Σ (d − θᵀx)⁴: by the norms of the outcome and of what each column explains.
  private func fourthPowersAtMost(_ slopes: [Double]) -> Double {
    guard base.effectiveUnits > 0 else { return 0 }
    let n = Double(base.units)
    let outcome = n * (n - 1) * base.standardError * base.standardError
    let norm = columns.indices.reduce((outcome * (outcome / base.effectiveUnits)).root4) {
      let (theta, jump) = (slopes[2 * $1], slopes[2 * $1 + 1])
      let fourths =
        theta == 0
        ? columns[$1].centralSum(0, 4)
        : columns[$1].residualSum(slope: -jump / theta, order: 4)
      return $0 + (theta == 0 ? abs(jump) : abs(theta)) * fourths.root4
    }
    return norm * norm * norm * norm
  }
}

extension Double {
  fileprivate var root4: Double { squareRoot().squareRoot() }
}
