public import Summaries

/// The difference of two means in standard deviations of the control, treatment − control.
///
/// For treatments that change the spread as well, which a pooled deviation would mix in.
///
/// Reference: Glass (1976), Educational Researcher 5(10), 3–8.
public struct GlassDelta: Equatable, Codable, Sendable {
  /// The difference over the control's standard deviation.
  public let value: Double
  /// √(1/n + (s_t/s_c)²/m), by which the value is divided to be a t statistic.
  private let scale: Double
  private let degreesOfFreedom: Double

  /// Compares two samples of at least two observations, the control not constant.
  public init(control: Moments, treatment: Moments) throws(StatsError) {
    let a = try control.squaredErrorOfMean(arm: "control")
    let b = try treatment.squaredErrorOfMean(arm: "treatment")
    guard let variance = control.variance, variance > 0 else { throw .zeroVariance }
    value = treatment.meanDifference(from: control) / variance.squareRoot()
    scale = ((a + b) / variance).squareRoot()
    degreesOfFreedom = Double(control.count - 1)
  }

  /// The interval of the populations' difference, by the noncentral t distribution.
  ///
  /// Exact for normal samples, but for taking the ratio of the variances as it was observed.
  ///
  /// - Throws: `StatsError.invalidParameter` for a level not between 0 and 1.
  public func confidenceInterval(level: Double = 0.95) throws(StatsError) -> ConfidenceInterval {
    let bounds = try NoncentralityInterval.ofT(
      value / scale, degreesOfFreedom: degreesOfFreedom, level: level)
    return ConfidenceInterval(
      lower: bounds.lower * scale, upper: bounds.upper * scale, level: level)
  }
}
