import Foundation
import Summaries

/// Stages with thresholds on estimates, as operations documents write them: how often they roll back a model
/// that is the same as the one in use.
struct CanaryRules {
  struct Stage {
    var share: Double
    var requests: Int
    var accuracyDrop: Double?
    var isRelative = false
    var errorRise: Double?
    /// Of the treatment's latency quantile, in the control's units or as a factor.
    var latencyRise: (probability: Double, milliseconds: Double)?
    var latencyFactor: Double?
  }

  var name: String
  var stages: [Stage]
  var accuracy = 0.9
  var errors = 0.01
  /// Of a log-normal latency with a median of 40 ms.
  var sigma = 0.5

  /// 100 requests a minute, five minutes a stage, 10 % and then fifteen more each time.
  static let minutes = CanaryRules(
    name: "five-minute stages, 100 requests a minute",
    stages: [10, 25, 40, 55, 70, 85].map {
      Stage(
        share: $0 / 100, requests: 500, accuracyDrop: 0.05, isRelative: true, errorRise: 0.01,
        latencyFactor: 1.5)
    })

  /// 2,000 requests an hour: 5 % for an hour, 25 % for four, 50 % for twelve.
  static let hours = CanaryRules(
    name: "stages of hours, 2,000 requests an hour",
    stages: [
      Stage(
        share: 0.05, requests: 2000, errorRise: 0.005, latencyRise: (0.99, 20)),
      Stage(share: 0.25, requests: 8000, accuracyDrop: 0.01),
      Stage(share: 0.5, requests: 24_000, accuracyDrop: 0.01),
    ])

  /// The share of identical models that some stage rolls back.
  func falseRollback(rollouts: Int, seed: UInt64) -> Double {
    let hits = (0..<rollouts).count { index in
      var random = SplitMix64(seed: seed, family: 9, index: index)
      return stages.contains { rollsBack($0, &random) }
    }
    return Double(hits) / Double(rollouts)
  }

  private func rollsBack(_ stage: Stage, _ random: inout SplitMix64) -> Bool {
    let treated = max(1, Int((Double(stage.requests) * stage.share).rounded()))
    let control = max(1, stage.requests - treated)
    func share(_ probability: Double, _ count: Int) -> Double {
      Double((0..<count).count { _ in random.uniform() < probability }) / Double(count)
    }
    if let drop = stage.accuracyDrop {
      let (old, new) = (share(accuracy, control), share(accuracy, treated))
      if new < (stage.isRelative ? old * (1 - drop) : old - drop) { return true }
    }
    if let rise = stage.errorRise, share(errors, treated) > share(errors, control) + rise {
      return true
    }
    func latencies(_ count: Int) -> [Double] {
      (0..<count).map { _ in
        let normal = (-2 * log(random.uniform())).squareRoot() * cos(2 * .pi * random.uniform())
        return 40 * exp(sigma * normal)
      }.sorted()
    }
    if let factor = stage.latencyFactor {
      let (old, new) = (latencies(control), latencies(treated))
      let means = (old.reduce(0, +) / Double(control), new.reduce(0, +) / Double(treated))
      if means.1 > factor * means.0 { return true }
    }
    if let rise = stage.latencyRise {
      let (old, new) = (latencies(control), latencies(treated))
      let at = { (sorted: [Double]) in sorted[Int(rise.probability * Double(sorted.count - 1))] }
      if at(new) > at(old) + rise.milliseconds { return true }
    }
    return false
  }
}
