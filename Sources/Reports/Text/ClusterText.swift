internal import Judge

/// Comparisons of few clusters, in words.
enum ClusterText {
  static func clause(_ reason: RolloutReason, _ words: (String) -> MetricText) -> String {
    switch reason {
    case .clusterHarm(
      let metric, let effect, let null, let threshold, let scale, let pValue, let clusters, _):
      let limit = null == 0 ? "at all" : "by more than \(threshold)"
      return
        "\(InertText.name(metric)) is shown to be worse \(limit): the estimate is "
        + "\(words(metric).effect(effect, scale: scale)), "
        + "p \(NumberText.pEquals(pValue)) over all looks, by t on "
        + "\(clusters.map(NumberText.count).joined(separator: " and ")) clusters"
    case .changeNotSeen: return "the log does not show rows of both variants yet"
    case .waitingForLook(let taken, let next):
      return "\(NumberText.count(taken, "look was", "looks were")) taken, and the next one, "
        + "\(TimeText.minute(next)), is waited for"
    case .clustersTooFew(let variant, let clusters, let required):
      return
        "\(InertText.name(variant)) has \(NumberText.count(clusters, "cluster", "clusters")), and fewer than "
        + "\(NumberText.count(required)) cannot be judged"
    case .valuesMissing(let metric, let variant, let control, let treated, let tolerated):
      return
        "\(InertText.name(metric)) has no value in \(NumberText.percent(treated, places: 2)) of the rows "
        + "of \(InertText.name(variant)) and in \(NumberText.percent(control, places: 2)) of the control's, "
        + "where \(NumberText.significant(tolerated * 100, digits: 3))pp of difference is tolerated: what "
        + "they would have said is not known"
    case .noEventsYet(let metric, let threshold, let clusters, let required):
      let needed =
        required.map {
          "\(NumberText.count($0)) would show it: watch for longer, or take shorter blocks"
        } ?? "no number of them shows it: write the margin in points"
      return
        "\(InertText.name(metric)) is without one fault on either side, and "
        + "\(NumberText.count(clusters, "cluster is", "clusters are")) too few to show it within "
        + "\(threshold): \(needed)"
    case .treatmentSilent(let variant, let seconds):
      return
        "\(InertText.name(variant)) did not answer for \(TimeText.duration(seconds)) of the time "
        + "after the switch, and silence is no proof"
    case .serversSilent(let servers, let seconds):
      let names = servers.prefix(3).map { InertText.name($0) }.joined(separator: ", ")
      let more = servers.count > 3 ? " and \(NumberText.count(servers.count - 3)) more" : ""
      return
        "\(names)\(more) answered nothing in the last \(TimeText.duration(seconds)) before the "
        + "look, and silence is no proof"
    case .monitoringRunning(let elapsed, let required, let until):
      return "\(TimeText.duration(elapsed)) of the \(TimeText.duration(required)) after the switch "
        + "have passed, until \(TimeText.minute(until))"
    case .monitoringOver(let seconds):
      return
        "the \(TimeText.duration(seconds)) after the switch are over, and not all that the plan "
        + "asks was proven in them"
    case .serversUnknown(let found?, let planned):
      return "the log names \(NumberText.count(found, "server", "servers")), and the plan "
        + "\(NumberText.count(planned))"
    case .serversUnknown(nil, let planned):
      return
        "the log names more servers than can be counted, and the plan \(NumberText.count(planned))"
    case .serversPassed(let updated, let count):
      return "\(NumberText.count(updated)) of "
        + "\(NumberText.count(count, "server was", "servers were")) updated, and nothing is shown against them"
    case .stagePassed, .stageRunning, .stageSample, .conditionUnclear, .proofBeforeAllTraffic,
      .allTraffic, .levelPassed, .levelUnclear, .driftShown, .driftUnclear,
      .stageOutsideCalendar:
      return RolloutText.clause(reason, words)
    }
  }

  /// What is not known, whatever the numbers say.
  static func confounding(_ kind: ClusterAccount.Kind) -> String {
    switch kind {
    case .timeBlocks:
      "Time is confounded with the switch: whatever else changed then, such as the hour, the users or "
        + "another release, shows as if the treatment had done it, or hides what it did. No cause is "
        + "proven by this comparison."
    case .servers:
      "Nobody drew by lot which servers were updated first, or who is sent to them: where they differ "
        + "for another reason, that shows as if the treatment had done it. A difference is proven by "
        + "this comparison, not its cause."
    }
  }

  static func guarantee(_ clusters: ClusterAccount, _ budgets: Budgets) -> String {
    let alike =
      clusters.kind == .timeBlocks
      ? "blocks of time vary independently and about a normal mean, and nothing but the switch "
        + "changed at its time"
      : "servers vary independently and about a normal mean, and nothing but the version makes them "
        + "differ"
    return
      "If \(alike): over all looks, a promotion that the plan does not allow has a chance of at "
      + "most \(NumberText.percent(budgets.falsePromotion)), a rollback without harm "
      + "\(NumberText.percent(budgets.falseRollback)), a stop without deterioration "
      + "\(NumberText.percent(budgets.falseStop))."
  }
}
