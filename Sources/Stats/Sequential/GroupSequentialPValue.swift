internal import Foundation

extension GroupSequentialTest {
  /// A look's information and what was seen at it.
  public struct Observation: Sendable, Equatable, Codable {
    /// The information, in the unit of the maximum.
    public let information: Double
    /// (estimate − null)/standard error, positive in the direction of the alternative.
    public let standardized: Double

    /// Creates an observation at a look.
    public init(information: Double, standardized: Double) {
      (self.information, self.standardized) = (information, standardized)
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
  /// - Returns: At most one; no less than 1e-16.
  /// - Throws: `StatsError.invalidParameter` for values out of range.
  public static func pValue(
    of observations: [Observation], spending: SpendingFunction, maximumInformation: Double
  ) throws(StatsError) -> Double {
    let least = log(1e-16)
    func excess(_ logSignificance: Double) throws(StatsError) -> Double {
      var test = try GroupSequentialTest(
        spending: spending, significance: exp(logSignificance),
        maximumInformation: maximumInformation)
      var largest = -Double.infinity
      for observation in observations {
        guard let look = try test.look(information: observation.information) else { continue }
        largest = max(largest, observation.standardized - min(look.criticalValue, 40))
      }
      return largest
    }
    let largest = log(0.999)
    guard try excess(largest) >= 0 else { return 1 }
    guard try excess(least) < 0 else { return 1e-16 }
    return exp(try BracketedRoot.find(in: least...largest, accuracy: 1e-9, excess))
  }
}
