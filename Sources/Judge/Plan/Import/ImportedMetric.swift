/// A metric of a plan, made of the name that another tool calls it by.
struct ImportedMetric {
  /// What it decides, with the sizes of change that the configuration gives.
  enum Role {
    case success(minimumImprovement: String?)
    case guardrail(margin: String, critical: Bool)
    case monitor
  }

  let name: String
  let role: Role

  /// The columns of the log that the metric reads.
  var columns: [ImportedColumn] {
    switch known {
    case .accuracy, .precision, .falsePositives: [.prediction, .label]
    case .errors: [.error]
    case .meanLatency, .latencyQuantile: [.latency]
    case nil: []
    }
  }

  /// On what scale a change of it is counted.
  var scale: ForeignValue.Scale {
    switch known {
    case .meanLatency, .latencyQuantile: .time
    case nil: .number
    default: .share
    }
  }

  /// Its lines in the list of a plan; asks what kind of metric it is where its name does not tell.
  func lines(_ block: ForeignBlock) -> [String] {
    var keys: [String]
    switch known {
    case .accuracy: keys = ["kind: accuracy"]
    case .precision:
      let positive = block.need(
        "positive", "\(name) counts predictions of the positive class, which is not named", ["1"])
      keys = ["kind: accuracy", condition(.prediction, is: positive ?? "1", block)]
    case .falsePositives:
      let negative = block.need(
        "negative", "\(name) counts rows of the negative class, which is not named", ["0"])
      keys = [
        "kind: proportion", "column: prediction", "better: lower",
        condition(.label, is: negative ?? "0", block),
      ]
    case .errors: keys = ["kind: rate"]
    case .meanLatency: keys = ["kind: mean", "column: latency", "better: lower"]
    case .latencyQuantile(let q):
      keys = ["kind: quantile", "column: latency", "q: \(q)", "better: lower"]
    case nil:
      let kind = block.need(
        "metrics.\(name)", "the metric \"\(name)\" is not known",
        ["kind: proportion, column: converted, better: higher (any keys of a metric)"])
      keys = [kind ?? ""]
    }
    switch role {
    case .success(let minimum):
      keys.append("role: success")
      if let minimum { keys.append("minimum_improvement: \(minimum)") }
    case .guardrail(let margin, let critical):
      keys += ["role: guardrail", "margin: \(margin)"]
      if critical { keys.append("critical: true") }
    case .monitor: keys.append("role: monitor")
    }
    return ["  - {name: \(YAMLText.scalar(name)), \(keys.joined(separator: ", "))}"]
  }

  private func condition(_ column: ImportedColumn, is text: String, _ block: ForeignBlock) -> String
  {
    let name = block.questions.answer(to: "log.\(column.rawValue)") ?? column.rawValue
    return "where: {\(YAMLText.scalar(name)): \"\(text)\"}"
  }

  private enum Known {
    case accuracy, precision, falsePositives, errors, meanLatency
    case latencyQuantile(String)
  }

  private var known: Known? {
    switch ForeignBlock.plain(name) {
    case "accuracy": .accuracy
    case "precision": .precision
    case "false_positive_rate", "fpr": .falsePositives
    case "error_rate", "errors", "error": .errors
    case "latency", "mean_latency", "latency_mean", "avg_latency": .meanLatency
    case "latency_p50", "p50_latency", "median_latency": .latencyQuantile("0.5")
    case "latency_p95", "p95_latency": .latencyQuantile("0.95")
    case "latency_p99", "p99_latency": .latencyQuantile("0.99")
    default: nil
    }
  }
}

/// A role that a column of the log plays, which no configuration names.
enum ImportedColumn: String, CaseIterable {
  case time, unit, request, variant, prediction, label, latency, error

  private var meaning: String {
    switch self {
    case .time: "when the request was made"
    case .unit: "what was randomised, or none where each row was"
    case .request: "the request, by which both answers are paired"
    case .variant: "who answered"
    case .prediction: "what the model answered"
    case .label: "what was true"
    case .latency: "how long the answer took"
    case .error: "whether the request failed"
    }
  }

  private var example: String {
    switch self {
    case .time: "timestamp"
    case .unit: "user_id"
    case .request: "request_id"
    case .latency: "latency_ms"
    default: rawValue
    }
  }

  /// The line of `log` for these columns; each is asked for.
  static func line(_ columns: Set<ImportedColumn>, _ block: ForeignBlock) -> String {
    let roles = allCases.filter(columns.contains).map { column in
      let path = "log.\(column.rawValue)"
      let name = block.questions.answer(to: path)
      if name == nil {
        block.questions.ask(
          path, at: block.position, "the column of \(column.meaning) is not named",
          [column.example])
      }
      return "\(column.rawValue): \(YAMLText.column(name ?? column.example))"
    }
    return "log: {\(roles.joined(separator: ", "))}"
  }
}

extension YAMLText {
  /// A column, or the word that says that there is none.
  fileprivate static func column(_ name: String) -> String { name == "none" ? name : scalar(name) }
}
