/// Reads thresholds on one body of rows, without anything to compare it with.
struct CriterionReader {
  let log: LogColumns
  let labels: LabelFile?

  /// Reads a list of criteria.
  func criteria(_ value: PlanValue) -> [Criterion] {
    let items = value.items() ?? []
    if items.isEmpty, value.isList {
      value.complain(
        .invalidValue, "\(value.path) is empty", mend: "name a criterion, or remove it")
    }
    return items.compactMap { $0.section(PlanKeys.Criterion.self).flatMap(criterion) }
  }

  private func criterion(_ section: PlanSection<PlanKeys.Criterion>) -> Criterion? {
    let reader = QuantityReader(section: section, log: log, labels: labels)
    let name = section.required(.name, mend: "add name: my criterion")?.text()
    guard let kind = reader.kind(.kind), let quantity = quantity(section, kind, reader) else {
      return nil
    }
    guard let (limit, threshold, written) = bound(section, quantity) else { return nil }
    var criterion = Criterion(
      name ?? "", quantity, limit, threshold.value, text: written)
    criterion.quantity.timeUnit = threshold.unit
    criterion.rule = section[.rule]?.choice(Criterion.Rule.self) ?? criterion.rule
    criterion.warmUp = warmUp(section)
    return criterion
  }

  private func quantity(
    _ section: PlanSection<PlanKeys.Criterion>, _ kind: Quantity.Kind,
    _ reader: QuantityReader<PlanKeys.Criterion>
  ) -> Quantity? {
    if kind != .quantile {
      section.refuse([.q], because: "applies only to kind quantile", mend: "remove it")
    }
    if kind.isShare {
      section.refuse([.unit], because: "applies only to kinds mean and quantile", mend: "remove it")
    }
    if kind.needsLabels {
      return reader.answered(kind, column: .column, label: .label, threshold: .threshold)
    }
    section.refuse(
      [.label, .threshold], because: "applies only to kinds that have labels", mend: "remove it")
    var quantity = Quantity(kind, column: "")
    if kind == .rate, section[.column] == nil, let error = log.error {
      quantity.column = error
    } else {
      let column = section.required(.column, mend: "name the column to measure")?
        .text("the name of a column")
      guard let column = reader.resolve(column) else { return nil }
      quantity.column = column
    }
    if kind == .quantile {
      quantity.probability = section.required(.q, mend: "add q: 0.95 for the 95th percentile")?
        .probability()
    }
    return quantity
  }

  /// A threshold in the quantity's own unit, and the unit of time it was written in.
  private struct Bound {
    var value: Double
    var unit: Threshold.TimeUnit?
  }

  private func bound(
    _ section: PlanSection<PlanKeys.Criterion>, _ quantity: Quantity
  ) -> (Criterion.Limit, Bound, String)? {
    guard
      let (limit, value) = BoundReader.limit(
        section, atLeast: .atLeast, atMost: .atMost, for: quantity.kind)
    else { return nil }
    let written = value.scalarText ?? ""
    if quantity.kind.isShare { return value.share().map { (limit, Bound(value: $0), written) } }
    let unit = section[.unit]?.choice(Threshold.TimeUnit.self) ?? .milliseconds
    return BoundReader.amount(value, in: unit).map {
      (limit, Bound(value: $0.value, unit: $0.isTime ? unit : nil), written)
    }
  }

  private func warmUp(_ section: PlanSection<PlanKeys.Criterion>) -> Criterion.WarmUp? {
    guard let value = section[.warmUp] else { return nil }
    let expected = "a number of rows such as 100, or a length of time such as 5m"
    guard let text = value.scalarText else {
      value.mistyped(expected)
      return nil
    }
    if let rows = Int(text), rows >= 0 { return .rows(rows) }
    guard let span = TimeSpan(text), span.seconds > 0 else {
      value.invalid(text, expected)
      return nil
    }
    if log.time == nil { value.needsTime() }
    return .seconds(span.seconds)
  }
}

/// Reads `at_least` and `at_most`, of which a threshold has one.
enum BoundReader {
  /// The side and its value.
  static func limit<Key: PlanKey>(
    _ section: PlanSection<Key>, atLeast: Key, atMost: Key, for kind: Quantity.Kind?
  ) -> (Criterion.Limit, PlanValue)? {
    switch (section[atLeast], section[atMost]) {
    case (nil, nil):
      let key = kind?.limit == .atMost ? atMost : atLeast
      _ = section.required(
        key, mend: "add at_least or at_most: what the truth must keep to, such as at_least: 85%")
      return nil
    case (let value?, nil), (nil, let value?):
      let limit = section[atLeast] == nil ? Criterion.Limit.atMost : .atLeast
      if let fixed = kind?.limit, fixed != limit, let kind {
        value.complain(
          .contradiction,
          "\(value.path) bounds \(kind.rawValue) on the side on which it is good",
          mend: "write \(fixed.rawValue)")
        return nil
      }
      return (limit, value)
    case (_?, let value?):
      value.complain(
        .contradiction, "\(section.path) has both at_least and at_most",
        mend: "write two criteria, one for each")
      return nil
    }
  }

  /// `200ms`, `1.5s` or `3 abs`; a number without a unit is asked, not guessed.
  static func amount(
    _ value: PlanValue, in unit: Threshold.TimeUnit
  ) -> (value: Double, isTime: Bool)? {
    let expected = "a number with its unit: 200ms (time) or 200 abs (the column's own unit)"
    guard let text = value.scalarText else {
      value.mistyped(expected)
      return nil
    }
    guard let (number, written) = PlanNumber.split(text) else {
      value.invalid(text, expected)
      return nil
    }
    if written == "abs" { return (number, false) }
    guard let time = Threshold.TimeUnit(rawValue: written) else {
      value.invalid(
        text, expected,
        mend: written.isEmpty
          ? "which is meant: \(text)ms (time) or \(text) abs (the column's own unit)?"
          : "known units are us, ms, s and abs")
      return nil
    }
    return (time == unit ? number : number * unit.perSecond / time.perSecond, true)
  }
}
