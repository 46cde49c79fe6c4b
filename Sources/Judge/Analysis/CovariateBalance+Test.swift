internal import Stats
internal import Summaries

extension CovariateBalance {
  /// Compares one treatment with the control before the experiment: means over units that have a value, and
  /// shares of units that have one.
  ///
  /// Units are complete in this when they enter, so that the clock is their number.
  ///
  /// - Parameters:
  ///   - arms: What the scan found.
  ///   - column: The covariate.
  ///   - treatment: An index into the plan's variants.
  ///   - significance: The error budget of this one column and treatment; each question has half.
  init?(
    _ arms: ArmEstimator, _ column: CovariateLayout.Column, treatment: Int, significance: Double
  ) {
    let pair = column.valueAndPresence
    func shares(_ variant: Int, _ phase: Int) -> ArmEstimate? {
      ArmEstimate(shareOf: arms.first.pair(pair, variant: variant, arms.phases[phase]))
    }
    func means(_ variant: Int, _ phase: Int) -> ArmEstimate? {
      try? arms.ratio(
        arms.first.pair(pair, variant: variant, arms.phases[phase]), variant: variant
      ).get()
    }
    guard var present = StratifiedContrast(arms, treatment: treatment, shares) else { return nil }
    present.restOnStrongerArm()
    let values = StratifiedContrast(arms, treatment: treatment, means)
    let pValues = [values, present].compactMap(\.self).map {
      Evidence.differencePValue(
        $0, tolerated: .zero, column: column.name, clock: .units,
        targetClock: arms.plan.targetClock(treatment: treatment), significance: significance / 2)
    }
    // All units of one arm and none of another: there is no variance, and no doubt either.
    let isOneSided = present.phases.contains {
      $0.control.standardError == 0 && $0.treatment.standardError == 0
        && $0.control.value != $0.treatment.value
    }
    self.init(
      column: column.name, control: values?.control.value, treatment: values?.treatment.value,
      controlShare: present.control.value, treatmentShare: present.treatment.value,
      pValue: isOneSided ? 0 : min(1, 2 * (pValues.min() ?? 1)), significance: significance)
  }
}

extension StratifiedContrast {
  /// The phases in which both arms have an estimate; nil without any.
  fileprivate init?(
    _ arms: ArmEstimator, treatment: Int, _ estimate: (_ variant: Int, _ phase: Int) -> ArmEstimate?
  ) {
    phases = arms.phases.indices.compactMap { phase in
      guard let control = estimate(0, phase), let changed = estimate(treatment, phase) else {
        return nil
      }
      return PhaseContrast(control: control, treatment: changed, phase: phase)
    }
    if phases.isEmpty { return nil }
  }

  /// One arm that misses values often enough answers, also where the other misses none: its variance is
  /// nearly all of the difference's.
  mutating func restOnStrongerArm() {
    for phase in phases.indices {
      let effective = max(
        phases[phase].control.effectiveUnits, phases[phase].treatment.effectiveUnits)
      phases[phase].control.effectiveUnits = effective
      phases[phase].treatment.effectiveUnits = effective
    }
  }
}

extension ArmEstimate {
  /// The mean of a pair's second column, which is 0 or 1 a unit; nil below two units.
  fileprivate init?(shareOf pair: BivariateMoments) {
    guard pair.count > 1 else { return nil }
    let n = Double(pair.count)
    let (squares, fourths) = (pair.centralSum(0, 2), pair.centralSum(0, 4))
    self.init(
      units: pair.count, value: pair.meanY, standardError: (squares / (n - 1) / n).squareRoot(),
      effectiveUnits: fourths > 0 ? min(n, squares * (squares / fourths)) : 0)
  }
}
