internal import Foundation

/// A logistic regression on one number, at one intercept and slope.
struct LogisticLine {
  let intercept: Double
  let slope: Double
  /// Σ ln P(label).
  let logLikelihood: Double
  /// The derivatives of the log-likelihood.
  let score: (intercept: Double, slope: Double)
  /// Minus its second derivatives.
  let information: (intercept: Double, cross: Double, slope: Double)

  private static let maximumSteps = 100

  init(intercept: Double, slope: Double, logits: [Double], labels: [Bool]) {
    (self.intercept, self.slope) = (intercept, slope)
    var (likelihood, score, information) = (0.0, (0.0, 0.0), (0.0, 0.0, 0.0))
    for (x, label) in zip(logits, labels) {
      let t = intercept + slope * x
      let right = label ? t : -t
      // The probability of the other label, from its own side so that neither end cancels.
      let other = 1 / (1 + exp(right))
      likelihood -= right > 0 ? log1p(exp(-right)) : log1p(exp(right)) - right
      let (residual, weight) = (label ? other : -other, other * (1 - other))
      score = (score.0 + residual, score.1 + residual * x)
      information = (
        information.0 + weight, information.1 + weight * x, information.2 + weight * x * x
      )
    }
    (self.logLikelihood, self.score, self.information) = (likelihood, score, information)
  }

  var determinant: Double {
    information.intercept * information.slope - information.cross * information.cross
  }

  func probability(_ x: Double) -> Double { 1 / (1 + exp(-intercept - slope * x)) }

  /// The maximum of the likelihood by Newton's method, halving steps that lose.
  static func fit(_ logits: [Double], _ labels: [Bool]) throws(StatsError) -> LogisticLine {
    var line = LogisticLine(intercept: 0, slope: 1, logits: logits, labels: labels)
    for _ in 0..<maximumSteps {
      let (i, s, determinant) = (line.information, line.score, line.determinant)
      guard determinant > 0 else { throw .zeroVariance }
      var step = (
        (i.slope * s.intercept - i.cross * s.slope) / determinant,
        (i.intercept * s.slope - i.cross * s.intercept) / determinant
      )
      // Twice the gain that the step promises.
      let promise = step.0 * s.intercept + step.1 * s.slope
      if promise <= 1e-26 * Double(labels.count) { return line }
      var next = line.moved(by: step, logits, labels)
      while next.logLikelihood < line.logLikelihood, promise > -1e-12 * line.logLikelihood {
        step = (step.0 / 2, step.1 / 2)
        next = line.moved(by: step, logits, labels)
      }
      line = next
    }
    throw .noConvergence(what: "logistic recalibration", iterations: maximumSteps)
  }

  private func moved(
    by step: (Double, Double), _ logits: [Double], _ labels: [Bool]
  ) -> LogisticLine {
    LogisticLine(
      intercept: intercept + step.0, slope: slope + step.1, logits: logits, labels: labels)
  }
}
