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
  var agreement: ShadowComparison.Agreement?

  func apply(to file: CaseFile) -> Finding {
    let metrics = metricFinding(file)
    let (isAlike, agreement) = agreementReason(file)
    let alike = [agreement.map(Reason.shadow)].compactMap(\.self)
    let reasons = isAlike ? metrics.reasons + alike : alike + metrics.reasons
    guard metrics.verdict == .promote, isAlike else {
      return Finding(verdict: nil, reasons: reasons)
    }
    let name = file.plan.treatments.first ?? ""
    switch file.plan.shadow?.onPass ?? .wait {
    case .promote: return Finding(verdict: .promote, reasons: reasons, promoted: name)
    case .wait:
      return Finding(verdict: .continue, reasons: [.shadow(.passed(treatment: name))] + reasons)
    }
  }

  /// What the metrics prove: where none is named a success, that no guardrail is worse than its margin.
  private func metricFinding(_ file: CaseFile) -> Finding {
    let finding = SuccessRule().apply(to: file)
    guard finding.reasons == [.noSuccessMetric] else { return finding }
    let guardrails = file.plan.metrics.filter { $0.role == .guardrail }
    guard !guardrails.isEmpty, let treatment = file.treatments.first else { return finding }
    let proven = SuccessRule().proven(treatment, file)
    guard proven.count == guardrails.count, file.deteriorated.isEmpty else {
      return Finding(verdict: nil, reasons: SuccessRule().open(treatment, file))
    }
    return Finding(verdict: .promote, reasons: proven)
  }

  private func agreementReason(_ file: CaseFile) -> (isAlike: Bool, reason: ShadowReason?) {
    guard let required = file.plan.shadow?.agreement else { return (true, nil) }
    guard let agreement, let pValue = agreement.pValue else {
      return (false, .agreementNotProven(share: nil, lower: nil, required: required))
    }
    let (share, lower) = (agreement.share.value, agreement.share.interval.lower)
    guard pValue <= file.plan.inference.significance else {
      return (false, .agreementNotProven(share: share, lower: lower, required: required))
    }
    return (true, .agreementProven(share: share, lower: lower, required: required))
  }
}

/// Stops a shadow that is shown to answer otherwise more often than the plan allows.
struct AgreementMissedRule: DecisionRule {
  let rule = Rule.deterioration
  var agreement: ShadowComparison.Agreement?

  func apply(to file: CaseFile) -> Finding {
    let worse = DeteriorationRule().apply(to: file)
    guard let agreement, let required = agreement.required, let pValue = agreement.missedPValue,
      pValue <= file.plan.inference.deteriorationSignificance
    else { return worse }
    let missed = ShadowReason.agreementMissed(
      share: agreement.share.value, upper: agreement.share.interval.upper, required: required)
    return Finding(verdict: .stop, reasons: [.shadow(missed)] + worse.reasons)
  }
}
