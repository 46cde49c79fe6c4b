/// Triggers on distributions and on how traffic is divided.
extension TriggerReader {
  /// What the drift of a column is measured by.
  enum Measure: String, CaseIterable {
    case psi, kl
  }

  /// Columns whose distribution is held against the baseline's; of a divergence, predictions unless others are
  /// named.
  func drift() -> TriggerPlan.Measurement? {
    let measure = section[.measure]?.choice(Measure.self) ?? .psi
    let predictions = [plan.log.score, plan.log.prediction].compactMap(\.self)
    let columns: [String]
    if measure == .kl, section[.columns] == nil, !predictions.isEmpty {
      columns = predictions
    } else {
      let named = section.required(.columns, mend: "name them: columns: [age, country]")?.texts()
      columns = (named ?? []).map { plan.log.resolve($0) }
    }
    guard !columns.isEmpty else { return nil }
    let least = section[.atLeast]?.integer(atLeast: 1) ?? 1
    if least > columns.count {
      section[.atLeast]?.complain(
        .contradiction, "\(section.path) asks for \(least) of \(columns.count) columns",
        mend: "name more columns, or ask for fewer")
    }
    return measure == .kl
      ? .divergence(columns: columns, atLeast: least) : .drift(columns: columns, atLeast: least)
  }

  /// How traffic was to be divided.
  func split() -> TriggerPlan.Measurement? {
    let column = section.required(.column, mend: "name the column of the variant")?
      .text("the name of a column").map { plan.log.resolve($0) }
    guard
      let value = section.required(
        .traffic, mend: "add the planned weights: traffic: {champion: 90, challenger: 10}"),
      let entries = value.entries()
    else { return nil }
    var weights: [String: Double] = [:]
    for (name, entry) in entries { weights[name] = entry.weight() }
    if entries.count < 2 {
      value.complain(
        .invalidValue, "\(value.path) divides nothing", mend: "name two variants or more")
    }
    value.requireWhole(entries)
    guard let column, weights.count == entries.count else { return nil }
    return .split(.init(column: column, weights: weights))
  }

  /// How far a share may be from its planned one, ten points unless written.
  func splitLimit() -> TriggerLimit? {
    section.refuse(
      [.above, .below], because: "is not used by kind split", mend: "write beyond: 10pp")
    let standard = TriggerLimit(side: .beyond, unit: .change, value: 0.1, text: "10pp")
    guard let value = section[.beyond] else { return standard }
    guard let source = value.text("a limit such as 10pp") else { return nil }
    let context = TriggerLimit.Context(side: .beyond, isShare: true, timeUnit: .milliseconds)
    do {
      let limit = try TriggerLimit(source, context)
      if limit.unit == .change, limit.value < 1 { return limit }
      value.complain(
        .invalidValue, "\(value.path) of a split is a distance of shares, in points",
        mend: "write beyond: 10pp")
    } catch {
      value.complain(.invalidValue, "\(value.path): \(error.complaint)", mend: "write beyond: 10pp")
    }
    return nil
  }
}
