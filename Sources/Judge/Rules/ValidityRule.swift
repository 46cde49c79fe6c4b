internal import Summaries

/// Data that may not be judged are `invalid`, whatever they seem to show.
struct ValidityRule: DecisionRule {
  let rule = Rule.validity

  func apply(to file: CaseFile) -> Finding {
    let reasons =
      sampleRatio(file) + units(file) + rows(file) + predictions(file) + missing(file)
      + covariates(file) + file.gaps + freshness(file)
    return Finding(verdict: reasons.isEmpty ? nil : .invalid, reasons: reasons)
  }

  private func sampleRatio(_ file: CaseFile) -> [Reason] {
    guard let ratio = file.sampleRatio else { return [] }
    guard ratio.sequentialPValue <= ratio.significance else {
      return file.allocationDrift(significance: ratio.significance)
    }
    return [
      .sampleRatioMismatch(
        pValue: ratio.sequentialPValue, significance: ratio.significance,
        observed: ratio.observed, expected: ratio.expected)
    ]
  }

  private func units(_ file: CaseFile) -> [Reason] {
    let sample = file.sample
    var reasons: [Reason] = []
    let units = sample.arms.map(\.units).reduce(0, +)
    let tolerated = file.plan.assignment.toleratedCrossovers
    if file.plan.assignment.crossovers != .firstSeen, file.plan.unitColumn != nil,
      sample.unitsInSeveralVariants > 0
    {
      let share = Double(sample.unitsInSeveralVariants) / Double(max(1, units))
      if share > tolerated {
        reasons.append(
          .unitsInSeveralVariants(
            units: sample.unitsInSeveralVariants, share: share, tolerated: tolerated))
      }
    }
    if let counts = sample.assignment {
      let mismatched = counts.mismatched.reduce(0, +)
      let share = Double(mismatched) / Double(max(1, counts.checked.reduce(0, +)))
      if share > tolerated {
        reasons.append(
          .assignmentMismatch(
            units: mismatched, share: share, tolerated: tolerated, byVariant: counts.mismatched))
      }
    }
    let unknown = sample.unknownVariants.filter { !file.plan.ignoreVariants.contains($0.key) }
    if !unknown.isEmpty {
      reasons.append(
        .unknownVariants(names: unknown.keys.sorted(), rows: unknown.values.reduce(0, +)))
    }
    return reasons
  }

  private func rows(_ file: CaseFile) -> [Reason] {
    let rows = file.sample.rows
    var reasons: [Reason] = file.sample.damage.map {
      .damagedInput(file: $0.file, byte: $0.byte, cause: $0.cause)
    }
    if let labels = file.sample.labels { reasons += self.labels(labels, file) }
    if let repeated = file.sample.repeatedRequests {
      reasons += repeatedRequests(repeated, of: rows.used, file)
    }
    if let before = file.sample.prePeriod { reasons += prePeriod(before, file) }
    for rows in [rows, file.sample.labels?.rows, file.sample.prePeriod?.rows].compactMap(\.self) {
      let share = Double(rows.failed) / Double(max(1, rows.read))
      if share > file.plan.toleratedRowErrors {
        reasons.append(
          .rowErrors(rows: rows.failed, share: share, tolerated: file.plan.toleratedRowErrors))
      }
    }
    return reasons
  }

  /// Answers that are no answers: NaN in the rows of one variant, or always the same.
  private func predictions(_ file: CaseFile) -> [Reason] {
    let tolerated = file.plan.toleratedRowErrors
    // Over all variants a small one's rows would not show.
    let notFinite = (file.sample.nonFinite ?? []).filter { $0.share > tolerated }.map {
      Reason.valuesNotFinite(
        column: $0.column, variant: $0.variant, rows: $0.rows, share: $0.share,
        tolerated: tolerated)
    }
    let constant = (file.sample.predictions ?? []).compactMap { values -> Reason? in
      guard values.isConstant, let value = values.constant, let pValue = values.pValue else {
        return nil
      }
      return .constantPredictions(
        column: values.column, variant: values.variant, value: value, rows: values.rows,
        pValue: pValue)
    }
    return notFinite + constant
  }

  /// Requests that count twice, and labels that say two things at once.
  private func labels(_ labels: LabelAccount, _ file: CaseFile) -> [Reason] {
    let tolerated = file.plan.toleratedRowErrors
    var reasons = repeatedRequests(labels.repeatedRows, of: labels.matchedRows, file)
    let conflicting = Double(labels.conflictingKeys) / Double(max(1, labels.keys))
    if conflicting > tolerated {
      reasons.append(
        .labelsContradict(keys: labels.conflictingKeys, share: conflicting, tolerated: tolerated))
    }
    return reasons
  }

  private func repeatedRequests(_ repeated: Int, of rows: Int, _ file: CaseFile) -> [Reason] {
    let (share, tolerated) = (Double(repeated) / Double(max(1, rows)), file.plan.toleratedRowErrors)
    return share > tolerated
      ? [.requestsRepeated(rows: repeated, share: share, tolerated: tolerated)] : []
  }

  /// Units that the pre-period says two things of.
  private func prePeriod(_ before: LabelAccount, _ file: CaseFile) -> [Reason] {
    let (units, tolerated) = (before.conflictingKeys, file.plan.toleratedRowErrors)
    let share = Double(units) / Double(max(1, before.keys))
    return share > tolerated
      ? [.prePeriodContradicts(units: units, share: share, tolerated: tolerated)] : []
  }

  /// Each metric and treatment holds an equal share of one budget.
  private func missing(_ file: CaseFile) -> [Reason] {
    let share = file.plan.inference.invalidSignificance / Double(max(1, file.missing.count))
    let tolerated = file.plan.toleratedMissing.value
    return file.missing.filter { $0.pValue <= share }.map {
      switch $0.cause {
      case .noValue:
        .missingValuesDiffer(
          metric: $0.metric, treatment: $0.treatment, control: 1 - $0.control,
          treated: 1 - $0.changed, tolerated: tolerated, pValue: $0.pValue)
      case .error:
        .failedRowsDiffer(
          metric: $0.metric, treatment: $0.treatment, control: 1 - $0.control,
          treated: 1 - $0.changed, tolerated: tolerated, pValue: $0.pValue)
      }
    }
  }

  /// Arms that differed before the experiment were not drawn alike, whatever they show since.
  private func covariates(_ file: CaseFile) -> [Reason] {
    file.treatments.flatMap { treatment in
      (treatment.covariates ?? []).filter { $0.pValue <= $0.significance }.map {
        .covariateDiffers(
          covariate: $0.column, treatment: treatment.variant, control: $0.control,
          treated: $0.treatment, controlShare: $0.controlShare, treatedShare: $0.treatmentShare,
          pValue: $0.pValue)
      }
    }
  }

  private func freshness(_ file: CaseFile) -> [Reason] {
    guard let allowed = file.plan.freshness, let asOf = file.asOf,
      let newest = file.sample.lastTime
    else { return [] }
    let age = newest.seconds(to: asOf)
    // A row so far in the future says as little about the present as one so far in the past.
    return abs(age) > allowed
      ? [.staleLog(newest: newest, ageSeconds: age, allowedSeconds: allowed)] : []
  }
}

extension IgnoredVariants {
  func contains(_ name: String) -> Bool {
    switch self {
    case .none: false
    case .named(let names): names.contains(name)
    case .all: true
    }
  }
}
