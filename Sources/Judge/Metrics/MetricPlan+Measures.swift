internal import Summaries

/// What a metric asks of each row: a numerator and a denominator, summed by unit.
struct MetricMeasures: Equatable {
  var numerator: Measure
  var denominator: Measure
}

extension MetricPlan {
  /// The row-level measures of every kind but `quantile`, whose value is no ratio of sums.
  func measures(errorColumn: String?) -> MetricMeasures {
    let present = Condition(column, .isPresent)
    let rows = conditions + noErrors(errorColumn, when: errorRows == .excluded)
    return switch kind {
    case .mean, .quantile:
      MetricMeasures(
        numerator: Measure(.number(column: column), where: rows),
        denominator: Measure(.one, where: rows + [present]))
    case .proportion:
      MetricMeasures(
        numerator: Measure(
          .indicator(event), where: rows + noErrors(errorColumn, when: errorRows == .failure)),
        // A failed request often has no value: where errors are failures, so is a row without one.
        denominator: Measure(.one, where: errorRows == .failure ? rows : rows + [present]))
    case .rate:
      MetricMeasures(
        numerator: Measure(.indicator(event), where: rows),
        denominator: Measure(.one, where: blanks == .unknown ? rows + [present] : rows))
    case .ratio:
      ratioMeasures(rows: rows + [present])
    case .accuracy:
      accuracyMeasures(rows: rows, errorColumn: errorColumn)
    case .precision, .recall, .f1, .auc:
      positiveMeasures(rows: rows, errorColumn: errorColumn)
    }
  }

  /// The rows that have what a metric is measured on, of those that are asked for it; nil where every row does.
  func presence(in measures: MetricMeasures) -> MetricMeasures? {
    var conditions = measures.denominator.conditions
    // A row whose label is missing might have been one of the positives.
    if kind == .recall {
      conditions.removeAll { $0 == labelIsPositive }
      conditions.append(Condition(secondColumn ?? column, .isPresent))
    }
    let asked = conditions.filter { $0.test != .isPresent }
    // A rate counts a row without a value as one without an event.
    if kind == .rate, blanks != .unknown { conditions.append(Condition(column, .isPresent)) }
    guard asked.count < conditions.count else { return nil }
    let window = measures.denominator.window
    return MetricMeasures(
      numerator: Measure(.one, where: conditions, window: window),
      denominator: Measure(.one, where: asked, window: window))
  }

  /// The rows without an error, of all; nil where rows with one are not left out.
  func survival(errorColumn: String?, window: Int64? = nil) -> MetricMeasures? {
    guard errorRows == .excluded, let errorColumn else { return nil }
    return MetricMeasures(
      numerator: Measure(
        .one, where: conditions + [Condition(errorColumn, .isNotTrue)], window: window),
      denominator: Measure(.one, where: conditions, window: window))
  }

  /// Only rows with both values count: half a row would lower the ratio, or raise it.
  private func ratioMeasures(rows: [Condition]) -> MetricMeasures {
    let below = secondColumn ?? column
    let complete = rows + [Condition(below, .isPresent)]
    return MetricMeasures(
      numerator: Measure(.number(column: column), where: complete),
      denominator: Measure(.number(column: below), where: complete))
  }

  private func accuracyMeasures(rows: [Condition], errorColumn: String?) -> MetricMeasures {
    let label = secondColumn ?? column
    // A failed request often has no prediction: as a failure it still needs a label to count against.
    let judged =
      rows + [Condition(label, .isPresent)]
      + (errorRows == .failure ? [] : [Condition(column, .isPresent)])
    return MetricMeasures(
      numerator: Measure(
        .agreement(prediction: column, label: label, threshold: scoreThreshold),
        where: judged + [Condition(column, .isPresent)]
          + noErrors(errorColumn, when: errorRows == .failure)),
      denominator: Measure(.one, where: judged))
  }

  func noErrors(_ column: String?, when wanted: Bool) -> [Condition] {
    guard wanted, let column else { return [] }
    return [Condition(column, .isNotTrue)]
  }

  /// The definition in one line, for the estimand.
  func definition(unitColumn: String?) -> String {
    let what =
      switch kind {
      case .mean: "mean of \(column)"
      case .proportion: "share of rows where \(eventText)"
      case .ratio: "sum of \(column) ÷ sum of \(secondColumn ?? column)"
      case .accuracy: "share of labelled rows where \(column) agrees with \(secondColumn ?? column)"
      case .precision, .recall, .f1, .auc: positiveText
      case .rate:
        per == .row
          ? "share of \(blanks == .unknown ? "labelled rows" : "rows") where \(eventText)"
          : positive == nil
            ? "share of units with \(column) true" : "share of units where \(eventText)"
      case .quantile: "quantile \(probability ?? 0.5) of \(column)"
      }
    let over: String? =
      switch per {
      case .row: nil
      case .unit: kind == .rate ? "counted once" : "summed by unit, averaged over units"
      case .unitMean: "averaged by unit, then over units"
      }
    let whole = [what, over, limitText, covariateText, knownText].compactMap(\.self).joined(
      separator: ", ")
    return whole + (unitColumn.map { "; clustered by \($0)" } ?? "; every row a unit")
  }

  private var limitText: String? {
    guard let winsorization else { return nil }
    let (lower, upper) = (winsorization.limits.lower, winsorization.limits.upper)
    let what = winsorization.level == .row ? "each row" : "each unit"
    return switch (lower.map(PlanNumber.text), upper.map(PlanNumber.text)) {
    case (let lower?, let upper?): "\(what) held within \(lower) and \(upper)"
    case (nil, let upper?): "\(what) held to at most \(upper)"
    case (let lower?, nil): "\(what) held to at least \(lower)"
    case (nil, nil): nil
    }
  }

  private var knownText: String? {
    knownRate.map {
      "held against \(PlanNumber.percent($0.rate)) of \($0.rows) rows before the experiment"
    }
  }

  private var covariateText: String? {
    covariates.map { "adjusted by \($0.joined(separator: ", ")) before the experiment" }
  }
}
