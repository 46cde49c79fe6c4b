internal import Summaries

/// Reads how units came to their variants, and refuses what could not be checked.
enum AssignmentReader {
  static func assignment(_ section: PlanSection<PlanKeys.Assignment>) -> Assignment {
    var assignment = Assignment()
    assignment.kind = section[.kind]?.choice(Assignment.Kind.self) ?? assignment.kind
    assignment.salt = section[.salt]?.text("a text")
    assignment.toleratedCrossovers =
      section[.toleratedCrossovers]?.share() ?? assignment.toleratedCrossovers
    assignment.hash = section[.hash]?.choice(ScanPlan.AssignmentHash.Kind.self)
    assignment.buckets = section[.buckets]?.integer(atLeast: 2)
    if let buckets = assignment.buckets, buckets > 1_000_000 {
      section[.buckets]?.invalid("\(buckets)", "at most 1000000")
    }
    assignment.crossovers = section[.crossovers]?.choice(Assignment.Crossovers.self)
    return assignment
  }

  /// Notes what contradicts the rest of the plan, once that is read.
  static func check(_ section: PlanSection<PlanKeys.Assignment>, _ plan: Plan) {
    let assignment = plan.assignment
    if plan.unitColumn == nil {
      section.refuse(
        [.hash, .crossovers], because: "asks for units, and every row is one",
        mend: "remove it, or name the column of what was randomised as log.unit")
    }
    if assignment.kind == .perPhase {
      section.refuse(
        [.hash], because: "gives a unit one variant, and the plan assigns anew in each phase",
        mend: "remove it, or write kind: sticky-hash")
      if assignment.crossovers != .fail {
        section.refuse(
          [.crossovers], because: "has no meaning where units change with every phase",
          mend: "remove it, or write crossovers: fail")
      }
      if plan.axisWidth != nil {
        section[.kind]?.complain(
          .notSupported, "windows and maturities of units that are assigned anew in each phase",
          mend: "write window: open and no maturity, or kind: sticky-hash")
      }
      if plan.phases.count < 2 || plan.unitColumn == nil {
        section[.kind]?.complain(
          .contradiction, "units assigned anew in each phase need a unit and phases",
          mend: "name log.unit and add phases")
      }
    }
    checkHash(section, plan)
    if assignment.crossovers == .drop { checkDrop(section, plan) }
  }

  private static func checkHash(_ section: PlanSection<PlanKeys.Assignment>, _ plan: Plan) {
    guard let hash = section[.hash] else {
      section.refuse([.buckets], because: "is of a hash, and none is named", mend: "add hash")
      return
    }
    if plan.assignment.salt == nil {
      hash.complain(
        .missingKey, "assignment has a hash and no \"salt\"",
        mend: "add salt, the text that stands before the unit")
    }
    if plan.ramp != nil, plan.phases.isEmpty {
      hash.complain(
        .contradiction,
        "a hash is checked against the split of each phase, and the ramp's are not named",
        mend: "add phases, each with the instant it began at")
    }
  }

  /// Moved units are known by their hash and by the split of each phase, in sums by unit.
  private static func checkDrop(_ section: PlanSection<PlanKeys.Assignment>, _ plan: Plan) {
    if plan.assignment.hash == nil || plan.phases.count < 2 {
      section[.crossovers]?.complain(
        .contradiction, "moved units are told by their hash and by the split of each phase",
        mend: "add hash, salt and phases, or write crossovers: fail")
    }
    if let quantile = plan.metrics.first(where: { $0.kind.isOfDistribution }) {
      section[.crossovers]?.complain(
        .notSupported,
        "no unit can be left out of metric \"\(quantile.name)\", \(quantile.kind == .auc ? "an area" : "a quantile") over all rows",
        mend: "write crossovers: fail, or remove the metric")
    }
  }
}
