/// Reads what `strategy: validation` asks for.
struct ValidationReader {
  let top: PlanSection<PlanKeys.Top>

  /// Reads the section; nil after a problem is noted.
  func validation(_ plan: Plan) -> ValidationPlan? {
    let baseline = baseline(plan)
    let mend =
      "add validation: {model: name-and-version, criteria: [{name: accuracy, kind: accuracy, at_least: 85%}]}"
    guard let section = top.required(.validation, mend: mend)?.section(PlanKeys.Validation.self)
    else { return nil }
    let model = section.required(.model, mend: "name the model and its version: model: fraud-7")?
      .text("the name of a model")
    var validation = ValidationPlan(model: model ?? "")
    validation.baseline = baseline
    let criteria = CriterionReader(log: plan.log, labels: plan.labels)
    if let value = section[.criteria] { validation.criteria = criteria.criteria(value) }
    validation.nonInferiority = nonInferiority(section, plan, baseline)
    validation.missingPairs = section[.missingPairs]?.share() ?? 0
    if baseline == nil {
      section.refuse(
        [.missingPairs], because: "needs a baseline", mend: "remove it, or name a baseline")
    }
    validation.bias = bias(section, plan, baseline)
    validation.scores = scores(section, plan.log)
    validation.backTest = backTest(section, plan)
    let documents = DocumentPlanReader()
    validation.signature = section[.signature]?.section(PlanKeys.Signature.self)
      .flatMap(documents.signature)
    validation.manifest = section[.manifest]?.section(PlanKeys.Manifest.self)
      .flatMap(documents.manifest)
    if let value = section[.evidence] {
      validation.evidence = EvidenceReader(hasManifest: validation.manifest != nil).list(value)
    }
    validation.folds = (section[.folds]?.items() ?? []).compactMap {
      $0.section(PlanKeys.Folds.self).flatMap(documents.folds)
    }
    validation.smoke = section[.smoke]?.section(PlanKeys.Smoke.self).flatMap(documents.smoke)
    validation.loadTest = loadTest(section)
    checkNames(validation, section)
    validation.overrides = overrides(section, validation)
    return validation
  }

  // MARK: Baseline

  /// The baseline, or nil where the plan says that there is none: silence is refused.
  private func baseline(_ plan: Plan) -> BaselinePlan? {
    let mend =
      "add baseline: {file: champion.csv, prediction: answer}, or baseline: none if there is no current model"
    guard let value = top.required(.baseline, mend: mend), !value.isWord("none"),
      let section = value.section(PlanKeys.Baseline.self)
    else { return nil }
    var baseline = BaselinePlan()
    baseline.file = section[.file]?.text("a file")
    baseline.key = section[.key]?.text("the name of a column")
    baseline.prediction = section[.prediction]?.text("the name of a column")
    baseline.score = section[.score]?.text("the name of a column")
    if baseline.prediction == nil, baseline.score == nil {
      value.complain(
        .missingKey, "baseline names no answers",
        mend: "name the column of its answers or scores: prediction: answer")
    }
    if baseline.file == nil {
      section.refuse(
        [.key], because: "is the request in a second file, and there is none", mend: "remove it")
    } else if plan.log.request == nil {
      value.complain(
        .contradiction, "baseline.file is paired by request, and the log names none",
        mend: "name its column as log.request")
    }
    return baseline
  }

  private func nonInferiority(
    _ section: PlanSection<PlanKeys.Validation>, _ plan: Plan, _ baseline: BaselinePlan?
  ) -> [NonInferiorityPlan] {
    guard let value = section[.nonInferiority] else { return [] }
    guard let baseline else {
      value.complain(
        .contradiction, "\(value.path) compares with a baseline, and there is none",
        mend: "name one as baseline, or remove it")
      return []
    }
    return (value.items() ?? []).compactMap { item in
      guard let section = item.section(PlanKeys.NonInferiority.self) else { return nil }
      let reader = QuantityReader(section: section, log: plan.log, labels: plan.labels)
      let name = section.required(.name, mend: "add name: my comparison")?.text()
      let margin = section.required(
        .margin, mend: "say how much worse is still acceptable, such as margin: 2pp")?
        .share(orPoints: true)
      guard let kind = reader.kind(.kind, among: Self.answered),
        let quantity = reader.answered(kind, column: nil, label: .label, threshold: .threshold),
        requireCounterpart(quantity, plan.log, baseline, item)
      else { return nil }
      return NonInferiorityPlan(
        name ?? "", quantity, margin: margin ?? 0,
        rule: section[.rule]?.choice(Criterion.Rule.self) ?? .bound)
    }
  }

  static let answered = Quantity.Kind.allCases.filter(\.needsLabels)

  /// The baseline must have what the candidate's quantity is measured on.
  func requireCounterpart(
    _ quantity: Quantity, _ log: LogColumns, _ baseline: BaselinePlan, _ value: PlanValue
  ) -> Bool {
    if baseline.column(for: quantity, log) != nil { return true }
    let role = quantity.column == log.score ? "score" : "prediction"
    value.complain(
      .contradiction, "\(value.path) needs the baseline's \(role), and baseline names none",
      mend: "name its column as baseline.\(role)")
    return false
  }

  // MARK: Names

  private func checkNames(
    _ validation: ValidationPlan, _ section: PlanSection<PlanKeys.Validation>
  ) {
    let names = validation.checkNames
    if names.isEmpty {
      section.problems.add(
        .contradiction, at: section.position, path: section.path,
        "validation asks nothing, so that nothing could be proven",
        mend: "add criteria, or another check")
    }
    for (name, count) in Dictionary(grouping: names, by: \.self).mapValues(\.count)
      .sorted(by: { $0.key < $1.key }) where count > 1
    {
      section.problems.add(
        .contradiction, at: section.position, path: section.path,
        "\(count) checks are called \"\(name)\"", mend: "give each its own name")
    }
  }

  /// Overrides need a person and a reason; those of groups name the check as the report does.
  private func overrides(
    _ section: PlanSection<PlanKeys.Validation>, _ validation: ValidationPlan
  ) -> [Check.Override] {
    let names = validation.checkNames
    let groups = validation.bias.flatMap { ["\($0.name): ", "\($0.name) against the baseline: "] }
    return (section[.overrides]?.items() ?? []).compactMap { item in
      guard let section = item.section(PlanKeys.Override.self) else { return nil }
      let check = section.required(.check, mend: "name the check: check: accuracy")
      let name = section.required(.name, mend: "an override needs a person: name: Jane Doe")?
        .words("the name of a person")
      let reason = section.required(
        .reason, mend: "an override needs a reason: reason: why the check may be set aside")?
        .words("a reason")
      guard let check, let written = check.text("the name of a check") else { return nil }
      if !names.contains(written), !groups.contains(where: { written.hasPrefix($0) }) {
        check.invalid(
          written, "the name of a check",
          mend: Spelling.nearest(to: written, in: names).map { "did you mean \"\($0)\"?" }
            ?? "the checks are: \(names.joined(separator: ", "))")
      }
      guard let name, let reason else { return nil }
      return Check.Override(check: written, name: name, reason: reason)
    }
  }
}

extension BaselinePlan {
  /// The column of the baseline that a quantity of the candidate is compared with.
  func column(for quantity: Quantity, _ log: LogColumns) -> String? {
    let column =
      switch quantity.column {
      case log.score: score
      case log.prediction: prediction
      default: String?.none
      }
    return column.map(name(of:))
  }
}
