internal import Foundation

extension GroupSequentialTest {
  /// A look's information and what was seen at it.
  public struct Observation: Sendable, Equatable, Codable {
    /// The information, in the unit of the maximum.
    public let information: Double
    /// (estimate − null)/standard error, positive in the direction of the alternative.
    public let standardized: Double
    /// The share of what there is to spend by then, where it is not that of the information.
    public let fraction: Double?

    /// Creates an observation at a look.
    public init(information: Double, standardized: Double, fraction: Double? = nil) {
      (self.information, self.standardized) = (information, standardized)
      self.fraction = fraction
    }
  }

  /// The smallest significance at which some look so far crosses its bound.
  ///
  /// Valid at every look at once, which makes it fit for Holm's procedure over several tests
  /// (Liu & Anderson 2008, JASA 103, "sequential p-value").
  ///
  /// - Parameters:
  ///   - observations: The looks in their order; those that add too little information are left out.
  ///   - spending: How significance is spent.
  ///   - maximumInformation: The planned information at the end.
  ///   - largest: A p-value above this is told as 1, which costs nothing where no look is near.
  /// - Returns: At most one; no less than 1e-16.
  /// - Throws: `StatsError.invalidParameter` for values out of range.
  public static func pValue(
    of observations: [Observation], spending: SpendingFunction, maximumInformation: Double,
    upTo largest: Double = 0.999
  ) throws(StatsError) -> Double {
    var memory = GroupSequentialMemory()
    return try memory.pValue(
      of: observations, spending: spending, maximumInformation: maximumInformation, upTo: largest)
  }

  /// The same from the bounds that the looks have at a significance; nil for one that was none.
  static func pValue(
    of observations: [Observation], upTo largest: Double,
    bounds: (Double) throws(StatsError) -> [Double?]
  ) throws(StatsError) -> Double {
    // A bound is at least that of one look at the whole significance: paths that cross it then are among
    // those that ever cross.
    let lowest = try Normal().quantile(upperTail: largest)
    guard observations.contains(where: { $0.standardized >= lowest }) else { return 1 }
    let least = log(1e-16)
    /// By how much some look is beyond its bound, at best.
    func excess(_ logSignificance: Double) throws(StatsError) -> Double {
      zip(observations, try bounds(exp(logSignificance)))
        .compactMap { look, bound in bound.map { look.standardized - min($0, 40) } }
        .max() ?? -.infinity
    }
    let most = log(largest)
    guard try excess(most) >= 0 else { return 1 }
    guard try excess(least) < 0 else { return 1e-16 }
    return exp(try BracketedRoot.find(in: least...most, accuracy: 1e-9, excess))
  }

  /// The smallest of some significances at which a look so far crosses its bound, or 1: the p-value rounded
  /// up to them, for a fraction of its cost.
  ///
  /// - Parameters:
  ///   - observations: The looks in their order.
  ///   - spending: How significance is spent.
  ///   - maximumInformation: The planned information at the end.
  ///   - significances: What the p-value will be compared with.
  /// - Returns: One of the significances, or 1.
  /// - Throws: `StatsError.invalidParameter` for values out of range.
  public static func pValue(
    of observations: [Observation], spending: SpendingFunction, maximumInformation: Double,
    roundedUpTo significances: [Double]
  ) throws(StatsError) -> Double {
    var memory = GroupSequentialMemory()
    return try memory.pValue(
      of: observations, spending: spending, maximumInformation: maximumInformation,
      roundedUpTo: significances)
  }
}
