internal import Judge

extension JSONReport {
  /// Where a canary stands.
  static func stage(_ stage: StageAccount, _ arms: [SampleAccount.Arm]) -> JSONValue {
    var members: [String: JSONValue] = [
      "stage": .integer(stage.stage),
      "count": .integer(stage.count),
      "action": .string(stage.action.rawValue),
      "current": JSONValue(stage.current),
      "next": JSONValue(stage.next),
      "started": JSONValue(stage.started.map(TimeText.iso8601)),
      "earliest": JSONValue(stage.earliest.map(TimeText.iso8601)),
      "comparison": .string(stage.comparison.rawValue),
      "units": .array(
        zip(arms, stage.units).map { arm, units in
          .object(["variant": .string(arm.variant), "units": .integer(units)])
        }),
      "conditions": .array(
        stage.conditions.map { condition in
          .object([
            "metric": .string(condition.metric), "threshold": .string(condition.threshold),
            "status": .string(condition.status.rawValue),
            "logEValue": JSONValue(condition.logEValue),
            "pValue": JSONValue(condition.pValue),
          ])
        }),
    ]
    if let blocks = stage.blocks { members["blocks"] = .array(blocks.map { .integer($0) }) }
    if let levels = stage.levels { members["levels"] = .array(levels.map(level)) }
    if let drift = stage.drift { members["drift"] = self.drift(drift) }
    return .object(members)
  }

  private static func level(_ level: StageAccount.Level) -> JSONValue {
    .object([
      "metric": .string(level.metric), "level": .string(level.level),
      "status": .string(level.status.rawValue), "value": JSONValue(level.value),
      "isShareBeyond": .bool(level.isShareBeyond), "logEValue": JSONValue(level.logEValue),
      "pValue": JSONValue(level.pValue), "effective": JSONValue(level.effective),
    ])
  }

  private static func drift(_ drift: StageAccount.Drift) -> JSONValue {
    .object([
      "column": .string(drift.column), "limit": JSONValue(drift.limit),
      "status": .string(drift.status.rawValue), "score": JSONValue(drift.score),
      "lower": JSONValue(drift.lower), "upper": JSONValue(drift.upper),
      "pValue": JSONValue(drift.pValue), "rows": .array(drift.rows.map { .integer($0) }),
      "designEffects": drift.designEffects.map { .array($0.map { JSONValue($0) }) } ?? .null,
    ])
  }

  /// The members of the reasons that only a rollout in steps has.
  static func parts(of reason: RolloutReason) -> (code: String, members: [String: JSONValue]) {
    switch reason {
    case .stagePassed(let stage, let count, let traffic, let next):
      (
        "stagePassed",
        [
          "stage": .integer(stage), "of": .integer(count), "traffic": JSONValue(traffic),
          "next": JSONValue(next),
        ]
      )
    case .stageRunning(let stage, let count, let elapsed, let required, let until):
      (
        "stageRunning",
        [
          "stage": .integer(stage), "of": .integer(count), "elapsedSeconds": JSONValue(elapsed),
          "requiredSeconds": JSONValue(required),
          "until": JSONValue(until.map(TimeText.iso8601)),
        ]
      )
    case .stageSample(let stage, let count, let variant, let units, let required):
      (
        "stageSample",
        [
          "stage": .integer(stage), "of": .integer(count), "variant": .string(variant),
          "units": .integer(units), "required": .integer(required),
        ]
      )
    case .conditionUnclear(let metric, let threshold, let effective, let required):
      (
        "conditionUnclear",
        [
          "metric": .string(metric), "threshold": .string(threshold),
          "effective": JSONValue(effective), "required": JSONValue(required),
        ]
      )
    case .clusterHarm, .changeNotSeen, .waitingForLook, .clustersTooFew, .monitoringRunning,
      .treatmentSilent, .serversSilent, .valuesMissing, .noEventsYet, .monitoringOver,
      .serversUnknown, .serversPassed:
      clusterParts(of: reason)
    case .proofBeforeAllTraffic(let stage, let count):
      ("proofBeforeAllTraffic", ["stage": .integer(stage), "of": .integer(count)])
    case .allTraffic(let compared, let notCompared):
      (
        "allTraffic",
        [
          "compared": .array(compared.map { .string($0) }),
          "notCompared": .array(notCompared.map { .string($0) }),
        ]
      )
    case .levelPassed(let metric, let level, let value, let isShareBeyond, let pValue):
      (
        "levelPassed",
        [
          "metric": .string(metric), "level": .string(level), "value": JSONValue(value),
          "isShareBeyond": .bool(isShareBeyond), "pValue": JSONValue(pValue),
        ]
      )
    case .levelUnclear(let metric, let level, let effective, let required):
      (
        "levelUnclear",
        [
          "metric": .string(metric), "level": .string(level),
          "effective": JSONValue(effective), "required": JSONValue(required),
        ]
      )
    case .driftShown(let column, let score, let lower, let limit, let pValue):
      (
        "driftShown",
        [
          "column": .string(column), "score": JSONValue(score), "lower": JSONValue(lower),
          "limit": JSONValue(limit), "pValue": JSONValue(pValue),
        ]
      )
    case .driftUnclear(let column, let limit, let rows):
      (
        "driftUnclear",
        [
          "column": .string(column), "limit": JSONValue(limit),
          "rows": .array(rows.map { .integer($0) }),
        ]
      )
    case .stageOutsideCalendar(let present, let earliest):
      (
        "stageOutsideCalendar",
        [
          "present": JSONValue(present.map(TimeText.iso8601)),
          "earliest": JSONValue(earliest.map(TimeText.iso8601)),
        ]
      )
    }
  }
}
