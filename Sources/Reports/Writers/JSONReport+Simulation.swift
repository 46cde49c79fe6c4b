public import Judge

extension JSONReport {
  /// The document of a simulation: counts, limits and promises, numbers exact.
  public static func text(_ result: SimulationResult) -> String {
    var members: [String: JSONValue] = [
      "kind": .string("simulation"),
      "schemaVersion": .integer(SimulationResult.schemaVersion),
      "plan": plan(result.plan),
      "standing": .string(result.standing.rawValue),
      "exitCode": .integer(Int(result.exitCode)),
      "seed": .string(String(result.settings.seed)),
      "shape": .string(result.settings.shape.rawValue),
      "units": .integer(result.units),
      "unitsReturn": .bool(result.unitsReturn),
      "looksAfterSeconds": .array(result.looks.map { JSONValue($0) }),
      "scenarios": .array(result.scenarios.map(scenario)),
    ]
    if let log = result.source {
      members["log"] = .object([
        "rows": .integer(log.rows), "units": .integer(log.units), "phases": .integer(log.phases),
      ])
    }
    return JSONValue.object(members).text
  }

  private static func time(_ time: ScenarioResult.StoppingTime?) -> JSONValue {
    guard let time else { return .null }
    return .object([
      "lowerQuartile": JSONValue(time.lowerQuartile), "median": JSONValue(time.median),
      "upperQuartile": JSONValue(time.upperQuartile),
    ])
  }

  private static func scenario(_ result: ScenarioResult) -> JSONValue {
    var members: [String: JSONValue] = [
      "rollouts": .integer(result.rollouts),
      "errors": .object(
        Dictionary(
          uniqueKeysWithValues: result.errors.map { error in
            (
              error.error.rawValue,
              .object([
                "count": .integer(error.count), "promise": JSONValue(error.promise),
                "lower": JSONValue(error.lower), "upper": JSONValue(error.upper),
                "standing": .string(error.standing.rawValue),
              ])
            )
          })),
      "promotedRightly": .integer(result.promoted),
      "verdicts": .object(
        Dictionary(
          uniqueKeysWithValues: Verdict.allCases.map {
            ($0.rawValue, .integer(result.verdicts[$0] ?? 0))
          })),
      "meanUnits": JSONValue(result.meanUnits),
      "intervals": .object([
        "count": .integer(result.intervals), "holdAtTheEnd": .integer(result.covered),
        "holdAtEveryLook": .integer(result.alwaysCovered),
      ]),
      "stoppingSeconds": time(result.stoppingTime),
    ]
    if let stages = result.stages {
      members["stages"] = .array(
        stages.map { stage in
          .object([
            "traffic": JSONValue(stage.traffic), "rollouts": .integer(stage.rollouts),
            "beganSeconds": time(stage.began),
          ])
        })
    }
    if let rules = result.rules {
      members["rulesOnEstimates"] = .object([
        "rolledBack": .integer(rules.rolledBack), "promoted": .integer(rules.promoted),
        "rollbackSeconds": time(rules.rollbackTime),
      ])
    }
    switch result.scenario {
    case .successAtMinimum: members["scenario"] = .string("success-at-minimum")
    case .guardrailAtMargin(let metric):
      members["scenario"] = .string("guardrail-at-margin")
      members["metric"] = .string(metric)
    case .atHarmLimit(let correlation):
      members["scenario"] = .string("at-harm-limit")
      members["correlation"] = JSONValue(correlation)
    case .oneWinner: members["scenario"] = .string("one-winner")
    case .improvement: members["scenario"] = .string("improvement")
    case .identical: members["scenario"] = .string("identical")
    case .beyondLimit(let metric):
      members["scenario"] = .string("beyond-limit")
      members["metric"] = .string(metric)
    }
    return .object(members)
  }
}
