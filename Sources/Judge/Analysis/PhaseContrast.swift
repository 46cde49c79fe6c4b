internal import Foundation
internal import Stats

/// The standard errors of effects between arms that were measured on the same rows: theirs do not add up.
struct Pairing: Equatable {
  /// Of treatment − control.
  var difference: Double
  /// Of ln(treatment / control), where both are positive.
  var logRatio: Double
}

/// Treatment against control within one phase of constant allocation.
struct PhaseContrast: Equatable {
  var control: ArmEstimate
  var treatment: ArmEstimate
  /// The index of the phase.
  var phase = 0
  /// Where both arms are measured on the same rows: how far apart they are known to be.
  var pairing: Pairing?
  /// Of the two arms' estimates, which share the control's covariates where they are adjusted.
  var covariance = 0.0

  /// n_T·n_C ÷ (n_T + n_C): the weight under which phases add up to the least variance.
  var overlap: Double {
    let (c, t) = (Double(control.units), Double(treatment.units))
    return c * t / (c + t)
  }

  /// Treatment − control and its standard error on a scale.
  func effect(on scale: Estimand.Scale) -> (value: Double, standardError: Double) {
    switch scale {
    case .difference:
      let (c, t) = (control.standardError, treatment.standardError)
      let variance = c * c + t * t - 2 * covariance
      return (
        treatment.value - control.value, pairing?.difference ?? Self.root(of: variance)
      )
    case .logRatio:
      let c = control.standardError / control.value
      let t = treatment.standardError / treatment.value
      let variance = c * c + t * t - 2 * covariance / (control.value * treatment.value)
      return (
        log(treatment.value / control.value), pairing?.logRatio ?? Self.root(of: variance)
      )
    }
  }
}

extension PhaseContrast {
  /// Rounding may take a variance below zero; one that overflowed stays no number.
  private static func root(of variance: Double) -> Double {
    variance < 0 ? 0 : variance.squareRoot()
  }
}

/// Treatment against control over all phases: within each, then added up by overlap weights.
struct StratifiedContrast: Equatable {
  /// At least one.
  var phases: [PhaseContrast]

  /// Whether every arm of every phase has a positive value, so that ratios exist.
  var isPositive: Bool { phases.allSatisfy { $0.control.value > 0 && $0.treatment.value > 0 } }

  /// The control over all phases.
  var control: ArmEstimate { combined(\.control) }
  /// The treatment over all phases.
  var treatment: ArmEstimate { combined(\.treatment) }

  /// The covariance of the two.
  private var covariance: Double {
    let weight = phases.reduce(0) { $0 + $1.overlap }
    return phases.reduce(0) { $0 + $1.overlap * $1.overlap * $1.covariance } / (weight * weight)
  }

  /// Both arms over all phases, as if they were one.
  var arms: PhaseContrast {
    phases.count == 1
      ? phases[0]
      : PhaseContrast(control: control, treatment: treatment, covariance: covariance)
  }

  /// The overlap-weighted mean of an arm, so that differences of arms are weighted differences.
  private func combined(_ arm: KeyPath<PhaseContrast, ArmEstimate>) -> ArmEstimate {
    guard phases.count > 1 else { return phases[0][keyPath: arm] }
    var (units, weight, sum, variance, fourth) = (0, 0.0, 0.0, 0.0, 0.0)
    for phase in phases {
      let estimate = phase[keyPath: arm]
      let h = phase.overlap
      // With influences d, Σd² is the variance and m = (Σd²)²/Σd⁴, in a phase and over all of them.
      let squares = h * h * estimate.standardError * estimate.standardError
      units += estimate.units
      weight += h
      sum += h * estimate.value
      variance += squares
      if squares > 0 { fourth += squares * squares / estimate.effectiveUnits }
    }
    return ArmEstimate(
      units: units, value: sum / weight, standardError: variance.squareRoot() / weight,
      effectiveUnits: fourth > 0 ? variance * variance / fourth : 0)
  }
}

/// The overlap-weighted effect over phases, which every sequential question is asked of.
struct ScoreEstimate: Equatable {
  /// Treatment − control on the scale.
  var effect: Double
  var standardError: Double
  /// In units of four overlap weights: with equal arms, the number of units.
  var clock: Double

  /// Combines phases, which are independent as each unit belongs to the phase of its first row.
  ///
  /// On the log ratio it is the ratio of the arms' weighted means, as it is reported: a weighted mean of the
  /// phases' own ratios would be another effect, and may have another sign.
  ///
  /// - Parameters:
  ///   - contrast: The phases.
  ///   - scale: The scale of the effect.
  ///   - kind: What the sequential bounds run on.
  ///   - plannedVariance: The variance of one unit on that scale, fixed before the data were seen.
  init(
    _ contrast: StratifiedContrast, on scale: Estimand.Scale, clock kind: Estimand.Clock,
    plannedVariance: Double
  ) {
    (effect, standardError) = contrast.arms.effect(on: scale)
    let weight = contrast.phases.reduce(0) { $0 + $1.overlap }
    let variance = weight * weight * standardError * standardError
    clock = 4 * (kind == .units ? weight : variance / plannedVariance)
  }
}
