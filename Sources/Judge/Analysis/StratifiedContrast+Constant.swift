internal import Foundation

/// Arms in which no unit differs from another: no normal limit says anything of them, and counting does.
extension StratifiedContrast {
  /// Whether no arm of any phase has a variance.
  var isConstant: Bool {
    phases.allSatisfy { $0.control.standardError == 0 && $0.treatment.standardError == 0 }
  }

  /// The anytime p-value that two shares, each the same for every unit of its arm, differ by no more than is
  /// tolerated; one where they do not.
  ///
  /// Values within 0 and 1 whose mean is μ are all equal to `high` with a chance of at most (μ/high)ⁿ, and to
  /// `low` with ((1−μ)/(1−low))ⁿ. The product, at the μ that makes it largest, divides the likelihood of a
  /// simple alternative, which is one: its inverse is an e-process (Wasserman, Ramdas & Balakrishnan 2020).
  /// Twice, as either arm may be the higher one.
  func constantPValue(tolerated: Double) -> Double {
    let sign: Double = treatment.value < control.value ? 1 : -1
    guard abs(treatment.value - control.value) > tolerated else { return 1 }
    var logChance = 0.0
    for phase in phases {
      let (higher, lower) =
        sign > 0 ? (phase.control, phase.treatment) : (phase.treatment, phase.control)
      guard higher.value - lower.value > tolerated else { continue }
      logChance += Self.logChance(higher, lower, tolerated: tolerated)
    }
    return min(1, 2 * exp(logChance))
  }

  /// The largest chance, over means that differ by no more than is tolerated, that every unit has its arm's
  /// value; as a logarithm.
  private static func logChance(
    _ higher: ArmEstimate, _ lower: ArmEstimate, tolerated: Double
  ) -> Double {
    let (n, m) = (Double(higher.units), Double(lower.units))
    // The higher arm's mean μ, the lower one's μ − tolerated: concave, so that the ends hold it.
    let best = n * (1 + tolerated) / (n + m)
    let mean = min(higher.value, max(lower.value + tolerated, best))
    let first = n * log(min(1, mean / higher.value))
    let second = m * log(min(1, (1 - mean + tolerated) / (1 - lower.value)))
    return first + second
  }
}
