internal import Foundation

/// A one-sided test that is looked at several times and spends its significance by information.
///
/// H0: the effect is at most the null value. Each look gives the information so far (one over the squared
/// standard error, or units) and gets a critical value for the standardised statistic; the chance that any
/// look crosses its own under H0 is at most the significance. Past looks are frozen: they keep the
/// information and the critical value they had. A look that was planned and not taken costs nothing; one
/// beyond the maximum information spends what is left, and a later one nothing.
///
/// Futility bounds, where a design has them, are not binding: they take no part here.
///
/// References: Lan & DeMets (1983), Biometrika 70; Jennison & Turnbull (2000), chapters 7 and 19. Matches
/// rpact's `getDesignGroupSequential(typeOfDesign = "asOF" | "asP" | "asHSD" | "asKD")`.
public struct GroupSequentialTest: Sendable {
  /// A look that was taken.
  public struct Look: Sendable, Equatable, Codable {
    /// The information, in the unit of the maximum.
    public let information: Double
    /// The statistic crosses from here on; infinite where there was nothing to spend.
    public let criticalValue: Double
    /// The significance spent up to and with this look.
    public let spent: Double
  }

  /// A look must add this share of its information to be one: with less it has nothing to tell that the
  /// one before it had not.
  public static let smallestStep = 1e-4

  /// How the significance is spent.
  public let spending: SpendingFunction
  /// The chance of any crossing under H0.
  public let significance: Double
  /// The information at which everything is spent.
  public let maximumInformation: Double
  /// The looks so far.
  public private(set) var looks: [Look] = []
  private var density: ContinuationDensity
  private var resolvedStep = 0.01

  /// Creates a test without looks.
  ///
  /// - Parameters:
  ///   - spending: How the significance is spent.
  ///   - significance: The chance of any crossing under H0, one-sided.
  ///   - maximumInformation: The planned information at the end, positive.
  /// - Throws: `StatsError.invalidParameter` outside of these ranges.
  public init(
    spending: SpendingFunction, significance: Double, maximumInformation: Double
  ) throws(StatsError) {
    guard maximumInformation > 0, maximumInformation.isFinite else {
      throw .invalidParameter(
        name: "maximumInformation", value: maximumInformation, expected: "positive and finite")
    }
    _ = try spending.spent(at: 1, of: significance)
    (self.spending, self.significance) = (spending, significance)
    self.maximumInformation = maximumInformation
    density = ContinuationDensity(drift: 0, smallestStep: resolvedStep)
  }

  /// Takes the next look.
  ///
  /// - Parameters:
  ///   - information: What there is now.
  ///   - fraction: The share of what there is to spend that may have been spent by now, where that is not
  ///     information's share of the maximum: the time of a calendar (Lan & DeMets 1989), or 1 at a last look.
  /// - Returns: The look with its critical value, or nil where the information grew by less than
  ///   `smallestStep` of itself since the last one: then there is no new look.
  /// - Throws: `StatsError.invalidParameter` for information that is not finite.
  public mutating func look(
    information: Double, fraction: Double? = nil
  ) throws(StatsError) -> Look? {
    guard information.isFinite else {
      throw .invalidParameter(name: "information", value: information, expected: "finite")
    }
    let before = looks.last?.information ?? 0
    let step = information > 0 ? (information - before) / information : 0
    guard step >= Self.smallestStep else { return nil }
    resolve(step)
    let spentBefore = looks.last?.spent ?? 0
    let spent = try spending.spent(
      at: fraction ?? information / maximumInformation, of: significance)
    let bound = try criticalValue(spending: spent - spentBefore, at: information)
    let look = Look(
      information: information, criticalValue: bound, spent: max(spent, spentBefore))
    looks.append(look)
    density = density.continued(at: information, lower: -.infinity, upper: bound)
    return look
  }

  /// The recursion once more with finer nodes, where a look comes so soon that the old ones are too coarse.
  private mutating func resolve(_ step: Double) {
    guard step < resolvedStep else { return }
    resolvedStep = step
    density = ContinuationDensity(drift: 0, smallestStep: step)
    for look in looks {
      density = density.continued(
        at: look.information, lower: -.infinity, upper: look.criticalValue)
    }
  }

  /// The bound that is crossed with this probability by paths that have not crossed one before.
  private func criticalValue(
    spending increment: Double, at information: Double
  ) throws(StatsError) -> Double {
    // Less than this no statistic of doubles crosses, and the logarithm below would not be finite.
    guard increment > 1e-300 else { return .infinity }
    return try BracketedRoot.find(in: -10...40, accuracy: 1e-12) { (bound) throws(StatsError) in
      log(max(density.probability(above: bound, at: information), 1e-307)) - log(increment)
    }
  }
}
