internal import Foundation

/// The exact sequential test that a rare event befalls treatment units more, or less, often than control.
///
/// Only the first event of each unit counts. Under H0 the next unit to have one is in treatment
/// with the probability at which units were assigned to it, whatever the traffic, the time of day
/// or the event rate, so the arms of the events form a sequence of coin flips with known odds.
/// The e-value is an even mixture of likelihood ratios over event-rate ratios beyond the boundary.
///
/// H0: the rate in treatment is at most, or at least, `boundaryRatio` times the rate in control. The process
/// has expectation at most 1 at any stopping time. Where units share causes (requests of one user),
/// events must be counted by the unit of assignment.
///
/// Reference: Wald (1945) for the ratio, Robbins (1970) for the mixture; conditioning on the sum of
/// two Poisson counts is Przyborowski & Wilenski (1940).
public struct FirstEventProcess: Sendable, Equatable, Codable {
  /// The first events seen while the assignment weights stood still.
  public struct Phase: Sendable, Equatable, Codable {
    /// The units of treatment whose first event fell into the phase.
    public var treatmentEvents: Int
    /// The units of control whose first event fell into the phase.
    public var controlEvents: Int
    /// The probability that a unit first exposed in this phase was assigned to treatment.
    public var treatmentShare: Double

    /// Creates a phase from its counts and its assignment weight.
    public init(treatmentEvents: Int, controlEvents: Int, treatmentShare: Double) {
      (self.treatmentEvents, self.controlEvents) = (treatmentEvents, controlEvents)
      self.treatmentShare = treatmentShare
    }
  }

  /// Which ratios of the treatment's rate to the control's H0 allows.
  public enum Null: String, Sendable, Codable {
    /// Those up to the boundary: evidence is of harm.
    case atMost
    /// Those from the boundary on: evidence is that there is less harm.
    case atLeast
  }

  /// The ratio at which H0 ends.
  public let boundaryRatio: Double
  /// The side of it that H0 takes.
  public let null: Null

  /// Creates a test against rate ratios at most, or at least, `boundaryRatio`.
  public init(boundaryRatio: Double = 1, null: Null = .atMost) {
    (self.boundaryRatio, self.null) = (boundaryRatio, null)
  }

  /// ln E, at least ln(1/α) when H0 is rejected at level α.
  ///
  /// - Throws: `StatsError.invalidParameter` when the boundary is below 1 and H0 takes the ratios up to it, a
  ///   boundary is not positive, a count negative, or a share not a probability, or 0 or 1 with events on the
  ///   impossible side.
  public func logEValue(_ phases: [Phase]) throws(StatsError) -> Double {
    guard boundaryRatio > 0, boundaryRatio.isFinite, null == .atLeast || boundaryRatio >= 1 else {
      throw .invalidParameter(
        name: "boundaryRatio", value: boundaryRatio,
        expected: null == .atMost ? "at least 1 and finite" : "positive and finite")
    }
    for phase in phases { try validate(phase) }
    let ratios = null == .atMost ? Self.rateRatios : Self.smallerRatios
    let terms = ratios.map { logRatio($0, phases) }
    let largest = terms.max() ?? 0
    let sum = terms.reduce(0) { $0 + exp($1 - largest) }
    return largest + log(sum / Double(terms.count))
  }

  /// The p-value min(1, 1/E), valid at any stopping time.
  ///
  /// - Throws: as `logEValue`.
  public func pValue(_ phases: [Phase]) throws(StatsError) -> Double {
    min(1, exp(-(try logEValue(phases))))
  }

  /// The smallest ratio that is rejected, as at least so large, at a level: the upper end of a confidence
  /// sequence.
  ///
  /// - Parameters:
  ///   - phases: The events.
  ///   - significance: The level.
  ///   - rejected: A ratio that is rejected at that level.
  /// - Returns: The ratio.
  /// - Throws: as `logEValue`, and where `rejected` is not.
  public static func upperLimit(
    _ phases: [Phase], significance: Double, below rejected: Double
  ) throws(StatsError) -> Double {
    // Each likelihood ratio grows with the boundary, so that there is one root.
    let root = try BracketedRoot.find(in: log(rejected) - 30...log(rejected), accuracy: 1e-13) {
      boundary throws(StatsError) in
      try FirstEventProcess(boundaryRatio: exp(boundary), null: .atLeast).logEValue(phases)
        + log(significance)
    }
    return exp(root)
  }

  /// The alternatives below the boundary: finer near it, as a healthy rate lies just within its margin.
  static let smallerRatios: [Double] = {
    let (count, low, high) = (16, log(0.05), log(0.95))
    return (0..<count).map { exp(low + (high - low) * Double($0) / Double(count - 1)) }
  }()

  /// The alternatives: ratios beyond the boundary, evenly spaced in the logarithm.
  ///
  /// Fixed, since a grid that depends on the data would void the guarantee.
  static let rateRatios: [Double] = {
    let (count, low, high) = (16, log(1.3), log(30.0))
    return (0..<count).map { exp(low + (high - low) * Double($0) / Double(count - 1)) }
  }()

  /// ln Π (q/p)^T ((1 − q)/(1 − p))^C with q = λp/(λp + 1 − p), so that q/p = λ/(1 + (λ − 1)p).
  private func logRatio(_ ratio: Double, _ phases: [Phase]) -> Double {
    phases.reduce(0) { sum, phase in
      let p = nullShare(phase.treatmentShare)
      let (treated, control) = (Double(phase.treatmentEvents), Double(phase.controlEvents))
      return sum + treated * log(ratio) - (treated + control) * log1p((ratio - 1) * p)
    }
  }

  /// The probability that an event is in treatment when the rates stand at the boundary.
  private func nullShare(_ share: Double) -> Double {
    boundaryRatio * share / (boundaryRatio * share + 1 - share)
  }

  private func validate(_ phase: Phase) throws(StatsError) {
    for (name, count) in [
      ("treatmentEvents", phase.treatmentEvents), ("controlEvents", phase.controlEvents),
    ] where count < 0 {
      throw .invalidParameter(name: name, value: Double(count), expected: "not negative")
    }
    let share = phase.treatmentShare
    let possible =
      share >= 0 && share <= 1 && (share > 0 || phase.treatmentEvents == 0)
      && (share < 1 || phase.controlEvents == 0)
    guard possible else {
      throw .invalidParameter(
        name: "treatmentShare", value: share, expected: "a probability under which the events occur"
      )
    }
  }
}
