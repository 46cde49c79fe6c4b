internal import Stats
internal import Summaries

/// Measures quantities on rows, with bounds that know which rows share a unit.
struct QuantityEstimator {
  /// The end of a scale that is bad.
  enum End { case low, high }

  let log: JudgedRows
  /// The share of rows that may lack the value of a mean, a quantile or a rate.
  var toleratedMissing = 0.0
  /// Where a value that is missing lies, of a quantile and a rate.
  var worst = End.high

  init(_ log: JudgedRows) { self.log = log }

  /// Measures a quantity.
  ///
  /// - Parameters:
  ///   - quantity: What to measure.
  ///   - rows: The rows to measure it on.
  ///   - tails: The chances that the truth lies below the lower bound, and above the upper one.
  /// - Returns: The value with its bounds.
  /// - Throws: `Unmeasurable` where there is no value, or none with bounds that hold.
  func measure(
    _ quantity: Quantity, rows: [Int], tails: (lower: Double, upper: Double)
  ) throws(Unmeasurable) -> MeasuredValue {
    switch quantity.kind {
    case .accuracy, .precision, .recall, .falsePositiveRate, .f1:
      let answered = try AnsweredRows(quantity, log, rows: rows)
      let share = try share(answered.indicators(quantity.kind), tails)
      // F1 = 2TP/(2TP + FP + FN) rises with TP/(TP + FP + FN), which is a share of rows.
      return quantity.kind == .f1 ? share.mapped { 2 * $0 / (1 + $0) } : share
    case .rate:
      let values = try values(quantity.column, rows)
      return try share(
        zip(rows, values).map { ($0, true, $1.map { $0 != 0 } ?? (worst == .high)) }, tails)
    case .auc:
      let scored = try scored(quantity, rows)
      return try .area(
        try area(scored.scores, scored.labels, scored.rows), rows: scored.rows.count, tails: tails)
    case .mean, .quantile:
      let values = try values(quantity.column, rows)
      guard quantity.kind == .quantile else {
        return try mean(
          zip(rows, values).compactMap { row, value in value.map { (row, $0) } }, tails)
      }
      // Rows without a value lie beyond all that have one.
      let last = worst == .high ? Double.infinity : -Double.infinity
      return try quantile(
        zip(rows, values).map { ($0, $1 ?? last) }, quantity.probability ?? 0.5, tails)
    }
  }

  /// The values of a column row by row, where enough rows have one.
  private func values(_ column: String, _ rows: [Int]) throws(Unmeasurable) -> [Double?] {
    guard let numbers = log.numbers(column) else { throw .missingColumn(column) }
    let values = rows.map { numbers[$0] }
    let missing = values.count { $0 == nil }
    guard missing < values.count else { throw .noRows }
    let share = Double(missing) / Double(values.count)
    guard share <= toleratedMissing else {
      throw .valuesMissing(column: column, share: share, tolerated: toleratedMissing)
    }
    return values
  }

  private func share(
    _ indicators: [(row: Int, counts: Bool, speaks: Bool)], _ tails: (lower: Double, upper: Double)
  ) throws(Unmeasurable) -> MeasuredValue {
    let counted = indicators.filter(\.counts)
    guard let units = log.units else {
      return try .share(counted.count(where: \.speaks), of: counted.count, tails: tails)
    }
    guard !counted.isEmpty else { throw .noRows }
    let moments = Self.moments(
      counted.map { (units[$0.row], $0.speaks ? 1 : 0, 1) })
    return try .ratio(moments, rows: counted.count, within: 0...1, tails: tails)
  }

  private func mean(
    _ present: [(row: Int, value: Double)], _ tails: (lower: Double, upper: Double)
  ) throws(Unmeasurable) -> MeasuredValue {
    guard !present.isEmpty else { throw .noRows }
    let moments = Self.moments(present.map { (unit(of: $0.row), $0.value, 1) })
    return try .ratio(moments, rows: present.count, tails: tails)
  }

  private func quantile(
    _ present: [(row: Int, value: Double)], _ probability: Double,
    _ tails: (lower: Double, upper: Double)
  ) throws(Unmeasurable) -> MeasuredValue {
    let sorted = present.map(\.value).sorted()
    guard log.units != nil, !sorted.isEmpty else {
      return try .quantile(
        sorted, probability: probability, shareError: nil, units: sorted.count, tails: tails)
    }
    let value = sorted[
      min(sorted.count - 1, max(0, Int((Double(sorted.count) * probability).rounded(.up)) - 1))]
    let moments = Self.moments(present.map { (unit(of: $0.row), $0.value <= value ? 1 : 0, 1) })
    let ratio = try MeasuredValue.computed { () throws(StatsError) in
      try RatioEstimate(moments: moments)
    }
    guard ratio.effectiveUnits >= Evidence.floor else {
      throw .tooFewEffectiveUnits(ratio.effectiveUnits, needed: Evidence.floor)
    }
    return try .quantile(
      sorted, probability: probability, shareError: ratio.standardError, units: ratio.count,
      tails: tails)
  }

  /// Labels and scores of the labelled rows; a missing score ranks on the wrong end.
  func scored(
    _ quantity: Quantity, _ rows: [Int]
  ) throws(Unmeasurable) -> (rows: [Int], labels: [Bool], scores: [Double]) {
    guard let scores = log.numbers(quantity.column) else { throw .missingColumn(quantity.column) }
    let truths = try log.truths(quantity.label ?? "")
    let labelled = rows.filter { truths[$0] != nil }
    guard !labelled.isEmpty else { throw .noRows }
    let present = labelled.compactMap { scores[$0] }
    let (low, high) = ((present.min() ?? 0) - 1, (present.max() ?? 0) + 1)
    let labels = labelled.map { truths[$0] ?? false }
    return (
      labelled, labels,
      zip(labelled, labels).map { row, label in scores[row] ?? (label ? low : high) }
    )
  }

  private func area(
    _ scores: [Double], _ labels: [Bool], _ rows: [Int]
  ) throws(Unmeasurable) -> AreaUnderCurve {
    let positives = labels.count(where: \.self)
    let scarce = min(positives, labels.count - positives)
    guard scarce >= Int(Evidence.floor) else {
      throw .tooFewOfOneLabel(rows: scarce, needed: Int(Evidence.floor))
    }
    return try MeasuredValue.computed { () throws(StatsError) in
      let scored = try LabelledScores(scores: scores, labels: labels)
      guard let units = log.units else { return try AreaUnderCurve(scored) }
      return try AreaUnderCurve(scored, units: rows.map { units[$0] })
    }
  }

  /// A row's unit: itself where no two rows share one.
  func unit(of row: Int) -> Int { log.units?[row] ?? row }

  /// The moments of each unit's sums of x and y, in the order of first sight.
  static func moments(_ rows: [(unit: Int, x: Double, y: Double)]) -> BivariateMoments {
    var places: [Int: Int] = [:]
    var sums: [(x: Double, y: Double)] = []
    for row in rows {
      if let place = places[row.unit] {
        sums[place].x += row.x
        sums[place].y += row.y
      } else {
        places[row.unit] = sums.count
        sums.append((row.x, row.y))
      }
    }
    var moments = BivariateMoments()
    for sum in sums { moments.add(sum) }
    return moments
  }
}
