/// Reads what is measured and which columns it is measured on.
struct QuantityReader<Key: PlanKey> {
  let section: PlanSection<Key>
  let log: LogColumns
  let labels: LabelFile?

  /// The kind, the first thing to know.
  func kind(_ key: Key, among kinds: [Quantity.Kind] = Quantity.Kind.allCases) -> Quantity.Kind? {
    let list = kinds.map(\.rawValue).joined(separator: ", ")
    guard let value = section.required(key, mend: "add one of kind: \(list)"),
      let kind = value.choice(Quantity.Kind.self)
    else { return nil }
    guard kinds.contains(kind) else {
      value.invalid(kind.rawValue, "one of \(list)")
      return nil
    }
    return kind
  }

  /// The score from which on an answer means true, and the columns of answer and label.
  func answered(
    _ kind: Quantity.Kind, column: Key?, label: Key, threshold: Key
  ) -> Quantity? {
    var quantity = Quantity(kind, column: "")
    if kind == .auc {
      section.refuse(
        [threshold], because: "does not apply to kind auc, which needs none", mend: "remove it")
    } else {
      quantity.threshold = section[threshold]?.number()
    }
    let fromScores = kind == .auc || quantity.threshold != nil
    let standard = fromScores ? log.score ?? log.prediction : log.prediction
    let mend =
      fromScores
      ? "map log.score, or name the column of the score"
      : "map log.prediction, or log.score and write a threshold"
    if let column, let written = section[column] {
      quantity.column = resolve(written.text("the name of a column")) ?? ""
    } else if let standard {
      quantity.column = standard
    } else {
      missing("a column of answers", mend)
      return nil
    }
    quantity.label =
      resolve(section[label]?.text("the name of a column")) ?? log.label ?? labels?.value
    guard quantity.label != nil else {
      missing("labels", "map log.label, or add labels")
      return nil
    }
    return quantity
  }

  /// The column a name means: the role it has in `log`, or itself.
  func resolve(_ name: String?) -> String? {
    switch name {
    case "prediction": log.prediction ?? name
    case "label": log.label ?? name
    case "score": log.score ?? name
    case "latency": log.latency ?? name
    case "error": log.error ?? name
    default: name
    }
  }

  private func missing(_ what: String, _ mend: String) {
    section.problems.add(
      .missingKey, at: section.position, path: section.path,
      "\(section.path) needs \(what), and the log names none", mend: mend)
  }
}
