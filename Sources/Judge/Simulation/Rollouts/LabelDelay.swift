internal import Foundation
internal import Summaries

/// How long after its row a label becomes known in a rollout.
struct LabelDelay: Equatable, Sendable {
  /// The mean of an exponential time, in seconds.
  let mean: Double
  /// What is known later does not count.
  let longest: Double

  /// A quarter of the maturity in the mean, so that two in a hundred come too late; two days without one.
  init(maturity: Double?) {
    mean = maturity.map { $0 / 4 } ?? 2 * 86_400
    longest = maturity ?? .infinity
  }

  /// When the label of a row becomes known; nil where it comes too late.
  func arrival(after time: Double, _ random: inout SplitMix64) -> Double? {
    let delay = -mean * log(random.uniform())
    return delay < longest ? time + delay : nil
  }
}
