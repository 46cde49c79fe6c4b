internal import Judge

/// What a drift report holds beside the index: left out where a report has none, so that older reports and
/// those of shadows read as before.
extension JSONReport {
  static func details(_ column: ColumnDrift) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    members["role"] = column.role.map { .string($0.rawValue) }
    members["typing"] = column.typing.map { .string($0.rawValue) }
    members["measures"] = column.measures.map(measures)
    members["smallestVisible"] = column.smallestVisible.map(JSONValue.number)
    members["designEffects"] = column.designEffects.map {
      .object(["reference": JSONValue($0.reference), "current": JSONValue($0.current)])
    }
    members["quantiles"] = column.quantiles.map { shifts in
      .array(
        shifts.map {
          .object([
            "probability": JSONValue($0.probability), "reference": JSONValue($0.reference),
            "current": JSONValue($0.current),
          ])
        })
    }
    members["trend"] = column.trend.map { .array($0.map(point)) }
    members["changeBegan"] = column.changeBegan.map { .string(TimeText.iso8601($0)) }
    members["logEValue"] = column.logEValue.map(JSONValue.number)
    return members
  }

  private static func point(_ point: TrendPoint) -> JSONValue {
    var members: [String: JSONValue] = [
      "start": .string(TimeText.iso8601(point.start)), "rows": .integer(point.rows),
      "psi": JSONValue(point.psi), "interval": bounds(point.interval),
      "noiseFloor": JSONValue(point.noiseFloor), "missing": JSONValue(point.missing),
      "mean": JSONValue(point.mean), "status": .string(point.status.rawValue),
    ]
    members["adjustedPValue"] = point.adjustedPValue.map(JSONValue.number)
    return .object(members)
  }

  private static func divergence(_ divergence: DriftMeasures.Divergence) -> JSONValue {
    switch divergence {
    case .finite(let value): JSONValue(value)
    case .infinite: .string("infinite")
    }
  }

  private static func measures(_ measures: DriftMeasures) -> JSONValue {
    .object([
      "kullbackLeibler": divergence(measures.kullbackLeibler),
      "reverseKullbackLeibler": divergence(measures.reverseKullbackLeibler),
      "smoothedKullbackLeibler": JSONValue(measures.smoothedKullbackLeibler),
      "smoothedReverseKullbackLeibler": JSONValue(measures.smoothedReverseKullbackLeibler),
      "stabilityIndex": divergence(measures.stabilityIndex),
      "smoothedStabilityIndex": JSONValue(measures.smoothedStabilityIndex),
      "jensenShannon": JSONValue(measures.jensenShannon),
      "jensenShannonDistance": JSONValue(measures.jensenShannonDistance),
      "hellinger": JSONValue(measures.hellinger),
      "totalVariation": JSONValue(measures.totalVariation),
      "kolmogorovSmirnovPValue": JSONValue(measures.kolmogorovSmirnovPValue),
      "wasserstein": JSONValue(measures.wasserstein),
      "scaledWasserstein": JSONValue(measures.scaledWasserstein),
      "standardizedWasserstein": JSONValue(measures.standardizedWasserstein),
      "homogeneity": measures.homogeneity.map(homogeneity) ?? .null,
      "numbers": measures.numbers.map(numbers) ?? .null,
    ])
  }

  private static func homogeneity(_ test: DriftMeasures.Homogeneity) -> JSONValue {
    .object([
      "chiSquare": JSONValue(test.chiSquare), "degreesOfFreedom": JSONValue(test.degreesOfFreedom),
      "pValue": JSONValue(test.pValue), "likelihoodRatio": JSONValue(test.likelihoodRatio),
      "cramersV": JSONValue(test.cramersV),
    ])
  }

  private static func numbers(_ change: DriftMeasures.NumberChange) -> JSONValue {
    .object([
      "reference": summary(change.reference), "current": summary(change.current),
      "standardizedShift": JSONValue(change.standardizedShift),
      "welchStatistic": JSONValue(change.welchStatistic),
      "welchPValue": JSONValue(change.welchPValue),
      "outsideReferenceRange": JSONValue(change.outsideReferenceRange),
    ])
  }

  private static func summary(_ summary: DriftMeasures.NumberSummary) -> JSONValue {
    .object([
      "count": .integer(summary.count), "mean": JSONValue(summary.mean),
      "standardDeviation": JSONValue(summary.standardDeviation),
      "median": JSONValue(summary.median),
    ])
  }

  static func timeline(_ timeline: DriftTimeline) -> JSONValue {
    let windows = timeline.windows.map { window in
      JSONValue.object([
        "start": .string(TimeText.iso8601(window.start)),
        "end": .string(TimeText.iso8601(window.end)), "rows": .integer(window.rows),
        "drifted": .integer(window.drifted),
      ])
    }
    return .object([
      "width": JSONValue(timeline.width), "reference": .string(timeline.reference.rawValue),
      "windows": .array(windows), "traffic": timeline.traffic.map(traffic) ?? .null,
    ])
  }

  private static func traffic(_ traffic: DriftTimeline.Traffic) -> JSONValue {
    let hours = traffic.unusual.map { hour in
      JSONValue.object([
        "start": .string(TimeText.iso8601(hour.start)), "rows": .integer(hour.rows),
        "expected": JSONValue(hour.expected),
        "standardDeviations": JSONValue(hour.standardDeviations),
      ])
    }
    return .object([
      "norm": .string(traffic.norm.rawValue), "tolerance": JSONValue(traffic.tolerance),
      "hours": .integer(traffic.hours), "unusualCount": .integer(traffic.unusualCount),
      "unusual": .array(hours),
    ])
  }

  static func looks(_ looks: DriftLooks) -> JSONValue {
    let history = looks.history.map { look in
      JSONValue.object([
        "name": .string(look.name), "rows": .integer(look.rows),
        "logEValue": JSONValue(look.logEValue), "alarm": .bool(look.alarm),
        "foremost": JSONValue(look.foremost),
      ])
    }
    return .object([
      "alarmRate": JSONValue(looks.alarmRate), "looks": .integer(looks.looks),
      "alarms": .integer(looks.alarms), "look": .string(looks.look),
      "standing": .string(looks.standing.rawValue), "caughtUp": .integer(looks.caughtUp),
      "logEValue": JSONValue(looks.logEValue), "logThreshold": JSONValue(looks.logThreshold),
      "alarm": .bool(looks.alarm), "history": .array(history),
    ])
  }
}
