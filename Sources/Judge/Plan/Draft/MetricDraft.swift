/// The metrics of a drafted plan.
struct MetricDraft {
  private let roles: RoleGuess
  private let isControl: [Bool]

  init(_ roles: RoleGuess) {
    self.roles = roles
    let control = VariantDraft(roles).names.first
    isControl = roles.variant?.values.map { $0 == control } ?? []
  }

  /// A wide log has thousands of columns, and nobody reads them all.
  private static let namedInComments = 20

  /// One metric as its keys, in the order they are written, under a comment.
  private struct Entry {
    var comment: String
    var keys: [(key: String, value: String)]
    var isSuccess: Bool { keys.contains { $0 == ("role", "success") } }

    var lines: [String] {
      ["  # \(comment)"]
        + keys.enumerated().map { index, entry in
          "  \(index == 0 ? "-" : " ") \(entry.key): \(entry.value)"
        }
    }
  }

  var lines: [String] {
    var entries = [accuracy].compactMap(\.self)
    var used: Set<String> = []
    func add(_ columns: [ColumnSketch], _ entry: (ColumnSketch) -> Entry) {
      entries += columns.map(entry)
      used.formUnion(columns.map(\.name))
    }
    let hasAccuracy = !entries.isEmpty
    add(roles.others.filter { $0.flags != nil && MetricDraft.isOutcome($0.key) }) {
      proportion($0, isSuccess: !hasAccuracy)
    }
    let amounts = roles.others.filter {
      $0.flags == nil && $0.numbers != nil && MetricDraft.isAmount($0.key)
    }
    let hasSuccess = entries.contains(where: \.isSuccess)
    add(Array(amounts.prefix(1))) { mean($0, isSuccess: !hasSuccess) }
    add(Array(amounts.dropFirst())) { mean($0, isSuccess: false) }
    if roles.variant != nil, !entries.contains(where: \.isSuccess),
      let first = roles.others.first(where: { $0.numbers != nil })
    {
      add([first]) {
        $0.flags == nil ? mean($0, isSuccess: true) : proportion($0, isSuccess: true)
      }
    }
    entries += [latency, errors].compactMap(\.self)
    let unused = roles.others.map(\.name).filter { !used.contains($0) }
    let rest = unused.count > MetricDraft.namedInComments ? " and others" : ""
    let note =
      unused.isEmpty
      ? []
      : ["  # Not used: \(YAMLText.list(Array(unused.prefix(MetricDraft.namedInComments))))\(rest)"]
    guard !entries.isEmpty else {
      let example = "{name: x, kind: proportion, column: x, better: higher, role: success}"
      return ["metrics: []  # nothing was recognised: add yours, such as \(example)"] + note
    }
    return ["metrics:"] + entries.flatMap(\.lines) + note
  }

  // MARK: Kinds

  private var accuracy: Entry? {
    guard roles.label != nil else { return nil }
    var keys = [("name", "accuracy"), ("kind", "accuracy"), ("role", "success")]
    if roles.prediction == nil {
      guard roles.score != nil else { return nil }
      keys.append(("threshold", "0.5"))
    }
    keys.append(("minimum_improvement", "0pp"))
    if let spread = spread(correct), 0 < spread.mean, spread.mean < 1 {
      keys.append(("baseline", PlanNumber.text(spread.mean, digits: 4)))
    }
    return Entry(
      comment: "Promotion needs the lower bound of the gain above minimum_improvement.", keys: keys)
  }

  private func proportion(_ column: ColumnSketch, isSuccess: Bool) -> Entry {
    let lower = ["churn", "bounce", "unsubscribe", "cancel"].contains { column.key.contains($0) }
    var keys = [
      ("name", YAMLText.scalar(column.name)), ("kind", "proportion"),
      ("column", YAMLText.scalar(column.name)), ("better", lower ? "lower" : "higher"),
      ("role", isSuccess ? "success" : "monitor"),
    ]
    if isSuccess { keys.append(("minimum_improvement", "0pp")) }
    if let spread = spread(column.flags), 0 < spread.mean, spread.mean < 1 {
      keys.append(("baseline", PlanNumber.text(spread.mean, digits: 4)))
    }
    return Entry(
      comment: isSuccess
        ? "An outcome; if several are success, any proven one promotes (Holm-adjusted)."
        : "Reported, decides nothing.", keys: keys)
  }

  private func mean(_ column: ColumnSketch, isSuccess: Bool) -> Entry {
    var keys = [
      ("name", YAMLText.scalar(column.name)), ("kind", "mean"),
      ("column", YAMLText.scalar(column.name)), ("better", "higher"),
      ("role", isSuccess ? "success" : "monitor"),
    ]
    if isSuccess { keys.append(("minimum_improvement", "0%")) }
    keys += spreadKeys(column.numbers)
    return Entry(comment: "An amount; better: higher is a guess.", keys: keys)
  }

  private var latency: Entry? {
    guard let column = roles.latency else { return nil }
    return Entry(
      comment: "Promotion needs proof that latency is not worse by more than the margin.",
      keys: [
        ("name", "latency"), ("kind", "mean"), ("column", YAMLText.scalar(column.name)),
        ("better", "lower"), ("role", "guardrail"), ("margin", "10%"),
      ] + spreadKeys(column.numbers))
  }

  private var errors: Entry? {
    guard let column = roles.error else { return nil }
    var keys = [
      ("name", "errors"), ("kind", "rate"), ("column", YAMLText.scalar(column.name)),
      ("role", "guardrail"), ("margin", "0.5pp"), ("critical", "true"),
    ]
    if let spread = spread(column.flags), 0 < spread.mean, spread.mean < 1 {
      keys.append(("baseline", PlanNumber.text(spread.mean, digits: 4)))
    }
    return Entry(comment: "Critical: any proven rise rolls back.", keys: keys)
  }

  // MARK: Values from the sample

  /// Whether each labelled row was predicted right, where predictions and labels are both named.
  private var correct: [Double?]? {
    guard let predictions = roles.prediction?.values, let labels = roles.label?.values else {
      return nil
    }
    return zip(predictions, labels).map { prediction, label in
      guard let prediction, let label else { return nil }
      return prediction == label ? 1 : 0
    }
  }

  private func spread(_ values: [Double?]?) -> SampleSpread? {
    values.flatMap { values in
      let rows = isControl.contains(true) ? isControl : values.map { _ in true }
      return SampleSpread(values, units: roles.unit?.values, rows: rows)
    }
  }

  private func spreadKeys(_ values: [Double?]?) -> [(key: String, value: String)] {
    guard let spread = spread(values) else { return [] }
    var keys = [("baseline", PlanNumber.text(spread.mean, digits: 4))]
    if let deviation = spread.standardDeviation {
      keys.append(("standard_deviation", PlanNumber.text(deviation, digits: 4)))
    }
    return keys
  }

  private static func isOutcome(_ key: String) -> Bool {
    [
      "retention", "retained", "convert", "conversion", "click", "purchase", "bought", "signup",
      "subscribe", "churn", "success", "accept", "complete", "bounce", "cancel",
    ].contains { key.contains($0) }
  }

  private static func isAmount(_ key: String) -> Bool {
    [
      "revenue", "sales", "amount", "spend", "spent", "price", "profit", "gamerounds", "orders",
      "visits", "quantity",
    ].contains { key.contains($0) }
  }
}
