internal import Judge

extension JSONReport {
  static func treatment(_ treatment: TreatmentAnalysis) -> JSONValue {
    var members: [String: JSONValue] = [
      "variant": .string(treatment.variant),
      "promotionPValue": JSONValue(treatment.promotionPValue),
      "metrics": .array(treatment.metrics.map(metric)),
      "outlook": treatment.outlook.map(outlook) ?? .null,
    ]
    members["covariates"] = treatment.covariates.map { .array($0.map(balance)) }
    members["segments"] = treatment.segments.map { .array($0.map(segments)) }
    return .object(members)
  }

  /// Why a metric has no value: a code, its numbers and its words.
  static func cause(_ cause: MetricAnalysis.Cause) -> [String: JSONValue] {
    var members: [String: JSONValue]
    switch cause {
    case .noRows(let variant):
      members = ["code": .string("noRows"), "variant": .string(variant)]
    case .tooFewUnits(let variant, let units):
      members = [
        "code": .string("tooFewUnits"), "variant": .string(variant), "units": .integer(units),
      ]
    case .noneComplete(let units):
      members = ["code": .string("noneComplete"), "units": .integer(units)]
    case .noVariation: members = ["code": .string("noVariation")]
    case .notPositive(let variant, let value):
      members = [
        "code": .string("notPositive"), "variant": .string(variant), "value": JSONValue(value),
      ]
    case .labelsMissing: members = ["code": .string("labelsMissing")]
    case .quantileUndetermined(let probability, let units):
      members = [
        "code": .string("quantileUndetermined"), "probability": JSONValue(probability),
        "units": .integer(units),
      ]
    case .statistics: members = ["code": .string("statistics")]
    }
    members["text"] = .string(CauseText.clause(cause))
    return members
  }

  private static func metric(_ metric: MetricAnalysis) -> JSONValue {
    var members: [String: JSONValue] = [
      "name": .string(metric.name),
      "kind": .string(metric.kind.rawValue),
      "role": .string(metric.role.rawValue),
      "better": .string(metric.better.rawValue),
      "critical": .bool(metric.critical),
      "status": .string(MetricStatus(metric).rawValue),
      "estimand": estimand(metric),
      "control": metric.control.map(arm) ?? .null,
      "treatment": metric.treatment.map(arm) ?? .null,
      "comparison": .null,
      "notComputable": .null,
    ]
    switch metric.result {
    case .computed(let result): members["comparison"] = comparison(result)
    case .notComputable(let reason): members["notComputable"] = .object(cause(reason))
    }
    // Members of plans with windows alone: other reports are as they were.
    members["complete"] = metric.complete.map {
      .object([
        "control": .integer($0.control), "treatment": .integer($0.treatment),
        "units": .integer($0.units),
      ])
    }
    members["harmSoFar"] = metric.harmSoFar.map(test)
    return .object(members)
  }

  private static func estimand(_ metric: MetricAnalysis) -> JSONValue {
    var members: [String: JSONValue] = [
      "definition": .string(metric.estimand.definition),
      "aggregation": .string(metric.estimand.aggregation.rawValue),
      "errorRows": .string(metric.estimand.errorRows.rawValue),
      "scale": .string(metric.estimand.scale.rawValue),
      "clock": .string(metric.estimand.clock.rawValue),
    ]
    members["window"] = metric.estimand.window.map { JSONValue($0) }
    members["maturity"] = metric.estimand.maturity.map { JSONValue($0) }
    members["rule"] = metric.estimand.rule.map { .string($0.rawValue) }
    return .object(members)
  }

  private static func arm(_ arm: ArmEstimate) -> JSONValue {
    .object([
      "units": .integer(arm.units),
      "value": JSONValue(arm.value),
      "standardError": JSONValue(arm.standardError),
      "effectiveUnits": JSONValue(arm.effectiveUnits),
    ])
  }

  private static func comparison(_ comparison: Comparison) -> JSONValue {
    var members: [String: JSONValue] = [
      "difference": JSONValue(comparison.difference),
      "differenceStandardError": JSONValue(comparison.differenceStandardError),
      "differenceInterval": bounds(comparison.differenceInterval),
      "relativeChange": JSONValue(comparison.relativeChange),
      "relativeInterval": bounds(comparison.relativeInterval),
      "clock": JSONValue(comparison.clock),
      "targetClock": JSONValue(comparison.targetClock),
      "tests": .array(comparison.tests.map(test)),
      "classical": comparison.classical.map(classical) ?? .null,
      "phases": comparison.phases.map(phases) ?? .null,
    ]
    members["adjustment"] = comparison.adjustment.map(adjustment)
    members["beyondLimits"] = comparison.beyondLimits.map(beyondLimits)
    return .object(members)
  }

  private static func phases(_ phases: PhaseEffects) -> JSONValue {
    .object([
      "effects": .array(
        phases.effects.map { effect in
          .object([
            "start": effect.start.map { .string(TimeText.iso8601($0)) } ?? .null,
            "controlUnits": .integer(effect.controlUnits),
            "treatmentUnits": .integer(effect.treatmentUnits),
            "difference": JSONValue(effect.difference),
            "standardError": JSONValue(effect.standardError),
          ])
        }),
      "heterogeneityPValue": JSONValue(phases.heterogeneityPValue),
      "pooledDifference": JSONValue(phases.pooledDifference),
      "pooledStandardized": JSONValue(phases.pooledStandardized),
      "stratifiedStandardized": JSONValue(phases.stratifiedStandardized),
      "isReversedByPooling": .bool(phases.isReversedByPooling),
    ])
  }

  private static func classical(_ classical: ClassicalComparison) -> JSONValue {
    .object([
      "method": .string(classical.method),
      "statistic": JSONValue(classical.statistic),
      "degreesOfFreedom": JSONValue(classical.degreesOfFreedom),
      "pValue": JSONValue(classical.pValue),
      "interval": bounds(classical.interval),
      "intervalMethod": .string(classical.intervalMethod),
    ])
  }

  private static func test(_ test: ThresholdTest) -> JSONValue {
    var members: [String: JSONValue] = [
      "question": .string(test.question.rawValue),
      "method": .string(test.method.rawValue),
      "threshold": .string(test.threshold),
      "scale": .string(test.scale.rawValue),
      "effect": JSONValue(test.effect),
      "nullEffect": JSONValue(test.nullEffect),
      "standardError": JSONValue(test.standardError),
      "limit": JSONValue(test.limit),
      "logEValue": JSONValue(test.logEValue),
      "pValue": JSONValue(test.pValue),
      "significance": JSONValue(test.significance),
      "holds": .bool(test.holds),
      "tooFewEffectiveUnits": JSONValue(test.tooFewEffectiveUnits),
    ]
    // Other reports are as they were.
    members["missingBound"] = test.missingBound.map { JSONValue($0) }
    members["looks"] = test.looks.map { .array($0.map(look)) }
    return .object(members)
  }

  private static func look(_ look: TakenLook) -> JSONValue {
    .object([
      "at": .string(TimeText.iso8601(look.at)),
      "information": JSONValue(look.information),
      "fraction": JSONValue(look.fraction),
      "statistic": JSONValue(look.statistic),
      "boundary": JSONValue(look.boundary),
      "spent": JSONValue(look.spent),
      "futilityBoundary": JSONValue(look.futilityBoundary),
    ])
  }
}
