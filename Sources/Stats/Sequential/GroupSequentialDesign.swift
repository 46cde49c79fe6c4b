internal import Foundation

/// What a group-sequential plan costs and gains: crossing probabilities, power and sample size.
///
/// The looks are at planned fractions of the maximum information. Effects are counted in the drift
/// θ√I_max, the mean of the standardised statistic at the end: a fixed sample needs z(α) + z(β).
///
/// Reference: Jennison & Turnbull (2000), chapters 3, 4 and 19. Matches rpact's
/// `getDesignGroupSequential` and `getDesignCharacteristics`.
public struct GroupSequentialDesign: Sendable {
  /// When the test stops for lack of an effect: the type II error is spent as the significance is.
  public struct Futility: Sendable, Hashable, Codable {
    /// How the type II error is spent.
    public let spending: SpendingFunction
    /// One minus the power that the plan asks for.
    public let typeIIError: Double

    /// Creates a futility rule.
    public init(spending: SpendingFunction, typeIIError: Double) {
      (self.spending, self.typeIIError) = (spending, typeIIError)
    }
  }

  /// What happens at one look.
  public struct Stage: Sendable, Equatable, Codable {
    /// The share of the maximum information.
    public let fraction: Double
    /// The statistic crosses from here on.
    public let criticalValue: Double
    /// The statistic tells of futility up to here; nil without such a rule.
    public let futilityBound: Double?
  }

  /// The looks.
  public let stages: [Stage]
  /// The drift the plan has its power at, where it has a futility rule.
  public let futilityDrift: Double?

  /// Plans the looks.
  ///
  /// Futility bounds are not binding: the critical values are those of a test without them, so that its
  /// error rate holds also when they are overruled; the last one meets its critical value.
  ///
  /// - Parameters:
  ///   - fractions: The information of each look over the maximum, rising to 1.
  ///   - spending: How the significance is spent.
  ///   - significance: One-sided.
  ///   - futility: A rule to stop for lack of an effect.
  /// - Throws: `StatsError.invalidParameter` for fractions that do not rise to 1 or rates out of range.
  public init(
    fractions: [Double], spending: SpendingFunction, significance: Double,
    futility: Futility? = nil
  ) throws(StatsError) {
    guard fractions.last == 1 else {
      throw .invalidParameter(
        name: "fractions", value: fractions.last ?? 0, expected: "a last one of 1")
    }
    var test = try GroupSequentialTest(
      spending: spending, significance: significance, maximumInformation: 1)
    var bounds: [Double] = []
    for fraction in fractions {
      guard let look = try test.look(information: fraction) else {
        throw .invalidParameter(name: "fractions", value: fraction, expected: "rising")
      }
      bounds.append(look.criticalValue)
    }
    guard let futility else {
      stages = zip(fractions, bounds).map {
        Stage(fraction: $0, criticalValue: $1, futilityBound: nil)
      }
      futilityDrift = nil
      return
    }
    let normal = Normal()
    let fixed =
      try normal.quantile(upperTail: significance)
      + normal.quantile(upperTail: futility.typeIIError)
    // The drift at which the last futility bound meets the critical value: more than a fixed sample needs,
    // and less than twice it.
    let drift = try BracketedRoot.find(in: (0.9 * fixed)...(3 * fixed), accuracy: 1e-9) {
      (drift) throws(StatsError) in
      let lower = try Self.futilityBounds(fractions, bounds, drift: drift, futility)
      return (bounds.last ?? 0) - (lower.last ?? 0)
    }
    let lower = try Self.futilityBounds(fractions, bounds, drift: drift, futility)
    stages = fractions.indices.map {
      Stage(
        fraction: fractions[$0], criticalValue: bounds[$0],
        futilityBound: $0 == fractions.count - 1 ? bounds[$0] : lower[$0])
    }
    futilityDrift = drift
  }

  /// The chance that each look is the first to cross its critical value.
  ///
  /// - Parameter drift: θ√I_max.
  /// - Returns: One probability a look; futility bounds are overruled.
  public func crossingProbabilities(drift: Double) -> [Double] {
    var density = ContinuationDensity(drift: drift, smallestStep: smallestStep)
    return stages.map { stage in
      let crossing = density.probability(above: stage.criticalValue, at: stage.fraction)
      density = density.continued(
        at: stage.fraction, lower: -.infinity, upper: stage.criticalValue)
      return crossing
    }
  }

  /// The chance that some look crosses its critical value.
  public func power(drift: Double) -> Double {
    min(1, crossingProbabilities(drift: drift).reduce(0, +))
  }

  /// The drift that has a power.
  ///
  /// - Parameter power: Between the significance and 1.
  /// - Returns: θ√I_max; its square over θ² is the maximum information the plan needs.
  /// - Throws: `StatsError.invalidParameter` for a power out of range.
  public func drift(power: Double) throws(StatsError) -> Double {
    guard power > 0, power < 1 else {
      throw .invalidParameter(name: "power", value: power, expected: "between 0 and 1")
    }
    return try BracketedRoot.find(in: -40...40, accuracy: 1e-10) { (drift) throws(StatsError) in
      self.power(drift: drift) - power
    }
  }

  /// The information at which one stops, on average, over the maximum.
  public func expectedFraction(drift: Double) -> Double {
    var (remaining, sum, before) = (1.0, 0.0, 0.0)
    for (crossing, stage) in zip(crossingProbabilities(drift: drift), stages) {
      sum += remaining * (stage.fraction - before)
      (remaining, before) = (remaining - crossing, stage.fraction)
    }
    return sum
  }

  private var smallestStep: Double { Self.smallestStep(stages.map(\.fraction)) }

  private static func smallestStep(_ fractions: [Double]) -> Double {
    zip(fractions, [0] + fractions).map { ($0 - $1) / $0 }.min() ?? 1
  }

  private static func futilityBounds(
    _ fractions: [Double], _ bounds: [Double], drift: Double, _ futility: Futility
  ) throws(StatsError) -> [Double] {
    var density = ContinuationDensity(drift: drift, smallestStep: smallestStep(fractions))
    var (lower, before): ([Double], Double) = ([], 0)
    for (fraction, upper) in zip(fractions, bounds) {
      let spent = try futility.spending.spent(at: fraction, of: futility.typeIIError)
      let increment = spent - before
      before = spent
      let bound = try futilityBound(density, spending: increment, at: fraction)
      lower.append(bound)
      density = density.continued(at: fraction, lower: min(bound, upper), upper: upper)
    }
    return lower
  }

  /// The bound below which this much of the paths falls; far above all where fewer are left.
  private static func futilityBound(
    _ density: ContinuationDensity, spending increment: Double, at fraction: Double
  ) throws(StatsError) -> Double {
    let (lowest, highest) = (-60.0, 60.0)
    guard increment > 1e-300 else { return -.infinity }
    guard density.probability(below: highest, at: fraction) > increment else { return highest }
    return try BracketedRoot.find(in: lowest...highest, accuracy: 1e-12) {
      (bound) throws(StatsError) in
      log(max(density.probability(below: bound, at: fraction), 1e-307)) - log(increment)
    }
  }
}
