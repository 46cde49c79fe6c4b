internal import Summaries

/// Metrics on a class or an event that is called positive.
extension MetricPlan {
  /// Where the metric's own column holds the event.
  var event: Condition { Condition(column, positiveTest) }

  /// Where the label is positive.
  var labelIsPositive: Condition { Condition(labelColumn, positiveTest) }

  /// Where there is a label, and it is not positive.
  var labelIsNegative: [Condition] {
    [
      Condition(labelColumn, .isPresent),
      Condition(labelColumn, positive.map { .isNoneOf($0) } ?? .isNotTrue),
    ]
  }

  /// Where the prediction is positive: by its score, or by its class.
  var predictionIsPositive: Condition {
    scoreThreshold.map { Condition(column, .number(.atLeast, $0)) } ?? event
  }

  private var labelColumn: String { secondColumn ?? column }

  private var positiveTest: Condition.Test { positive.map { .isOneOf($0) } ?? .isTrue }

  /// The rows that are asked for a label; without a prediction there is nothing to hold it against.
  ///
  /// A failed request often has no prediction: where errors are failures it said nothing positive.
  func askedForLabel(rows: [Condition]) -> [Condition] {
    rows + (errorRows == .failure ? [] : [Condition(column, .isPresent)])
  }

  /// Precision, recall and F1 are ratios of sums over rows, as the delta method needs them.
  ///
  /// F1 = 2TP / (2TP + FP + FN): above the line 2 for each true positive, below it 1 for each positive
  /// prediction and 1 for each positive label.
  func positiveMeasures(rows: [Condition], errorColumn: String?) -> MetricMeasures {
    let said = predictionIsPositive
    let labelled = Condition(labelColumn, .isPresent)
    switch kind {
    case .auc:
      let scored = askedForLabel(rows: rows) + [labelled]
      return MetricMeasures(
        numerator: Measure(.number(column: column), where: scored),
        denominator: Measure(.one, where: scored))
    case .recall:
      let positives = askedForLabel(rows: rows) + [labelIsPositive]
      return MetricMeasures(
        numerator: Measure(
          .indicator(said), where: positives + noErrors(errorColumn, when: errorRows == .failure)),
        denominator: Measure(.one, where: positives))
    case .f1:
      let judged = askedForLabel(rows: rows) + [labelled]
      let both = [said, labelIsPositive]
      return MetricMeasures(
        numerator: Measure(.count(both), where: judged + both),
        denominator: Measure(.count(both), where: judged))
    default:
      let judged = rows + [said, labelled]
      return MetricMeasures(
        numerator: Measure(.indicator(labelIsPositive), where: judged),
        denominator: Measure(.one, where: judged))
    }
  }

  /// The event in words.
  var eventText: String { "\(column) \(positiveWords)" }

  private var positiveWords: String {
    positive.map { "is \(WordList.or($0))" } ?? "is true"
  }

  /// What precision, recall and F1 are shares of.
  var positiveText: String {
    let said =
      scoreThreshold.map { "\(column) is at least \(PlanNumber.text($0))" } ?? eventText
    let label = "\(labelColumn) \(positiveWords)"
    return switch kind {
    case .precision: "share of labelled rows with \(label), of those where \(said)"
    case .recall: "share of rows where \(said), of those where \(label)"
    case .auc: "area under the ROC curve of \(column) against \(label)"
    default: "F1 of predictions (\(said)) and labels (\(label))"
    }
  }
}
