internal import Judge
internal import Summaries

extension JSONReport {
  /// A reason as a code, its numbers under the names of `Reason`, and its words.
  static func reason(_ reason: Reason, text: String) -> JSONValue {
    let (code, members) = parts(of: reason)
    let named: [String: JSONValue] = ["code": .string(code), "text": .string(text)]
    return .object(members.merging(named) { _, named in named })
  }

  private static func parts(of reason: Reason) -> (code: String, members: [String: JSONValue]) {
    switch reason {
    case .harmShown(
      let metric, let treatment, let effect, let null, let threshold, let log, let critical):
      (
        "harmShown",
        [
          "metric": .string(metric), "treatment": .string(treatment), "effect": JSONValue(effect),
          "nullEffect": JSONValue(null), "threshold": .string(threshold),
          "logEValue": JSONValue(log), "critical": .bool(critical),
        ]
      )
    case .jointHarmShown(let log, let required, let critical):
      (
        "jointHarmShown",
        [
          "logEValue": JSONValue(log), "required": JSONValue(required),
          "critical": .bool(critical),
        ]
      )
    case .rolledBackBefore(let newest):
      ("rolledBackBefore", ["newest": JSONValue(newest.map(TimeText.iso8601))])
    case .sampleRatioMismatch(let pValue, let significance, let observed, let expected):
      (
        "sampleRatioMismatch",
        [
          "pValue": JSONValue(pValue), "significance": JSONValue(significance),
          "observed": .array(observed.map(JSONValue.integer)),
          "expected": .array(expected.map { JSONValue($0) }),
        ]
      )
    case .unitsInSeveralVariants(let units, let share, let tolerated):
      (
        "unitsInSeveralVariants",
        ["units": .integer(units), "share": JSONValue(share), "tolerated": JSONValue(tolerated)]
      )
    case .assignmentMismatch(let units, let share, let tolerated, let byVariant):
      (
        "assignmentMismatch",
        [
          "units": .integer(units), "share": JSONValue(share), "tolerated": JSONValue(tolerated),
          "byVariant": .array(byVariant.map(JSONValue.integer)),
        ]
      )
    case .unknownVariants(let names, let rows):
      (
        "unknownVariants",
        ["names": .array(names.map(JSONValue.string)), "rows": .integer(rows)]
      )
    case .rowErrors(let rows, let share, let tolerated):
      (
        "rowErrors",
        ["rows": .integer(rows), "share": JSONValue(share), "tolerated": JSONValue(tolerated)]
      )
    case .valuesNotFinite(let column, let variant, let rows, let share, let tolerated):
      notFinite(column, variant, rows, share: share, tolerated: tolerated)
    case .constantPredictions(let column, let variant, let value, let rows, let pValue):
      constantPredictions(column, variant, value, rows, pValue: pValue)
    case .requestsRepeated(let rows, let share, let tolerated):
      (
        "requestsRepeated",
        ["rows": .integer(rows), "share": JSONValue(share), "tolerated": JSONValue(tolerated)]
      )
    case .labelsContradict(let keys, let share, let tolerated):
      (
        "labelsContradict",
        ["keys": .integer(keys), "share": JSONValue(share), "tolerated": JSONValue(tolerated)]
      )
    case .missingValuesDiffer(
      let metric, let treatment, let control, let treated, let tolerated, let pValue):
      (
        "missingValuesDiffer",
        leftOut(metric, treatment, control, treated, tolerated, pValue)
      )
    case .failedRowsDiffer(
      let metric, let treatment, let control, let treated, let tolerated, let pValue):
      ("failedRowsDiffer", leftOut(metric, treatment, control, treated, tolerated, pValue))
    case .allocationDrifts(
      let days, let pValue, let significance, let worst, let observed, let expected):
      (
        "allocationDrifts",
        [
          "days": .integer(days), "pValue": JSONValue(pValue),
          "significance": JSONValue(significance), "worst": .string(TimeText.iso8601(worst)),
          "observed": .array(observed.map(JSONValue.integer)),
          "expected": .array(expected.map { JSONValue($0) }),
        ]
      )
    case .timeGap(let variant, let from, let to, let seconds, let tolerated):
      (
        "timeGap",
        [
          "variant": JSONValue(variant), "from": .string(TimeText.iso8601(from)),
          "to": .string(TimeText.iso8601(to)), "seconds": JSONValue(seconds),
          "tolerated": JSONValue(tolerated),
        ]
      )
    case .variantSilent(let variant, let newest, let seconds, let tolerated):
      (
        "variantSilent",
        [
          "variant": .string(variant), "newest": .string(TimeText.iso8601(newest)),
          "seconds": JSONValue(seconds), "tolerated": JSONValue(tolerated),
        ]
      )
    case .covariateDiffers(
      let covariate, let treatment, let control, let treated, let controlShare, let treatedShare,
      let pValue):
      (
        "covariateDiffers",
        [
          "covariate": .string(covariate), "treatment": .string(treatment),
          "control": JSONValue(control), "treated": JSONValue(treated),
          "controlShare": JSONValue(controlShare), "treatedShare": JSONValue(treatedShare),
          "pValue": JSONValue(pValue),
        ]
      )
    case .prePeriodContradicts(let units, let share, let tolerated):
      (
        "prePeriodContradicts",
        ["units": .integer(units), "share": JSONValue(share), "tolerated": JSONValue(tolerated)]
      )
    case .staleLog(let newest, let age, let allowed):
      (
        "staleLog",
        [
          "newest": .string(TimeText.iso8601(newest)), "ageSeconds": JSONValue(age),
          "allowedSeconds": JSONValue(allowed),
        ]
      )
    case .damagedInput(let file, let byte, let cause):
      (
        "damagedInput",
        ["file": .string(file), "byte": .integer(byte), "cause": .string(cause)]
      )
    case .noRows: ("noRows", [:])
    case .variantMissing(let variant): ("variantMissing", ["variant": .string(variant)])
    case .minimumSample(let variant, let units, let required):
      (
        "minimumSample",
        [
          "variant": .string(variant), "units": .integer(units), "required": .integer(required),
        ]
      )
    case .labelsImmature(let metric, let treatment, let share, let required):
      (
        "labelsImmature",
        [
          "metric": .string(metric), "treatment": .string(treatment), "share": JSONValue(share),
          "required": JSONValue(required),
        ]
      )
    case .unitsIncomplete(
      let metric, let treatment, let complete, let units, let required):
      (
        "unitsIncomplete",
        [
          "metric": .string(metric), "treatment": .string(treatment),
          "complete": .integer(complete), "units": .integer(units),
          "required": .integer(required),
        ]
      )
    case .minimumDuration(let elapsed, let required, let planned, let until):
      (
        "minimumDuration",
        [
          "elapsedSeconds": JSONValue(elapsed), "requiredSeconds": JSONValue(required),
          "plannedSeconds": JSONValue(planned),
          "until": JSONValue(until.map(TimeText.iso8601)),
        ]
      )
    case .durationUnknown: ("durationUnknown", [:])
    case .horizonNotReached(let elapsed, let horizon):
      (
        "horizonNotReached",
        ["elapsedSeconds": JSONValue(elapsed), "horizonSeconds": JSONValue(horizon)]
      )
    case .harmlessByPolicy(let treatment):
      ("harmlessByPolicy", ["treatment": .string(treatment)])
    case .successProven(let metric, let treatment, let limit, let required, let scale, let words):
      ("successProven", bound(metric, treatment, limit, required, scale, words))
    case .nonInferiorityProven(
      let metric, let treatment, let limit, let required, let scale, let words):
      ("nonInferiorityProven", bound(metric, treatment, limit, required, scale, words))
    case .othersProven(let treatments, let promoted):
      (
        "othersProven",
        ["treatments": .array(treatments.map { .string($0) }), "promoted": .string(promoted)]
      )
    case .notProven(
      let metric, let treatment, let question, let effect, let limit, let required, let scale,
      let words, let missing, let expected):
      (
        "notProven",
        bound(metric, treatment, limit, required, scale, words).merging([
          "question": .string(question.rawValue), "effect": JSONValue(effect),
          "unitsMissing": JSONValue(missing),
          "expectedAt": JSONValue(expected.map(TimeText.iso8601)),
        ]) { first, _ in first }
      )
    case .metricNotComputable(let metric, let treatment, let reason):
      (
        "metricNotComputable",
        [
          "metric": .string(metric), "treatment": .string(treatment),
          "cause": .object(cause(reason)),
        ]
      )
    case .tooFewEffectiveUnits(let metric, let treatment, let effective, let required):
      (
        "tooFewEffectiveUnits",
        [
          "metric": .string(metric), "treatment": .string(treatment),
          "effective": JSONValue(effective), "required": JSONValue(required),
        ]
      )
    case .outsideCalendar(let treatment, let present, let earliest):
      (
        "outsideCalendar",
        [
          "treatment": .string(treatment), "present": JSONValue(present.map(TimeText.iso8601)),
          "earliest": JSONValue(earliest.map(TimeText.iso8601)),
        ]
      )
    case .noSuccessMetric: ("noSuccessMetric", [:])
    case .looksNotReconstructable(let rows):
      ("looksNotReconstructable", ["rows": .integer(rows)])
    case .nextLook(let at, let taken):
      ("nextLook", ["at": .string(TimeText.iso8601(at)), "taken": .integer(taken)])
    case .looksSpent(let metric, let treatment, let looks, let statistic, let boundary):
      ("looksSpent", looked(metric, treatment, looks, statistic, boundary))
    case .futileAtLook(let metric, let treatment, let looks, let statistic, let boundary):
      ("futileAtLook", looked(metric, treatment, looks, statistic, boundary))
    case .outOfReach(
      let metric, let treatment, let question, let limit, let required, let scale, let words):
      (
        "outOfReach",
        bound(metric, treatment, limit, required, scale, words).merging([
          "question": .string(question.rawValue)
        ]) { first, _ in first }
      )
    case .maximumDuration(let elapsed, let maximum, let extended):
      (
        "maximumDuration",
        ["elapsedSeconds": JSONValue(elapsed), "maximumSeconds": JSONValue(maximum)]
          .merging(extended.map { ["extendedToSeconds": JSONValue($0)] } ?? [:]) { $1 }
      )
    case .shadow(let reason): parts(of: reason)
    case .rollout(let reason): parts(of: reason)
    case .check(let reason): parts(of: reason)
    case .futile(let treatment, let metric, let probability, let required, let end):
      (
        "futile",
        [
          "treatment": .string(treatment), "metric": .string(metric),
          "probability": JSONValue(probability), "required": JSONValue(required),
          "by": JSONValue(end.map(TimeText.iso8601)),
        ]
      )
    case .extended(let treatment, let probability, let required, let end):
      ("extended", chance(treatment, probability, required, end))
    case .notExtended(let treatment, let probability, let required, let end):
      ("notExtended", chance(treatment, probability, required, end))
    }
  }
}
