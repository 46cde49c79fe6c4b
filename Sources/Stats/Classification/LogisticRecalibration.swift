internal import Foundation

/// How predicted probabilities would have to be stretched and shifted to fit what happened.
///
/// Fits logit P(positive) = intercept + slope · logit(prediction) by maximum likelihood. A slope
/// below 1 says that predictions are too extreme; with slope 1 the intercept says by how much they
/// are too low on the whole. Calibrated predictions have intercept 0 and slope 1.
///
/// Reference: Cox (1958), Biometrika 45, 562–565. Matches R's `glm(y ~ qlogis(p), binomial)`.
public struct LogisticRecalibration: Equatable, Sendable {
  /// The intercept, with its standard error from the information matrix.
  public let intercept: Estimate
  /// The slope, with its standard error from the information matrix.
  public let slope: Estimate
  /// The covariance of intercept and slope.
  public let covariance: Double
  /// The intercept with the influence of each row, for rows that share units.
  public let linearizedIntercept: LinearizedStatistic
  /// The slope with the influence of each row, for rows that share units.
  public let linearizedSlope: LinearizedStatistic
  /// Twice the gain in log-likelihood over intercept 0 and slope 1.
  private let deviance: Double

  /// Fits independent rows.
  ///
  /// - Throws: `StatsError` for predictions not strictly between 0 and 1, all equal, or on which
  ///   positives and negatives do not overlap, so that no finite slope fits best.
  public init(_ rows: LabelledScores) throws(StatsError) {
    let logits = try rows.logits()
    try Self.requireOverlap(rows)
    let fit = try LogisticLine.fit(logits, rows.labels)
    let (i, determinant) = (fit.information, fit.determinant)
    intercept = Estimate(fit.intercept, standardError: (i.slope / determinant).squareRoot())
    slope = Estimate(fit.slope, standardError: (i.intercept / determinant).squareRoot())
    covariance = -i.cross / determinant
    let n = Double(rows.count)
    let residuals = zip(logits, rows.labels).map { ($0, ($1 ? 1 : 0) - fit.probability($0)) }
    linearizedIntercept = LinearizedStatistic(
      fit.intercept,
      influences: residuals.map { n * $1 * (i.slope - i.cross * $0) / determinant })
    linearizedSlope = LinearizedStatistic(
      fit.slope,
      influences: residuals.map { n * $1 * (i.intercept * $0 - i.cross) / determinant })
    let identity = LogisticLine(intercept: 0, slope: 1, logits: logits, labels: rows.labels)
    deviance = max(0, 2 * (fit.logLikelihood - identity.logLikelihood))
  }

  /// Tests intercept 0 and slope 1 together, by the likelihood ratio with two degrees of freedom.
  public func test() throws(StatsError) -> TestResult {
    let reference = ReferenceDistribution.chiSquared(degreesOfFreedom: 2)
    return TestResult(
      method: "Likelihood-ratio test of calibration", estimate: slope.value, standardError: nil,
      nullValue: 1, statistic: deviance, reference: reference, alternative: .greater,
      pValue: try reference.pValue(of: deviance, .greater))
  }

  /// Calibration in the large: the intercept that fits best with the slope held at 1.
  ///
  /// Matches R's `glm(y ~ offset(qlogis(p)), binomial)`.
  ///
  /// - Throws: `StatsError` for predictions not strictly between 0 and 1, or labels all alike.
  public static func inTheLarge(_ rows: LabelledScores) throws(StatsError) -> Estimate {
    let logits = try rows.logits()
    let positives = Double(rows.labels.count { $0 })
    guard positives > 0, positives < Double(rows.count) else { throw .zeroVariance }
    // The expected positives increase with the shift, from none to all.
    func line(_ shift: Double) -> LogisticLine {
      LogisticLine(intercept: shift, slope: 1, logits: logits, labels: rows.labels)
    }
    func miss(_ shift: Double) -> Double { line(shift).score.intercept }
    var reach = 1.0
    while miss(-reach) < 0 || miss(reach) > 0 { reach *= 2 }
    let shift = try BracketedRoot.find(in: -reach...reach, accuracy: 1e-13) { miss($0) }
    return Estimate(
      shift, standardError: 1 / line(shift).information.intercept.squareRoot())
  }

  /// Albert and Anderson (1984): the likelihood has a maximum only if no cut separates the labels.
  private static func requireOverlap(_ rows: LabelledScores) throws(StatsError) {
    let (positives, negatives) = (try rows.positives.values, try rows.negatives.values)
    guard let leastPositive = positives.first, let mostPositive = positives.last,
      let leastNegative = negatives.first, let mostNegative = negatives.last
    else { throw .zeroVariance }
    guard leastPositive < mostNegative, leastNegative < mostPositive else {
      throw .invalidParameter(
        name: "labels", value: leastPositive,
        expected: "positives and negatives whose predictions overlap")
    }
  }
}

extension LabelledScores {
  /// The logits of scores that are probabilities strictly between 0 and 1.
  fileprivate func logits() throws(StatsError) -> [Double] {
    var logits: [Double] = []
    for score in scores {
      guard score > 0, score < 1 else {
        throw .invalidParameter(
          name: "prediction", value: score, expected: "strictly between 0 and 1")
      }
      logits.append(log(score) - log1p(-score))
    }
    return logits
  }
}
