/// Reads the tolerances of single columns and types, and checks what a drift plan says against itself.
enum DriftExceptionReader {
  static func exceptions(
    _ section: PlanSection<PlanKeys.DriftExceptions>
  ) -> DriftTolerances.Exceptions {
    var exceptions = DriftTolerances.Exceptions()
    exceptions.numeric = section[.numeric].flatMap(tolerances)
    exceptions.categorical = section[.categorical].flatMap(tolerances)
    if let entries = section[.columns]?.entries() {
      exceptions.columns = Dictionary(
        entries.compactMap { name, value in tolerances(value).map { (name, $0) } },
        uniquingKeysWith: { first, _ in first })
    }
    return exceptions
  }

  private static func tolerances(_ value: PlanValue) -> DriftTolerances? {
    guard let section = value.section(PlanKeys.DriftTolerance.self) else { return nil }
    var tolerances = DriftTolerances()
    tolerances.psi = section[.psi]?.number("a number above 0") { $0 > 0 }
    tolerances.kl = section[.kl]?.number("a number above 0") { $0 > 0 }
    tolerances.score = section[.score]?.number("a distance between 0 and 1") { 0 < $0 && $0 < 1 }
    tolerances.categoryShare = section[.categoryShare]?.share()
    tolerances.categoryFactor = section[.categoryFactor]?.factor()
    tolerances.missingShare = section[.missingShare]?.share(orPoints: true)
    return tolerances
  }

  /// Notes what contradicts itself.
  static func check(_ section: PlanSection<PlanKeys.Drift>, _ drift: DriftPlan) {
    if let critical = drift.critical {
      if critical.count < drift.criticalCount {
        section[.critical]?.complain(
          .contradiction,
          "drift.critical names \(critical.count) columns, and critical drift takes \(drift.criticalCount)",
          mend: "name more, or write critical_features: \(max(1, critical.count))")
      }
      for name in critical where drift.ignore.contains(name) {
        section[.critical]?.complain(
          .contradiction, "drift.critical names \"\(name)\", which drift.ignore leaves out",
          mend: "keep it in one list")
      }
    } else {
      section.refuse(
        [.criticalFeatures], because: "counts critical columns, and there are none",
        mend: "add critical: [column, column]")
    }
    for name in (drift.tolerances?.columns ?? [:]).keys.sorted()
    where drift.ignore.contains(name) || (!drift.columns.isEmpty && !drift.columns.contains(name)) {
      section[.tolerances]?.complain(
        .contradiction, "drift.tolerances names \"\(name)\", which is not compared",
        mend: "remove it, or compare the column")
    }
    guard drift.textbook else {
      return section.refuse(
        [.edges], because: "says how textbook bins are closed", mend: "add textbook: true")
    }
    section.refuse(
      [.shift, .alarmRate, .window, .quality],
      because: "is not used by the textbook index", mend: "remove it, or textbook")
  }
}
