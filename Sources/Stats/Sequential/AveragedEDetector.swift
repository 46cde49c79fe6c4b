internal import Foundation

/// Watches several streams together for a change, at a bounded number of false alarms for all of them.
///
/// Each stream has the evidence M_t = (M_{t−1} + 1)·e_t of an ``EDetector``; an alarm is raised when their
/// mean reaches 1/α, and all begin anew. A mean of e-detectors is one, whatever the streams' dependence: the
/// expected number of alarms in T looks without any change is at most T·α, for every T.
///
/// Reference: Shin, Ramdas & Rinaldo (2023), E-detectors, arXiv 2203.03532.
public struct AveragedEDetector: Equatable, Codable, Sendable {
  /// The expected number of false alarms a look: α.
  public let alarmRate: Double
  /// ln M of each stream that has any evidence.
  public private(set) var logEvidence: [String: Double] = [:]
  /// The most streams that were ever seen in one look: evidence is a mean over as many.
  public private(set) var streams = 0
  public private(set) var looks = 0
  public private(set) var alarms = 0

  /// What a look leads to.
  public struct Observation: Equatable, Sendable {
    public var answer: EDetector.Answer
    /// ln of the mean evidence; −∞ where there is none.
    public var logMean: Double
    /// ln M of each stream, before any new beginning.
    public var byStream: [String: Double]
  }

  /// Creates a detector that has seen nothing.
  ///
  /// - Throws: `StatsError.invalidParameter` unless α lies between 0 and 1.
  public init(alarmRate: Double) throws(StatsError) {
    guard alarmRate > 0, alarmRate < 1 else {
      throw .invalidParameter(name: "alarmRate", value: alarmRate, expected: "between 0 and 1")
    }
    self.alarmRate = alarmRate
  }

  /// Creates a detector as it was left; nil where its parts cannot be those of one.
  public init?(
    alarmRate: Double, logEvidence: [String: Double], streams: Int, looks: Int, alarms: Int
  ) {
    guard alarmRate > 0, alarmRate < 1, looks >= 0, (0...looks).contains(alarms),
      streams >= logEvidence.count, logEvidence.values.allSatisfy(\.isFinite)
    else { return nil }
    (self.alarmRate, self.logEvidence) = (alarmRate, logEvidence)
    (self.streams, self.looks, self.alarms) = (streams, looks, alarms)
  }

  /// The evidence at which an alarm is raised, as a logarithm.
  public var logThreshold: Double { -log(alarmRate) }

  /// Takes in the evidence of a look.
  ///
  /// A stream that the look says nothing of keeps its evidence.
  ///
  /// - Parameter logEValues: The natural logarithms of the streams' e-values, given all looks before.
  /// - Returns: Whether the evidence since some earlier look is enough, and how much there is.
  /// - Throws: `StatsError.invalidParameter` for NaN.
  public mutating func observe(
    logEValues: [String: Double]
  ) throws(StatsError) -> Observation {
    for (_, value) in logEValues where value.isNaN {
      throw .invalidParameter(name: "logEValue", value: value, expected: "a number")
    }
    looks += 1
    for (stream, value) in logEValues {
      let before = logEvidence[stream].map { max($0, 0) + log1p(exp(-abs($0))) } ?? 0
      let after = before + value
      logEvidence[stream] = after > -.infinity ? after : nil
    }
    streams = max(streams, logEValues.count, logEvidence.count)
    let mean = logMean
    let byStream = logEvidence
    guard mean >= logThreshold else {
      return Observation(answer: .quiet, logMean: mean, byStream: byStream)
    }
    alarms += 1
    logEvidence = [:]
    return Observation(answer: .alarm, logMean: mean, byStream: byStream)
  }

  /// ln of the mean over all streams, in their order by name, so that sums are rounded alike every time.
  private var logMean: Double {
    guard let largest = logEvidence.values.max(), streams > 0 else { return -.infinity }
    guard largest.isFinite else { return largest }
    let sum = logEvidence.sorted { $0.key < $1.key }.reduce(0) { $0 + exp($1.value - largest) }
    return largest + log(sum) - log(Double(streams))
  }
}
