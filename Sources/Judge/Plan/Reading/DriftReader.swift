/// Reads how much a distribution may change.
enum DriftReader {
  static func drift(_ section: PlanSection<PlanKeys.Drift>) -> DriftPlan {
    var drift = DriftPlan()
    drift.columns = section[.columns]?.texts() ?? drift.columns
    drift.ignore = section[.ignore]?.texts() ?? drift.ignore
    drift.numeric = section[.numeric]?.texts() ?? drift.numeric
    drift.categorical = section[.categorical]?.texts() ?? drift.categorical
    for name in drift.numeric where drift.categorical.contains(name) {
      section[.categorical]?.complain(
        .contradiction, "\(section.path) calls \"\(name)\" both numeric and categorical",
        mend: "keep it in one list")
    }
    drift.psi = section[.psi]?.number("a number above 0") { $0 > 0 } ?? drift.psi
    drift.categoryShare = section[.categoryShare]?.share() ?? drift.categoryShare
    drift.categoryFactor = section[.categoryFactor]?.factor() ?? drift.categoryFactor
    drift.missingShare = section[.missingShare]?.share(orPoints: true) ?? drift.missingShare
    drift.bins = section[.bins]?.integer(atLeast: 2) ?? drift.bins
    drift.significance = section[.significance]?.probability() ?? drift.significance
    drift.textbook = section[.textbook]?.flag() ?? drift.textbook
    drift.shareFloor = section[.shareFloor]?.probability() ?? drift.shareFloor
    readExtensions(section, &drift)
    return drift
  }

  private static func readExtensions(
    _ section: PlanSection<PlanKeys.Drift>, _ drift: inout DriftPlan
  ) {
    drift.kl = section[.kl]?.number("a number above 0") { $0 > 0 }
    drift.score = section[.score]?.number("a distance between 0 and 1") { 0 < $0 && $0 < 1 }
    drift.scoreDistance = section[.scoreDistance]?.choice(DriftPlan.ScoreDistance.self)
    drift.shift = section[.shift]?.number("a number of standard deviations above 0") { $0 > 0 }
    drift.tolerances = section[.tolerances]?.section(PlanKeys.DriftExceptions.self)
      .map(DriftExceptionReader.exceptions)
    drift.withinTolerance = section[.withinTolerance]?.choice(DriftPlan.WithinTolerance.self)
    drift.critical = section[.critical]?.texts()
    drift.criticalFeatures = section[.criticalFeatures]?.integer(atLeast: 1)
    drift.alarmRate = section[.alarmRate]?.probability()
    drift.window = section[.window].flatMap(window)
    drift.traffic = section[.traffic]?.number("a number of standard deviations above 0") { $0 > 0 }
    drift.edges = section[.edges]?.choice(DriftPlan.Edges.self)
    if let quality = section[.quality] { QualityReader.read(quality, into: &drift) }
    DriftExceptionReader.check(section, drift)
  }

  private static func window(_ value: PlanValue) -> DriftWindow? {
    if value.isWord(DriftWindow.monthWord) { return .month }
    return value.span().map { DriftWindow.seconds(Int($0)) }
  }
}
