internal import Foundation

/// The exact sequential test that the share of units with an event is below a bound.
///
/// Units are complete when they count: each has the event or not, and no later row changes it. The e-value
/// is an even mixture of likelihood ratios of smaller shares, a fixed fraction of the bound each.
///
/// H0: the share is at least `bound`. The process has expectation at most 1 at any stopping time. As a rate in
/// the control is never negative, a share below a margin is also a rate less than that margin above the
/// control's: exact where events are too rare for a normal limit, and sparing where they are rarer than the
/// margin.
///
/// Reference: Wald (1945) for the ratio, Robbins (1970) for the mixture.
public struct EventShareProcess: Sendable, Equatable, Codable {
  /// The smallest share that H0 allows.
  public let bound: Double

  /// Creates a test that the share is at least `bound`, between 0 and 1.
  public init(bound: Double) { self.bound = bound }

  /// ln E, at least ln(1/α) when H0 is rejected at level α.
  ///
  /// - Parameters:
  ///   - events: The units with an event.
  ///   - units: All units.
  /// - Returns: The logarithm; zero without units.
  /// - Throws: `StatsError.invalidParameter` unless the bound lies between 0 and 1 and there are no more
  ///   events than units.
  public func logEValue(events: Int, units: Int) throws(StatsError) -> Double {
    guard bound > 0, bound < 1 else {
      throw .invalidParameter(name: "bound", value: bound, expected: "between 0 and 1")
    }
    guard events >= 0, events <= units else {
      throw .invalidParameter(
        name: "events", value: Double(events), expected: "from 0 to the number of units")
    }
    let (hits, others) = (Double(events), Double(units - events))
    let terms = Self.fractions.map {
      hits * log($0) + others * (log1p(-$0 * bound) - log1p(-bound))
    }
    let largest = terms.max() ?? 0
    let sum = terms.reduce(0) { $0 + exp($1 - largest) }
    return largest + log(sum / Double(terms.count))
  }

  /// The smallest share that is rejected at a level: the upper end of a confidence sequence.
  ///
  /// - Returns: The share; 1 where every share may be.
  /// - Throws: as `logEValue`, and for a significance not between 0 and 1.
  public static func upperLimit(
    events: Int, units: Int, significance: Double
  ) throws(StatsError) -> Double {
    guard significance > 0, significance < 1 else {
      throw .invalidParameter(
        name: "significance", value: significance, expected: "between 0 and 1")
    }
    let needed = -log(significance)
    func excess(_ bound: Double) throws(StatsError) -> Double {
      try EventShareProcess(bound: bound).logEValue(events: events, units: units) - needed
    }
    // Each term grows with the bound, so that there is one root.
    let (least, most) = (1e-15, 1 - 1e-12)
    guard try excess(most) > 0 else { return 1 }
    return try BracketedRoot.find(in: least...most, accuracy: 1e-14) { bound throws(StatsError) in
      try excess(bound)
    }
  }

  /// The alternatives as fractions of the bound, evenly spaced in the logarithm.
  ///
  /// Fixed, since a grid that depends on the data would void the guarantee.
  static let fractions: [Double] = {
    let (count, low, high) = (16, log(0.01), log(0.9))
    return (0..<count).map { exp(low + (high - low) * Double($0) / Double(count - 1)) }
  }()
}
