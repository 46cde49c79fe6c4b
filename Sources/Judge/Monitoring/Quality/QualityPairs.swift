internal import Summaries

/// The sums by unit that measures of quality are made of, over rows that meet conditions.
///
/// The first two pairs are those of every reading: right answers with labelled rows, and rows that have a
/// label with all rows. What the measures need follows in their order.
struct QualityPairs {
  /// The pairs of every reading.
  static let common = 2

  private let rows: [Condition]
  private let labelled: [Condition]
  private let prediction: String
  private let label: String

  init(_ conditions: [Condition], prediction: String, label: String) {
    rows = conditions
    labelled = conditions + [Condition(label, .isPresent), Condition(prediction, .isPresent)]
    (self.prediction, self.label) = (prediction, label)
  }

  /// How many pairs a measure has of its own.
  static func width(_ measure: QualityPlan.Measure) -> Int {
    switch measure {
    case .accuracy: 0
    case .precision, .recall, .f1, .mae, .rmse: 1
    case .mape: 2
    case .r2: 6
    }
  }

  static func width(_ measures: [QualityPlan.Measure]) -> Int {
    measures.reduce(common) { $0 + width($1) }
  }

  /// Adds the pairs of some measures to a scan.
  mutating func add(_ measures: [QualityPlan.Measure], to scan: inout ScanPlan) {
    let count = scan.measure(.one, labelled)
    let right = scan.measure(
      .agreement(prediction: prediction, label: label, threshold: nil), labelled)
    scan.pair(right, count)
    scan.pair(
      scan.measure(.one, rows + [Condition(label, .isPresent)]), scan.measure(.one, rows))
    for measure in measures {
      switch measure {
      case .accuracy: break
      case .precision, .recall, .f1: addPositives(measure, count, &scan)
      case .mae, .rmse, .mape, .r2: addErrors(measure, count, &scan)
      }
    }
  }

  private func addPositives(
    _ measure: QualityPlan.Measure, _ count: Int, _ scan: inout ScanPlan
  ) {
    let predicted = scan.measure(.indicator(Condition(prediction, .isTrue)), labelled)
    let actual = scan.measure(.indicator(Condition(label, .isTrue)), labelled)
    let both = scan.measure(.product(predicted, actual), labelled)
    switch measure {
    case .precision: scan.pair(both, predicted)
    case .recall: scan.pair(both, actual)
    default:
      // F1 = 2TP/(2TP + FP + FN) rises with TP/(TP + FP + FN): what is positive by either is all but
      // what is so by neither.
      let neither = scan.measure(
        .one, labelled + [Condition(prediction, .isNotTrue), Condition(label, .isNotTrue)])
      scan.pair(both, scan.measure(.difference(count, neither), labelled))
    }
  }

  private func addErrors(
    _ measure: QualityPlan.Measure, _ count: Int, _ scan: inout ScanPlan
  ) {
    let answer = scan.measure(.number(column: prediction), labelled)
    let truth = scan.measure(.number(column: label), labelled)
    switch measure {
    case .mae: scan.pair(scan.measure(.distance(answer, truth), labelled), count)
    case .mape:
      let zero =
        labelled + [
          Condition(label, .number(.atLeast, 0)), Condition(label, .number(.atMost, 0)),
        ]
      scan.pair(scan.measure(.relativeDistance(answer, truth), labelled), count)
      scan.pair(scan.measure(.one, zero), count)
    default:
      let error = scan.measure(.difference(answer, truth), labelled)
      let squared = scan.measure(.product(error, error), labelled)
      scan.pair(squared, count)
      guard measure == .r2 else { return }
      let square = scan.measure(.product(truth, truth), labelled)
      scan.pair(square, count)
      scan.pair(truth, count)
      scan.pair(squared, square)
      scan.pair(squared, truth)
      scan.pair(square, truth)
    }
  }
}

extension ScanPlan {
  /// The index of a measure, which is added unless it is there.
  fileprivate mutating func measure(
    _ expression: Measure.Expression, _ conditions: [Condition]
  ) -> Int {
    let measure = Measure(expression, where: conditions)
    if let known = measures.firstIndex(of: measure) { return known }
    measures.append(measure)
    return measures.count - 1
  }

  fileprivate mutating func pair(_ x: Int, _ y: Int) {
    pairs.append(UnitPair(.sum(measure: x), .sum(measure: y)))
  }
}
