internal import Foundation
internal import Stats
internal import Summaries

/// A contrast with what columns known before the experiment explain taken off (CUPED: Deng, Xu, Kohavi &
/// Walker, WSDM 2013).
///
/// One slope θ a column, pooled over all arms and phases. The control keeps its value, and the treatment has
/// r_T − θᵀ(x̄_T − x̄_C): their difference is the adjusted effect, and their ratio relates it to the control's
/// own value. The two then share the control's regressors, and their covariance enters every error.
struct AdjustedContrast {
  var contrast: StratifiedContrast
  var report: CovariateAdjustment

  /// The adjusted contrast of one metric and treatment; nil where the metric has no covariates, or the
  /// moments that it needs do not exist.
  init?(
    _ arms: ArmEstimator, _ contrast: StratifiedContrast, metric index: Int, treatment: Int,
    through last: Int = .max
  ) {
    guard let layout = arms.layout.covariates[index] else { return nil }
    let moments = arms.plan.variants.indices.map { variant in
      arms.phases.indices.map {
        RegressorMoments(arms, metric: index, variant: variant, phase: $0, through: last)
      }
    }
    var groups = moments.flatMap { $0.compactMap { $0?.group } }
    let varying = layout.columns.map { arms.variesWithinUnits($0) }
    for group in groups.indices {
      for (column, varies) in varying.enumerated() where varies {
        groups[group].leaveOut([2 * column, 2 * column + 1])
      }
    }
    guard let regression = try? PooledRegression(groups) else { return nil }
    let slopes = regression.slopes
    self.contrast = contrast
    for position in contrast.phases.indices {
      let phase = contrast.phases[position].phase
      guard let control = moments[0][phase], let changed = moments[treatment][phase] else {
        return nil
      }
      self.contrast.phases[position] = PhaseContrast(
        control: control, treatment: changed, slopes: slopes, phase: phase)
    }
    let before = ScoreEstimate(contrast, on: .difference, clock: .units, plannedVariance: 1)
    let after = ScoreEstimate(self.contrast, on: .difference, clock: .units, plannedVariance: 1)
    let ratio = after.standardError / before.standardError
    report = CovariateAdjustment(
      covariates: layout.columns.indices.map { column in
        CovariateAdjustment.Covariate(
          layout.columns[column].name, regression, at: 2 * column, varies: varying[column],
          isMissing: moments.allSatisfy {
            $0.allSatisfy { ($0?.means[2 * column + 1] ?? 0) == 0 }
          })
      }, unadjustedDifference: before.effect, unadjustedStandardError: before.standardError,
      varianceReduction: ratio.isFinite ? 1 - ratio * ratio : 0)
  }
}

extension CovariateAdjustment.Covariate {
  fileprivate init(
    _ name: String, _ regression: PooledRegression, at position: Int, varies: Bool, isMissing: Bool
  ) {
    let use: Use =
      if isMissing {
        .missing
      } else if varies {
        .variesWithinUnits
      } else {
        switch regression.redundancies[position] {
        case nil: .used
        case .constant: .constant
        case .collinear: .collinear
        }
      }
    self.init(
      column: name, use: use, slope: use == .used ? regression.slopes[position] : nil)
  }
}

extension PooledRegression.Group {
  /// Makes constants of some regressors, which have no slopes.
  fileprivate mutating func leaveOut(_ regressors: [Int]) {
    for out in regressors {
      withOutcome[out] = 0
      for other in covariances.indices {
        covariances[out][other] = 0
        covariances[other][out] = 0
      }
    }
  }
}

extension PhaseContrast {
  fileprivate init(
    control: RegressorMoments, treatment: RegressorMoments, slopes: [Double], phase: Int
  ) {
    var (one, other) = (control.base, treatment.base)
    one.effectiveUnits = min(one.effectiveUnits, control.effectiveUnits(slopes))
    other.effectiveUnits = min(other.effectiveUnits, treatment.effectiveUnits(slopes))
    other.value += control.shift(slopes) - treatment.shift(slopes)
    other.standardError =
      (treatment.adjustedVariance(slopes) + control.variance(slopes)).squareRoot()
    self.init(
      control: one, treatment: other, phase: phase, covariance: control.covariance(slopes))
  }
}

extension ArmEstimator {
  /// The rows of some unit disagree, or may do so unseen: the mean of their squares is more than the square
  /// of their mean.
  func variesWithinUnits(_ column: CovariateLayout.Column) -> Bool {
    var (squares, ofMeans, between) = (0.0, 0.0, 0.0)
    for variant in plan.variants.indices {
      let pair = first.pair(column.squareAndValue, variant: variant)
      let n = Double(pair.count)
      squares += n * pair.meanX
      ofMeans += n * pair.meanY * pair.meanY + pair.centralSum(0, 2)
      between += pair.centralSum(0, 2)
    }
    // Rounding leaves some 1e-16 of the squares for each row of a unit. Where values lie so far from zero that
    // a hundredth of what they vary by would be lost in it, nobody can tell, and they are not used.
    let visible = 1e-9 * squares
    return squares - ofMeans > visible || (between > 0 && visible > between / 100)
  }
}
