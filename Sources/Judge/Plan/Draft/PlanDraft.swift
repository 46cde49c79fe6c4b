/// A first plan for a log, guessed from its header and first rows, with a comment for every guess.
public struct PlanDraft: Sendable {
  /// The plan's text; ``Plan/init(yaml:file:)`` reads it.
  public let yaml: String

  /// Guesses a plan.
  /// - Parameters:
  ///   - columns: The names in the header.
  ///   - sampleRows: The first rows, by column; a value that is missing is `nil`, and a short row is padded.
  ///   - fileName: The log's name, from which the plan takes its own.
  public init(columns: [String], sampleRows: [[String?]], fileName: String) {
    var names: Set<String> = []
    let sketches = columns.enumerated().compactMap { index, name -> ColumnSketch? in
      guard !name.isEmpty, names.insert(name).inserted else { return nil }
      let values = sampleRows.map { index < $0.count ? $0[index] : nil }
      return ColumnSketch(index: index, name: name, values: values)
    }
    let roles = RoleGuess(sketches)
    yaml =
      ([
        "# Guessed by `assay init` from \(sampleRows.count) rows. Decide every line before you look at results,",
        "# then do not change it: the plan's hash is part of every report.",
        "name: \(YAMLText.scalar(PlanDraft.planName(fileName)))", "strategy: ab",
      ] + PlanDraft.logLines(roles) + VariantDraft(roles).lines
      + MetricDraft(roles).lines + PlanDraft.inferenceLines(roles)).joined(separator: "\n") + "\n"
  }

  /// The file's name without its folder and endings.
  private static func planName(_ fileName: String) -> String {
    let base = fileName.split(separator: "/").last.map(String.init) ?? ""
    let stem = base.split(separator: ".").first.map(String.init) ?? ""
    return stem.isEmpty || stem == "-" ? "experiment" : stem
  }

  private static func logLines(_ roles: RoleGuess) -> [String] {
    func line(_ key: String, _ column: ColumnSketch?, _ comment: String) -> String? {
      column.map { "  \(key): \(YAMLText.scalar($0.name))  # \(comment)" }
    }
    let unit =
      line("unit", roles.unit, "what was randomised; evidence is counted in these")
      ?? "  unit: none  # no column of users was found; if users return, name theirs"
    let variant =
      line("variant", roles.variant, "its values: \(YAMLText.list(roles.variant?.distinct ?? []))")
      ?? "  variant: variant  # not found: name the column that says which variant a row belongs to"
    return ["log:"]
      + [
        line("time", roles.time, "needed for durations"), unit, variant,
        line("prediction", roles.prediction, "what the model said"),
        line("label", roles.label, "what was true"),
        line("score", roles.score, "what the model's answer rests on"),
        line("latency", roles.latency, "how long it took"),
        line("error", roles.error, "whether the row is an error"),
      ].compactMap(\.self)
  }

  private static func inferenceLines(_ roles: RoleGuess) -> [String] {
    var lines = [
      "inference:",
      "  significance: 0.05  # the chance that anything is promoted wrongly, however often one looks",
      "  minimum_sample: 1000  # units in each variant before success is judged",
    ]
    if roles.time != nil {
      lines.append(
        "duration: {minimum: 7d, maximum: 14d}  # whole weeks hold every weekday equally")
    }
    return lines
  }
}
