internal import Summaries

/// Pairs that are missing, contradict each other or have half a value are no fair sample of the requests.
struct PairValidityRule: DecisionRule {
  let rule = Rule.validity
  var comparison: ShadowComparison
  /// By metric the share of pairs in which just one of the two has a value.
  var halfPairs: [(metric: String, share: Double)]

  func apply(to file: CaseFile) -> Finding {
    let others = ValidityRule().apply(to: file).reasons
    let reasons = pairs(file) + halves(file) + others
    return Finding(verdict: reasons.isEmpty ? nil : .invalid, reasons: reasons)
  }

  private func pairs(_ file: CaseFile) -> [Reason] {
    let (pairs, tolerated) = (comparison.pairs, file.plan.toleratedRowErrors)
    var reasons: [Reason] = []
    if pairs.missingShare > pairs.tolerated {
      reasons.append(
        .shadow(
          .pairsMissing(
            logOnly: pairs.logOnly, shadowOnly: pairs.shadowOnly, share: pairs.missingShare,
            tolerated: pairs.tolerated)))
    }
    func share(_ count: Int, _ all: Int) -> Double { Double(count) / Double(max(1, all)) }
    let conflicting = share(pairs.conflictingKeys, pairs.shadowKeys)
    if conflicting > tolerated {
      reasons.append(
        .shadow(
          .answersContradict(
            keys: pairs.conflictingKeys, share: conflicting, tolerated: tolerated)))
    }
    let repeated = share(pairs.repeatedRows, pairs.both)
    // Where labels are joined as well, the other validity rule counts the same rows.
    if repeated > tolerated, file.sample.labels == nil {
      reasons.append(
        .requestsRepeated(rows: pairs.repeatedRows, share: repeated, tolerated: tolerated))
    }
    let failed = share(pairs.rows.failed, pairs.rows.read)
    if failed > tolerated {
      reasons.append(.rowErrors(rows: pairs.rows.failed, share: failed, tolerated: tolerated))
    }
    return reasons
  }

  private func halves(_ file: CaseFile) -> [Reason] {
    let tolerated = file.plan.toleratedMissing.value
    return halfPairs.filter { $0.share > tolerated }.map {
      .shadow(.valuesUnpaired(metric: $0.metric, share: $0.share, tolerated: tolerated))
    }
  }
}

/// Passes a shadow that is proven on every metric the plan decides by; promotes it only where the plan
/// says so.
struct ShadowPassRule: DecisionRule {
  let rule = Rule.success
  var comparison: ShadowComparison

  func apply(to file: CaseFile) -> Finding {
    let metrics = SuccessRule().apply(to: file)
    let criteria = [agreement(file), area(file)].compactMap(\.self)
    let open = criteria.filter { !$0.holds }.map { Reason.shadow($0.reason) }
    let proven = criteria.filter(\.holds).map { Reason.shadow($0.reason) }
    let reasons = open + metrics.reasons + proven
    guard metrics.verdict == .promote, open.isEmpty else {
      return Finding(verdict: nil, reasons: reasons)
    }
    let name = file.plan.treatments.first ?? ""
    switch file.plan.shadow?.onPass ?? .wait {
    case .promote: return Finding(verdict: .promote, reasons: reasons, promoted: name)
    case .wait:
      return Finding(verdict: .continue, reasons: [.shadow(.passed(treatment: name))] + reasons)
    }
  }

  /// Each criterion may use the whole budget: all of them must hold (intersection–union).
  private func agreement(_ file: CaseFile) -> (holds: Bool, reason: ShadowReason)? {
    guard let required = file.plan.shadow?.agreement else { return nil }
    guard let agreement = comparison.agreement, let pValue = agreement.pValue else {
      return (false, .agreementNotProven(share: nil, lower: nil, required: required))
    }
    let (share, lower) = (agreement.share.value, agreement.share.interval.lower)
    guard pValue <= file.plan.inference.significance else {
      return (false, .agreementNotProven(share: share, lower: lower, required: required))
    }
    return (true, .agreementProven(share: share, lower: lower, required: required))
  }

  private func area(_ file: CaseFile) -> (holds: Bool, reason: ShadowReason)? {
    guard let margin = file.plan.shadow?.areaMargin else { return nil }
    guard let areas = comparison.areas, let lower = areas.lower else {
      let difference = comparison.areas?.difference
      return (false, .areaNotProven(difference: difference, lower: nil, margin: margin))
    }
    guard areas.pValue <= file.plan.inference.significance else {
      return (
        false, .areaNotProven(difference: areas.difference, lower: lower, margin: margin)
      )
    }
    return (true, .areaProven(difference: areas.difference, lower: lower, margin: margin))
  }
}

/// Stops a shadow that is shown to be worse on a metric, to answer otherwise more often than the plan
/// allows, or to rank worse than its margin: three questions that share one budget.
struct PairDeteriorationRule: DecisionRule {
  let rule = Rule.deterioration
  var comparison: ShadowComparison

  func apply(to file: CaseFile) -> Finding {
    let shadow = file.plan.shadow ?? ShadowPlan()
    let asked = [
      file.plan.metrics.contains(where: \.watchesDeterioration), shadow.agreement != nil,
      shadow.areaMargin != nil,
    ]
    var shared = file
    shared.plan.inference.deteriorationSignificance /= Double(max(1, asked.count(where: \.self)))
    let worse = DeteriorationRule().apply(to: shared)
    let missed = missed(shared.plan.inference.deteriorationSignificance).map(Reason.shadow)
    return Finding(
      verdict: missed.isEmpty ? worse.verdict : .stop, reasons: missed + worse.reasons)
  }

  private func missed(_ significance: Double) -> [ShadowReason] {
    var reasons: [ShadowReason] = []
    if let agreement = comparison.agreement, let required = agreement.required,
      let pValue = agreement.missedPValue, pValue <= significance
    {
      reasons.append(
        .agreementMissed(
          share: agreement.share.value, upper: agreement.share.interval.upper, required: required))
    }
    if let areas = comparison.areas, areas.missedPValue <= significance {
      reasons.append(.areaMissed(difference: areas.difference, margin: areas.margin))
    }
    return reasons
  }
}
