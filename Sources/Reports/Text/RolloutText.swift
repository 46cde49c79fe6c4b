internal import Judge

/// Reasons of rollouts in steps, in words.
enum RolloutText {
  static func clause(_ reason: RolloutReason) -> String {
    switch reason {
    case .stagePassed(let stage, let count, let traffic, let next):
      return "stage \(stage) of \(count) is over and has shown no harm: traffic may grow from "
        + "\(percent(traffic)) to \(percent(next))"
    case .stageRunning(let stage, let count, let elapsed, let required, let until):
      let end = until.map { ", until \(TimeText.minute($0)) at the earliest" } ?? ""
      return "stage \(stage) of \(count) has run for \(TimeText.duration(elapsed)) of "
        + "\(TimeText.duration(required))\(end)"
    case .stageSample(let stage, let count, let variant, let units, let required):
      return "\(InertText.name(variant)) has \(NumberText.count(units)) of "
        + "\(NumberText.count(required, "unit", "units")) in stage \(stage) of \(count)"
    case .conditionUnclear(let metric, let threshold, let effective?, let required):
      return
        "whether \(InertText.name(metric)) is worse by more than \(threshold) cannot be judged "
        + "yet: it rests on \(NumberText.decimal(effective, places: 0)) effective units, "
        + "\(NumberText.decimal(required, places: 0)) are needed"
    case .conditionUnclear(let metric, let threshold, nil, _):
      return
        "whether \(InertText.name(metric)) is worse by more than \(threshold) cannot be judged: "
        + "it has no value yet"
    case .proofBeforeAllTraffic(let stage, let count):
      return stage < count
        ? "the next stage leaves nothing to compare with, so that it needs the proof of a promotion"
        : "all traffic was given on the proof of a promotion"
    case .stageOutsideCalendar(let present, let earliest):
      let now = present.map { "at \(TimeText.minute($0))" } ?? "at an unknown time"
      let opening = earliest.map { "it opens at \(TimeText.minute($0))" } ?? "no opening is known"
      return "traffic may grow, and the plan's calendar is closed \(now): \(opening)"
    case .clusterHarm, .changeNotSeen, .waitingForLook, .clustersTooFew, .monitoringRunning,
      .treatmentSilent, .serversSilent, .valuesMissing, .noEventsYet,
      .monitoringOver, .serversUnknown, .serversPassed:
      return ClusterText.clause(reason)
    }
  }

  static func percent(_ number: Double) -> String {
    NumberText.significant(number, digits: 4) + "%"
  }
}

/// Where a canary stands, in words.
enum StageText {
  static func meaning(of stage: StageAccount, clusters: ClusterAccount?) -> String {
    let current = RolloutText.percent(stage.current)
    let whole = clusters == nil ? "traffic" : "the servers"
    switch stage.action {
    case .advance:
      return "raise the treatment from \(current) to \(RolloutText.percent(stage.next)) of \(whole)"
    case .hold: return "leave the treatment at \(current) of \(whole)"
    case .promote:
      return clusters == nil ? "the last stage is done" : "the rest of the servers may be updated"
    case .rollback, .stop: return "take the treatment out of \(whole)"
    }
  }
}
