/// Where each row's score stands among the scores of the other label, less the area.
///
/// Their sums by unit give the variance of areas under ROC curves, and the covariance of two.
///
/// Reference: DeLong, DeLong & Clarke-Pearson (1988), Biometrics 44, 837–845; by unit Obuchowski
/// (1997), Biometrics 53, 567–578.
struct Placements {
  /// The area.
  let value: Double
  /// A positive's share of negatives below it, less the area; zero for negatives.
  let ofPositives: [Double]
  /// A negative's share of positives above it, less the area; zero for positives.
  let ofNegatives: [Double]
  private let labels: [Bool]

  /// Places each row; there is a row of either label.
  init(_ rows: LabelledScores) throws(StatsError) {
    let labels = rows.labels
    let positives = Double(labels.count { $0 })
    let negatives = Double(labels.count) - positives
    guard positives > 0, negatives > 0 else {
      throw .tooFewObservations(
        arm: positives > 0 ? "negatives" : "positives", needed: 1, found: 0)
    }
    var (above, below) = ([Double](repeating: 0, count: rows.count), 0.0)
    var beneath = above
    var (positivesAbove, negativesAbove) = (0.0, 0.0)
    for tie in rows.tiesDescending {
      let tied = Double(tie.count { labels[$0] })
      let others = Double(tie.count) - tied
      for row in tie where labels[row] {
        beneath[row] = (negatives - negativesAbove - others / 2) / negatives
        below += beneath[row]
      }
      for row in tie where !labels[row] { above[row] = (positivesAbove + tied / 2) / positives }
      positivesAbove += tied
      negativesAbove += others
    }
    let area = below / positives
    value = area
    ofPositives = zip(labels, beneath).map { $0 ? $1 - area : 0 }
    ofNegatives = zip(labels, above).map { $0 ? 0 : $1 - area }
    self.labels = labels
  }

  /// The covariance of two areas of the same rows, their variance when they are the same.
  ///
  /// - Throws: `StatsError.tooFewObservations` below two units with either label.
  func covariance(with other: Placements, _ units: UnitIndex) throws(StatsError) -> Double {
    let positives = units.sums(labels.map { $0 ? 1 : 0 })
    let negatives = units.sums(labels.map { $0 ? 0 : 1 })
    let (m, n) = (positives.reduce(0, +), negatives.reduce(0, +))
    let (a, b) = (units.sums(ofPositives), units.sums(ofNegatives))
    let (c, d) = (units.sums(other.ofPositives), units.sums(other.ofNegatives))
    return try Self.scale(positives, "positives") * product(a, c) / m / m
      + Self.scale(negatives, "negatives") * product(b, d) / n / n
      + Self.scale(units.sums(labels.map { _ in 1 }), "rows")
      * (product(a, d) + product(b, c)) / m / n
  }

  private func product(_ x: [Double], _ y: [Double]) -> Double {
    zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// I/(I − 1) for the I units that hold such rows.
  private static func scale(_ rows: [Double], _ arm: String) throws(StatsError) -> Double {
    let units = rows.count { $0 > 0 }
    guard units > 1 else { throw .tooFewObservations(arm: arm, needed: 2, found: units) }
    return Double(units) / Double(units - 1)
  }
}
