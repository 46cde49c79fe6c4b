/// A plan's simulated error rates, power and stopping times.
public struct SimulationResult: Equatable, Codable, Sendable {
  /// The version of this value's JSON form.
  public static let schemaVersion = 1

  public var plan: PlanIdentity
  public var settings: SimulationSettings
  /// Units a rollout, in all variants.
  public var units: Int
  /// Seconds from the start to each look.
  public var looks: [Double]
  public var unitsReturn: Bool
  /// The log that units were drawn from, where there was one.
  public var source: SimulatedLog?
  /// Labels became known some time after their rows.
  public var labelsAreLate = false
  public var scenarios: [ScenarioResult]

  /// Creates the result of a study's scenarios.
  public init(_ study: any RolloutStudy, _ scenarios: [ScenarioResult]) {
    plan = study.plan.identity
    (settings, units, looks) = (study.settings, study.units, study.looks)
    labelsAreLate = study.plan.labels?.time != nil && study.source == nil
    (unitsReturn, source, self.scenarios) = (study.unitsReturn, study.source, scenarios)
  }

  /// Broken where one promise is, open where more rollouts are needed for one.
  public var standing: ScenarioResult.Standing {
    let standings = scenarios.map(\.standing)
    return standings.contains(.broken) ? .broken : standings.contains(.open) ? .open : .kept
  }

  /// 0 within the promises, 20 where one is broken, 10 where more rollouts are needed.
  public var exitCode: Int32 {
    switch standing {
    case .kept: Verdict.promote.exitCode
    case .broken: Verdict.stop.exitCode
    case .open: Verdict.continue.exitCode
    }
  }
}
