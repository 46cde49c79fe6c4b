internal import Judge

/// Reasons of rollouts in steps, in words.
enum RolloutText {
  /// The reason in words.
  ///
  /// - Parameters:
  ///   - reason: The reason.
  ///   - words: How numbers of a metric are written.
  /// - Returns: A clause.
  static func clause(_ reason: RolloutReason, _ words: (String) -> MetricText) -> String {
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
    case .allTraffic(let compared, let notCompared):
      return allTraffic(compared, notCompared)
    case .levelPassed(let metric, let level, let value, let isShareBeyond, let pValue):
      let found =
        isShareBeyond
        ? "\(NumberText.percent(value, places: 2)) of the rows are"
        : "it is \(words(metric).value(value))"
      return
        "\(InertText.name(metric)) is shown to be \(level), whatever the control does: \(found), "
        + "p \(NumberText.pEquals(pValue))"
    case .levelUnclear(let metric, let level, let effective, let required):
      let cause =
        effective.map {
          " yet: it rests on \(NumberText.decimal($0, places: 0)) effective units, "
            + "\(NumberText.decimal(required, places: 0)) are needed"
        } ?? ": it has no value yet"
      return "whether \(InertText.name(metric)) is \(level) cannot be judged\(cause)"
    case .driftShown(let column, let score, let lower, let limit, let pValue):
      return
        "the predictions (\(InertText.name(column))) are shown to lie further apart than the plan allows: a "
        + "drift score of \(NumberText.significant(score, digits: 3)), at least "
        + "\(NumberText.significant(lower, digits: 3)), above \(NumberText.significant(limit, digits: 3)), "
        + "p \(NumberText.pEquals(pValue))"
    case .driftUnclear(let column, let limit, let rows):
      return "whether the drift score of the predictions (\(InertText.name(column))) is above "
        + "\(NumberText.significant(limit, digits: 3)) cannot be judged: there are "
        + "\(rows.map(NumberText.count).joined(separator: " and ")) rows, too few or in too few kinds"
    case .stageOutsideCalendar(let present, let earliest):
      let now = present.map { "at \(TimeText.minute($0))" } ?? "at an unknown time"
      let opening = earliest.map { "it opens at \(TimeText.minute($0))" } ?? "no opening is known"
      return "traffic may grow, and the plan's calendar is closed \(now): \(opening)"
    case .clusterHarm, .changeNotSeen, .waitingForLook, .clustersTooFew, .monitoringRunning,
      .treatmentSilent, .serversSilent, .valuesMissing, .noEventsYet,
      .monitoringOver, .serversUnknown, .serversPassed:
      return ClusterText.clause(reason, words)
    }
  }

  private static func allTraffic(_ compared: [String], _ others: [String]) -> String {
    func names(_ metrics: [String]) -> String {
      metrics.map { InertText.name($0) }.joined(separator: ", ")
    }
    let first =
      compared.isEmpty
      ? "nothing of the stage at all traffic could be compared"
      : "at all traffic \(names(compared)) is not shown to be worse than the control was before, which the hour may "
        + "have hidden or caused"
    guard !others.isEmpty else { return first }
    return "\(first); for \(names(others)) a promotion rests on the stages before it alone"
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
