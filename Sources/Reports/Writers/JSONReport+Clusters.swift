internal import Judge
internal import Summaries

extension JSONReport {
  /// The clusters that were compared.
  static func clusters(_ account: ClusterAccount, _ metrics: [MetricAnalysis]) -> JSONValue {
    func second(_ values: [Int], _ index: Int) -> JSONValue {
      .integer(values.indices.contains(index) ? values[index] : 0)
    }
    return .object([
      "kind": .string(account.kind.rawValue),
      "control": second(account.clusters, 0),
      "treatment": second(account.clusters, 1),
      "required": .integer(account.required),
      "degreesOfFreedom": JSONValue(account.degreesOfFreedom),
      "blockSeconds": JSONValue(account.blockSeconds),
      "changed": JSONValue(account.changed.map(TimeText.iso8601)),
      "source": .string(account.source.rawValue),
      "looks": .integer(account.looks),
      "judgedUntil": JSONValue(account.judgedUntil.map(TimeText.iso8601)),
      "strayControlRows": second(account.strays, 0),
      "strayTreatmentRows": second(account.strays, 1),
      "lastControlRow": JSONValue(account.lastControlRow.map(TimeText.iso8601)),
      "confounded": .string(account.kind == .timeBlocks ? "time" : "choice"),
      "planned": JSONValue(account.planned),
      "servers": .array(
        account.servers.map { server in
          .object([
            "name": .string(server.name),
            "controlRows": second(server.rows, 0),
            "treatmentRows": second(server.rows, 1),
            "metrics": .array(
              metrics.indices.map { index in
                .object([
                  "name": .string(metrics[index].name),
                  "control": JSONValue(server.control[index]),
                  "treatment": JSONValue(server.treatment[index]),
                ])
              }),
          ])
        }),
    ])
  }

  /// The members of the reasons that only comparisons of few clusters have.
  static func clusterParts(
    of reason: RolloutReason
  ) -> (code: String, members: [String: JSONValue]) {
    switch reason {
    case .clusterHarm(
      let metric, let effect, let null, let threshold, let scale, let pValue, let clusters,
      let critical):
      (
        "clusterHarm",
        [
          "metric": .string(metric), "effect": JSONValue(effect), "nullEffect": JSONValue(null),
          "threshold": .string(threshold), "scale": .string(scale.rawValue),
          "pValue": JSONValue(pValue), "clusters": .array(clusters.map(JSONValue.integer)),
          "critical": .bool(critical),
        ]
      )
    case .changeNotSeen: ("changeNotSeen", [:])
    case .waitingForLook(let taken, let next):
      (
        "waitingForLook",
        ["taken": .integer(taken), "next": .string(TimeText.iso8601(next))]
      )
    case .clustersTooFew(let variant, let clusters, let required):
      (
        "clustersTooFew",
        [
          "variant": .string(variant), "clusters": .integer(clusters),
          "required": .integer(required),
        ]
      )
    case .valuesMissing(
      let metric, let variant, let control, let treated, let tolerated):
      (
        "valuesMissing",
        [
          "metric": .string(metric), "variant": .string(variant), "control": JSONValue(control),
          "treated": JSONValue(treated), "tolerated": JSONValue(tolerated),
        ]
      )
    case .noEventsYet(let metric, let threshold, let clusters, let required):
      (
        "noEventsYet",
        [
          "metric": .string(metric), "threshold": .string(threshold),
          "clusters": .integer(clusters), "required": JSONValue(required),
        ]
      )
    case .treatmentSilent(let variant, let seconds):
      ("treatmentSilent", ["variant": .string(variant), "seconds": JSONValue(seconds)])
    case .serversSilent(let servers, let seconds):
      (
        "serversSilent",
        ["servers": .array(servers.map(JSONValue.string)), "seconds": JSONValue(seconds)]
      )
    case .monitoringRunning(let elapsed, let required, let until):
      (
        "monitoringRunning",
        [
          "elapsedSeconds": JSONValue(elapsed), "requiredSeconds": JSONValue(required),
          "until": .string(TimeText.iso8601(until)),
        ]
      )
    case .monitoringOver(let seconds): ("monitoringOver", ["seconds": JSONValue(seconds)])
    case .serversUnknown(let found, let planned):
      ("serversUnknown", ["found": JSONValue(found), "planned": .integer(planned)])
    case .serversPassed(let updated, let count):
      ("serversPassed", ["updated": .integer(updated), "of": .integer(count)])
    case .stagePassed, .stageRunning, .stageSample, .conditionUnclear, .proofBeforeAllTraffic,
      .allTraffic, .levelPassed, .levelUnclear, .driftShown, .driftUnclear,
      .stageOutsideCalendar:
      parts(of: reason)
    }
  }
}
