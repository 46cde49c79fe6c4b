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
    return drift
  }
}
