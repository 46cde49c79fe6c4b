/// How often each class was predicted where each was true, for any number of classes.
///
/// Reference: Cohen (1960), with the standard error of Fleiss, Cohen & Everitt (1969); Takahashi,
/// Yamamoto, Kuchiba & Koyama (2022) for that of macro F1.
public struct ConfusionMatrix: Equatable, Codable, Sendable {
  /// The numbers that judge predictions of several classes.
  ///
  /// Micro-averaged precision, recall and F1 all equal accuracy, since each row has one label.
  public enum Metric: String, Codable, Sendable, CaseIterable {
    /// The share of rows whose prediction is right.
    case accuracy
    /// The mean recall over classes; balanced accuracy.
    case macroRecall
    /// The mean over classes of their F1.
    case macroF1
    /// Agreement beyond chance.
    case kappa
  }

  /// Rows by predicted class, then by true class.
  public let counts: [[Int]]

  /// Creates a matrix.
  ///
  /// - Parameter counts: `counts[predicted][actual]`, square.
  /// - Throws: `StatsError` unless it is square with at least two classes, not negative, not empty.
  public init(counts: [[Int]]) throws(StatsError) {
    guard counts.count > 1, counts.allSatisfy({ $0.count == counts.count }) else {
      throw .invalidParameter(
        name: "classes", value: Double(counts.count), expected: "two or more, in a square")
    }
    for count in counts.joined() where count < 0 {
      throw .invalidParameter(name: "count", value: Double(count), expected: "not negative")
    }
    guard counts.joined().contains(where: { $0 > 0 }) else {
      throw .tooFewObservations(arm: "rows", needed: 1, found: 0)
    }
    self.counts = counts
  }

  /// A metric with its standard error by the delta method over multinomial cells.
  ///
  /// - Throws: `StatsError` when the metric is not defined for some class.
  public func estimate(_ metric: Metric) throws(StatsError) -> Estimate {
    try linearized(metric).estimate(Array(counts.joined()))
  }

  func linearized(_ metric: Metric) throws(StatsError) -> CellGradient {
    switch metric {
    case .accuracy: accuracy
    case .macroRecall: try mean((correct: 1, predicted: 0, actual: 1))
    case .macroF1: try mean((correct: 2, predicted: 1, actual: 1))
    case .kappa: try kappa()
    }
  }

  private var total: Double { Double(counts.joined().reduce(0, +)) }
  private var predicted: [Double] { counts.map { Double($0.reduce(0, +)) } }
  private var actual: [Double] {
    counts.indices.map { column in Double(counts.reduce(0) { $0 + $1[column] }) }
  }

  private func gradient(_ derivative: (_ predicted: Int, _ actual: Int) -> Double) -> [Double] {
    counts.indices.flatMap { row in counts.indices.map { derivative(row, $0) } }
  }

  private var accuracy: CellGradient {
    let right = counts.indices.reduce(0) { $0 + Double(counts[$1][$1]) }
    let value = right / total
    return CellGradient(
      value: value, gradient: gradient { (($0 == $1 ? 1 : 0) - value) / total })
  }

  /// The mean over classes of correct·c_kk/(predicted·row sum + actual·column sum).
  private func mean(
    _ weights: (correct: Double, predicted: Double, actual: Double)
  ) throws(StatsError) -> CellGradient {
    let (rows, columns) = (predicted, actual)
    let sums = zip(rows, columns).map { weights.predicted * $0 + weights.actual * $1 }
    guard sums.allSatisfy({ $0 > 0 }) else {
      throw .tooFewObservations(arm: "some class", needed: 1, found: 0)
    }
    let values = counts.indices.map { weights.correct * Double(counts[$0][$0]) / sums[$0] }
    let classes = Double(counts.count)
    return CellGradient(
      value: values.reduce(0, +) / classes,
      gradient: gradient { row, column in
        let right = row == column ? weights.correct / sums[row] : 0
        let dilution =
          values[row] / sums[row] * weights.predicted + values[column] / sums[column]
          * weights.actual
        return (right - dilution) / classes
      })
  }

  private func kappa() throws(StatsError) -> CellGradient {
    let (n, rows, columns, observed) = (total, predicted, actual, accuracy)
    let chance = zip(rows, columns).reduce(0) { $0 + $1.0 / n * ($1.1 / n) }
    // All rows in one cell: agreement by chance is certain.
    guard chance < 1 else { throw .zeroVariance }
    let byChance = gradient { ((columns[$0] + rows[$1]) / n - 2 * chance) / n }
    return CellGradient(
      value: (observed.value - chance) / (1 - chance),
      gradient: zip(observed.gradient, byChance).map {
        ($0 - (1 - observed.value) / (1 - chance) * $1) / (1 - chance)
      })
  }
}
