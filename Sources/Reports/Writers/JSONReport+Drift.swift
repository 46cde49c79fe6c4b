internal import Judge

extension JSONReport {
  static func document(_ decision: DriftDecision, _ exitMap: ExitMap) -> JSONValue {
    var members: [String: JSONValue] = [
      "kind": .string("drift"),
      "schemaVersion": .integer(decision.schemaVersion),
      "plan": plan(decision.plan),
      "verdict": .string(decision.verdict.rawValue),
      "exitCode": .integer(Int(exitMap.code(for: decision.verdict))),
      "exitMap": .string(exitMap.rawValue),
      "reasons": .array(decision.reasons.map { reason($0, text: ReasonText().clause($0)) }),
      "referenceRows": .integer(decision.referenceRows),
      "currentRows": .integer(decision.currentRows),
      "textbook": .bool(decision.textbook),
      "significance": JSONValue(decision.significance),
      "columns": .array(decision.columns.map(column)),
    ]
    if let timeline = decision.timeline { members["timeline"] = self.timeline(timeline) }
    if let looks = decision.looks { members["looks"] = self.looks(looks) }
    if let harm = decision.harm { members["harm"] = self.harm(harm) }
    members["labels"] = decision.labels.map(labels)
    return .object(members)
  }

  static func column(_ column: ColumnDrift) -> JSONValue {
    let bins = column.bins.map { bin in
      JSONValue.object([
        "label": .string(bin.label),
        "referenceCount": .integer(bin.referenceCount),
        "currentCount": .integer(bin.currentCount),
      ])
    }
    let members: [String: JSONValue] = [
      "column": .string(column.column),
      "kind": .string(column.kind.rawValue),
      "status": .string(column.status.rawValue),
      "causes": .array(column.causes.map(cause)),
      "psi": JSONValue(column.psi),
      "debiasedPsi": JSONValue(column.debiasedPsi),
      "psiInterval": bounds(column.psiInterval),
      "noiseFloor": JSONValue(column.noiseFloor),
      "klDivergence": JSONValue(column.klDivergence),
      "jensenShannon": JSONValue(column.jensenShannon),
      "kolmogorovSmirnov": JSONValue(column.kolmogorovSmirnov),
      "pValue": JSONValue(column.pValue),
      "adjustedPValue": JSONValue(column.adjustedPValue),
      "referenceMissing": JSONValue(column.referenceMissing),
      "currentMissing": JSONValue(column.currentMissing),
      "newCategories": .array(column.newCategories.map(JSONValue.string)),
      "vanishedCategories": .array(column.vanishedCategories.map(JSONValue.string)),
      "bins": .array(bins),
    ]
    return .object(members.merging(details(column)) { first, _ in first })
  }

  private static func cause(_ cause: ColumnDrift.Cause) -> JSONValue {
    var members: [String: JSONValue]
    switch cause {
    case .psiAboveTolerance(let psi, let lower, let tolerance):
      members = [
        "code": .string("psiAboveTolerance"), "psi": JSONValue(psi), "lower": JSONValue(lower),
        "tolerance": JSONValue(tolerance),
      ]
    case .klAboveTolerance(let divergence, let tolerance):
      members = [
        "code": .string("klAboveTolerance"), "divergence": JSONValue(divergence),
        "tolerance": JSONValue(tolerance),
      ]
    case .scoreAboveTolerance(let distance, let score, let tolerance):
      members = [
        "code": .string("scoreAboveTolerance"), "distance": .string(distance.rawValue),
        "score": JSONValue(score), "tolerance": JSONValue(tolerance),
      ]
    case .shiftAboveTolerance(let shift, let tolerance):
      members = [
        "code": .string("shiftAboveTolerance"), "shift": JSONValue(shift),
        "tolerance": JSONValue(tolerance),
      ]
    case .windowsDrifted(let windows, let first):
      members = [
        "code": .string("windowsDrifted"), "windows": .integer(windows),
        "first": .string(TimeText.iso8601(first)),
      ]
    case .alarmRaised(let logEValue):
      members = ["code": .string("alarmRaised"), "logEValue": JSONValue(logEValue)]
    case .klUnclear(let upper, let tolerance):
      members = [
        "code": .string("klUnclear"), "upper": JSONValue(upper), "tolerance": JSONValue(tolerance),
      ]
    case .scoreUnclear(let distance, let upper, let tolerance):
      members = [
        "code": .string("scoreUnclear"), "distance": .string(distance.rawValue),
        "upper": JSONValue(upper), "tolerance": JSONValue(tolerance),
      ]
    case .noAlarmYet: members = ["code": .string("noAlarmYet")]
    case .constantInReference: members = ["code": .string("constantInReference")]
    case .constantInCurrent: members = ["code": .string("constantInCurrent")]
    case .categoryShare(let category, let reference, let current, let factor):
      members = [
        "code": .string("categoryShare"), "category": .string(category),
        "reference": JSONValue(reference), "current": JSONValue(current),
        "factor": JSONValue(factor),
      ]
    case .missingShare(let reference, let current, let tolerance):
      members = [
        "code": .string("missingShare"), "reference": JSONValue(reference),
        "current": JSONValue(current), "tolerance": JSONValue(tolerance),
      ]
    case .typeChanged(let reference, let current):
      members = [
        "code": .string("typeChanged"), "referenceType": .string(reference),
        "currentType": .string(current),
      ]
    case .columnVanished: members = ["code": .string("columnVanished")]
    case .columnAppeared: members = ["code": .string("columnAppeared")]
    case .tooFewRows(let expected):
      members = ["code": .string("tooFewRows"), "smallestExpected": JSONValue(expected)]
    case .missingShareUnclear(let reference, let current, let upper, let tolerance):
      members = [
        "code": .string("missingShareUnclear"), "reference": JSONValue(reference),
        "current": JSONValue(current), "upper": JSONValue(upper),
        "tolerance": JSONValue(tolerance),
      ]
    case .categoryShareUnclear(let category, let reference, let current, let factor):
      members = [
        "code": .string("categoryShareUnclear"), "category": .string(category),
        "reference": JSONValue(reference), "current": JSONValue(current),
        "factor": JSONValue(factor),
      ]
    case .rareCategories(let share):
      members = ["code": .string("rareCategories"), "share": JSONValue(share)]
    case .statistics: members = ["code": .string("statistics")]
    case .columnUnknown: members = ["code": .string("columnUnknown")]
    case .onlyPresenceCompared: members = ["code": .string("onlyPresenceCompared")]
    case .tooManyCategories: members = ["code": .string("tooManyCategories")]
    case .labelsIncomplete(let share, let required):
      members = [
        "code": .string("labelsIncomplete"), "share": JSONValue(share),
        "required": JSONValue(required),
      ]
    case .intervalCoversTolerance(let lower, let upper, let tolerance):
      members = [
        "code": .string("intervalCoversTolerance"), "lower": JSONValue(lower),
        "upper": JSONValue(upper), "tolerance": JSONValue(tolerance),
      ]
    }
    members["text"] = .string(DriftText.clause(cause))
    return .object(members)
  }
}
