import Experiment
import Foundation
import Stats
import Summaries

/// Bounds that are tuned anew at each look, to the units at hand: how often they promote a treatment that is exactly
/// at its minimum, where one looks from a hundred units to a hundred million.
///
/// Each look is a factor on the last one, so that the units of a rollout cannot be drawn one by one: sums of normal
/// values are drawn, and what a scan would have summed goes through the plan's own analysis and rules.
struct RetunedMixture {
  /// Units in both arms at each look.
  private static let looks: [Int] = (0..<160).map { look in
    2 * Int((50 * exp(log(1_000_000) * Double(look) / 159)).rounded())
  }
  private static let deviation = 40.0

  private let plan: Plan
  private let layout: ScanLayout

  init() {
    plan = .cell(guardrails: 0, .numbers, units: Self.looks[Self.looks.count - 1])
    layout = ScanLayout(plan)
  }

  /// When bounds are tuned.
  enum Tuning {
    case once, atEachLook
  }

  /// The promise that is not kept.
  var promise: Double { plan.inference.significance }

  /// How many of some rollouts promote the treatment at some look.
  func promotions(rollouts: Int, seed: UInt64, tuned tuning: Tuning) -> Int {
    let once = plan.judge { _ in }
    let judges = Self.looks.map { units in
      tuning == .once ? once : plan.judge { $0.inference.plannedSample = units }
    }
    return (0..<rollouts).count { index in
      var random = SplitMix64(seed: seed, family: 11, index: index)
      var arms = [Arm(mean: 100), Arm(mean: 110)]
      return zip(Self.looks, judges).contains { units, judge in
        for arm in arms.indices { arms[arm].grow(to: units / 2, Self.deviation, &random) }
        return judge.decide(summary(arms)).verdict == .promote
      }
    }
  }

  private func summary(_ arms: [Arm]) -> LogSummary {
    var summary = LogSummary()
    summary.variants = plan.variants
    summary.rows.used = arms.map(\.units).reduce(0, +)
    summary.cells = arms.enumerated().map { variant, arm in
      // The first pair is the metric's; in the others every row counts once.
      LogSummary.Cell(
        variant: variant, bucket: 0, rows: arm.units, units: arm.units,
        pairs: layout.scan.pairs.indices.map { arm.moments(isValue: $0 == 0) }, distributions: [])
    }
    return summary
  }

  /// The sums of one arm.
  private struct Arm {
    let mean: Double
    var units = 0
    /// Sums of the deviations from the mean and of their squares.
    var sum = 0.0
    var squares = 0.0

    init(mean: Double) { self.mean = mean }

    /// Adds as many units as are missing; squares of so many are as good as normal.
    mutating func grow(to count: Int, _ deviation: Double, _ random: inout SplitMix64) {
      let new = Double(count - units)
      guard new > 0 else { return }
      sum += deviation * new.squareRoot() * random.normal()
      squares += deviation * deviation * max(0, new + (2 * new).squareRoot() * random.normal())
      units = count
    }

    func moments(isValue: Bool) -> BivariateMoments {
      BivariateMoments(count: units, shiftX: isValue ? mean : 1, shiftY: 1) { x, y in
        guard isValue, y == 0 else { return 0 }
        let variance = squares / Double(max(1, units))
        return switch x {
        case 1: sum
        case 2: squares
        // As of a normal value.
        case 3: 3 * variance * sum
        case 4: 3 * variance * squares
        default: 0
        }
      }
    }
  }
}
