import Foundation
import Stats
import Summaries

/// Stages with thresholds on estimates, as operations documents write them: how often they roll back a model
/// that is the same as the one in use.
struct CanaryRules {
  /// What the new model's estimates are held against.
  enum Comparison {
    /// The old model's requests in the same stage.
    case concurrent
    /// What the old model is known to do.
    case known
  }

  /// One criterion of a stage.
  enum Rule {
    case accuracyDrop(points: Double)
    case relativeAccuracyDrop(Double)
    case errorRise(points: Double)
    case meanLatency(factor: Double)
    case latencyQuantile(probability: Double, rise: Double)
  }

  struct Stage {
    var share: Double
    var requests: Int
    var rules: [Rule]
  }

  var name: String
  var stages: [Stage]
  var accuracy = 0.9
  var errors = 0.01
  /// Of a log-normal latency.
  var median = 40.0
  var sigma = 0.3

  /// 100 requests a minute, five minutes a stage, 10 % and then fifteen more each time.
  static let minutes = CanaryRules(
    name: "five-minute stages, 100 requests a minute",
    stages: [10, 25, 40, 55, 70, 85].map {
      Stage(
        share: $0 / 100, requests: 500,
        rules: [
          .relativeAccuracyDrop(0.05), .errorRise(points: 0.01), .meanLatency(factor: 1.5),
        ])
    })

  /// 2,000 requests an hour: 5 % for an hour, 25 % for four, 50 % for twelve.
  static let hours = CanaryRules(
    name: "stages of hours, 2,000 requests an hour",
    stages: [
      Stage(
        share: 0.05, requests: 2000,
        rules: [.errorRise(points: 0.005), .latencyQuantile(probability: 0.99, rise: 20)]),
      Stage(share: 0.25, requests: 8000, rules: [.accuracyDrop(points: 0.01)]),
      Stage(share: 0.5, requests: 24_000, rules: [.accuracyDrop(points: 0.01)]),
    ])

  /// The share of identical models that some stage rolls back.
  func falseRollback(against comparison: Comparison, rollouts: Int, seed: UInt64) -> Double {
    let hits = (0..<rollouts).count { index in
      var random = SplitMix64(seed: seed, family: 9, index: index)
      return stages.contains { stage in
        let treated = Int((Double(stage.requests) * stage.share).rounded())
        return stage.rules.contains {
          rollsBack($0, treated, stage.requests - treated, comparison, &random)
        }
      }
    }
    return Double(hits) / Double(rollouts)
  }

  private func rollsBack(
    _ rule: Rule, _ treated: Int, _ control: Int, _ comparison: Comparison,
    _ random: inout SplitMix64
  ) -> Bool {
    func share(_ probability: Double, _ count: Int) -> Double {
      Double((0..<count).count { _ in random.uniform() < probability }) / Double(count)
    }
    func pair(_ probability: Double) -> (new: Double, old: Double) {
      let new = share(probability, treated)
      return (new, comparison == .known ? probability : share(probability, control))
    }
    func latencies(_ count: Int) -> [Double] {
      (0..<count).map { _ in median * exp(sigma * random.normal()) }.sorted()
    }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    // Equal numbers must not differ by how they were rounded.
    let rounding = 1e-12
    switch rule {
    case .accuracyDrop(let points):
      let (new, old) = pair(accuracy)
      return new < old - points - rounding
    case .relativeAccuracyDrop(let drop):
      let (new, old) = pair(accuracy)
      return new < old * (1 - drop) - rounding
    case .errorRise(let points):
      let (new, old) = pair(errors)
      return new > old + points + rounding
    case .meanLatency(let factor):
      let old =
        comparison == .known ? median * exp(sigma * sigma / 2) : mean(latencies(control))
      return mean(latencies(treated)) > factor * old
    case .latencyQuantile(let probability, let rise):
      func quantile(_ sorted: [Double]) -> Double {
        sorted[Int((probability * Double(sorted.count)).rounded(.up)) - 1]
      }
      let z = (try? Normal().quantile(lowerTail: probability)) ?? 0
      let old =
        comparison == .known ? median * exp(sigma * z) : quantile(latencies(control))
      return quantile(latencies(treated)) > old + rise
    }
  }
}
