/// Reads the plan of a shadow: what `strategy: shadow` asks beyond variants and metrics.
struct ShadowReader {
  let top: PlanSection<PlanKeys.Top>

  /// Reads the section and checks it against what the plan says elsewhere.
  func shadow(_ plan: Plan) -> ShadowPlan {
    guard let section = top[.shadow]?.section(PlanKeys.Shadow.self) else {
      requireOneLog(plan)
      return ShadowPlan()
    }
    var shadow = ShadowPlan()
    shadow.file = section[.file]?.text("a file")
    shadow.key = section[.key]?.text("the name of a column")
    shadow.renamed = renamed(section, plan.log)
    shadow.threshold = section[.threshold]?.number()
    shadow.agreement = section[.agreement]?.probability()
    shadow.areaMargin = section[.areaMargin]?.share(orPoints: true)
    shadow.missingPairs = section[.missingPairs]?.share() ?? shadow.missingPairs
    shadow.slices = section[.slices]?.texts() ?? shadow.slices
    shadow.onPass = section[.autoPromote]?.flag() == true ? .promote : .wait
    if plan.log.variant != nil {
      section.refuse(
        [.file, .key] + PlanKeys.Shadow.roles,
        because: "names a second file, and log.variant says that one log holds both answers",
        mend: "remove it, or remove log.variant")
    }
    if let agreement = section[.agreement], !compares(plan.log, shadow) {
      agreement.complain(
        .contradiction, "\(agreement.path) needs answers that can be alike",
        mend: "map log.prediction, or log.score and shadow.threshold")
    }
    if let margin = section[.areaMargin], plan.log.score == nil || plan.labelColumn == nil {
      margin.complain(
        .contradiction, "\(margin.path) needs scores and labels",
        mend: "map log.score, and log.label or labels")
    }
    if let threshold = section[.threshold], plan.log.score == nil || plan.log.prediction != nil {
      threshold.complain(
        .contradiction,
        "\(threshold.path) turns scores into answers, and \(plan.log.score == nil ? "the log has no score" : "log.prediction names the answers")",
        mend: plan.log.score == nil ? "map log.score, or remove it" : "keep one of them")
    }
    return shadow
  }

  /// Both models' answers can be held against each other.
  private func compares(_ log: LogColumns, _ shadow: ShadowPlan) -> Bool {
    log.prediction != nil || (log.score != nil && shadow.threshold != nil)
  }

  /// The columns that a role of the log has under another name in the shadow's file.
  private func renamed(
    _ section: PlanSection<PlanKeys.Shadow>, _ log: LogColumns
  ) -> [String: String] {
    var names: [String: String] = [:]
    let roles: [(key: PlanKeys.Shadow, column: String?)] = [
      (.prediction, log.prediction), (.score, log.score), (.latency, log.latency),
      (.error, log.error),
    ]
    for (key, column) in roles {
      guard let value = section[key], let name = value.text("the name of a column") else {
        continue
      }
      if let column {
        names[column] = name
      } else {
        value.complain(
          .contradiction, "\(value.path) has no counterpart in the log",
          mend: "map it as log.\(key.rawValue), too")
      }
    }
    return names
  }

  private func requireOneLog(_ plan: Plan) {
    guard plan.log.variant == nil else { return }
    _ = top.required(
      .shadow,
      mend:
        "add shadow: {file: shadow.csv, key: request_id}, or name log.variant if one log holds both answers"
    )
  }
}

extension PlanKeys.Shadow {
  /// Roles of the log that the shadow's file may name otherwise.
  static let roles: [PlanKeys.Shadow] = [.prediction, .score, .latency, .error]
}
