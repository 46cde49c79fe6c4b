/// Reads what a plan asks of documents: signatures, manifests, folds and smoke cases.
struct DocumentPlanReader {
  func signature(_ section: PlanSection<PlanKeys.Signature>) -> SignaturePlan? {
    var signature = SignaturePlan()
    signature.file = section[.file]?.text("a file")
    signature.current = section[.current]?.text("a file")
    signature.additional =
      section[.additional]?.choice(SignaturePlan.Additional.self) ?? signature.additional
    for (name, type) in section[.columns]?.entries() ?? [] {
      if let type = type.choice(SignaturePlan.ColumnType.self) { signature.columns[name] = type }
    }
    switch (section[.file], section[.columns]) {
    case (nil, nil):
      _ = section.required(
        .file, mend: "name the file that declares the columns, or write columns: {age: number}")
      return nil
    case (_?, let columns?):
      columns.complain(
        .contradiction, "\(section.path) declares columns in the plan and in a file",
        mend: "keep one of them")
      return nil
    default: return signature
    }
  }

  func manifest(_ section: PlanSection<PlanKeys.Manifest>) -> ManifestPlan? {
    guard let file = section.required(.file, mend: "name it: file: manifest.yaml")?.text("a file")
    else { return nil }
    let preset = section[.preset]?.choice(ManifestPlan.Preset.self)
    let named = section[.required]?.texts() ?? []
    if section[.preset] == nil, named.isEmpty {
      _ = section.required(
        .preset, mend: "add preset: registry (or training, release), or required: [name, version]")
      return nil
    }
    let fields = (preset?.fields ?? []) + named
    var manifest = ManifestPlan(
      file: file,
      required: fields.enumerated().filter { !fields[..<$0.offset].contains($0.element) }
        .map(\.element))
    manifest.version =
      section[.version]?.choice(ManifestPlan.VersionForm.self) ?? manifest.version
    return manifest
  }

  func folds(_ section: PlanSection<PlanKeys.Folds>) -> FoldPlan? {
    let name = section.required(.name, mend: "add name: cross-validation")?.text()
    guard
      let (limit, value) = BoundReader.limit(section, atLeast: .atLeast, atMost: .atMost, for: nil)
    else { return nil }
    let threshold =
      value.scalarText?.hasSuffix("%") == true
      ? value.share() : value.number("a number, or a share such as 85%")
    var folds = FoldPlan(name ?? "", limit, threshold ?? 0)
    folds.scores = section[.scores]?.items()?.compactMap { $0.number("the score of a fold") }
    folds.file = section[.file]?.text("a file")
    folds.column = section[.column]?.text("the name of a column")
    folds.rule = section[.rule]?.choice(Criterion.Rule.self) ?? folds.rule
    folds.method = section[.method]?.choice(FoldPlan.Method.self) ?? folds.method
    folds.testToTrain = section[.testToTrain]?.number("a number above 0") { $0 > 0 }
    if folds.method == .plain {
      section.refuse(
        [.testToTrain], because: "belongs to method corrected-t", mend: "remove it")
    }
    if folds.scores != nil {
      section.refuse(
        [.file, .column], because: "and scores say the same", mend: "keep one of them")
    } else {
      _ = section.required(.file, mend: "write scores: [0.86, 0.88, 0.87], or a file and a column")
      _ = section.required(.column, mend: "name the column of the scores")
    }
    return folds
  }

  func smoke(_ section: PlanSection<PlanKeys.Smoke>) -> SmokePlan? {
    func column(_ key: PlanKeys.Smoke) -> String? { section[key]?.text("the name of a column") }
    let file = section.required(.file, mend: "name the cases: file: cases.csv")?.text("a file")
    let expected = section.required(.expected, mend: "name the column: expected: expected")?
      .text("the name of a column")
    let actual = section.required(.actual, mend: "name the column: actual: actual")?
      .text("the name of a column")
    guard let file, let expected, let actual else { return nil }
    var smoke = SmokePlan(file: file, expected: expected, actual: actual)
    (smoke.caseName, smoke.latency, smoke.error) = (
      column(.caseName), column(.latency), column(.error)
    )
    smoke.timeUnit = section[.unit]?.choice(Threshold.TimeUnit.self) ?? smoke.timeUnit
    if let value = section[.tolerance] { smoke.tolerance = tolerance(value) ?? smoke.tolerance }
    if let value = section[.maximumLatency] {
      smoke.maximumLatency = BoundReader.amount(value, in: smoke.timeUnit)?.value
      if smoke.latency == nil {
        value.complain(
          .contradiction, "\(value.path) needs latencies", mend: "name their column as latency")
      }
    }
    return smoke
  }

  private func tolerance(_ value: PlanValue) -> SmokePlan.Tolerance? {
    let expected = "exact, an absolute one such as 0.01 abs, or a relative one such as 1%"
    guard let text = value.scalarText else {
      value.mistyped(expected)
      return nil
    }
    if text == "exact" { return .exact }
    switch PlanNumber.split(text) {
    case (let number, "abs")?: return .absolute(number)
    case (let number, "%")?: return .relative(number / 100)
    default:
      value.invalid(text, expected)
      return nil
    }
  }
}
