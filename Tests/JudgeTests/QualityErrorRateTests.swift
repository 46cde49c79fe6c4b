import AssayTestSupport
import Summaries
import Testing

@testable import Judge

/// How often quality is shown to be worse than is tolerated when it is worse by exactly that much.
@Suite struct QualityErrorRateTests {
  private static let runs = 400
  private static let units = 400

  private static let limits: [QualityPlan.Limit] = [
    .init(.accuracy, Threshold(value: 0, unit: .absolute, text: "0")),
    .init(.rmse, Threshold(value: 0.1, unit: .relative, text: "10%")),
    .init(.r2, Threshold(value: 0, unit: .absolute, text: "0")),
  ]

  /// A log of users with two to four rows each, whose errors and labels are alike.
  ///
  /// The scale multiplies errors, and of the labels too, so that R² stays what it is.
  private func log(_ generator: inout SplitMix64, scale: Double) -> QualityMoments {
    let measures = Self.limits.map(\.measure)
    var pairs = Array(repeating: BivariateMoments(), count: QualityPairs.width(measures))
    for _ in 0..<Self.units {
      let (level, bias, skill) = (
        generator.normal(), 2 * generator.uniform() - 1, generator.uniform()
      )
      let rows = 2 + Int(generator.uniform() * 3)
      var (right, squared, square, sum) = (0.0, 0.0, 0.0, 0.0)
      for _ in 0..<rows {
        let label = scale * (10 + level + generator.normal())
        let error = scale * (1.2 * bias + 0.4 * generator.normal())
        right += generator.uniform() < 0.6 + 0.4 * skill ? 1 : 0
        squared += error * error
        square += label * label
        sum += label
      }
      let n = Double(rows)
      // In the order of QualityPairs: answers and coverage, then RMSE's pair, then the six of R².
      let added = [
        (right, n), (n, n), (squared, n), (squared, n), (square, n), (sum, n), (squared, square),
        (squared, sum), (square, sum),
      ]
      for (index, pair) in added.enumerated() { pairs[index].add((x: pair.0, y: pair.1)) }
    }
    return QualityMoments(pairs, measures)
  }

  @Test("D2 a fall by all that is tolerated is no harmlessness, though wrong answers are blank")
  func falseHarmlessness() {
    var plan = Plan(name: "q", strategy: .drift, control: nil, treatments: [])
    plan.log.unit = "user"
    let comparison = QualityComparison(plan: plan, alpha: 0.05)
    let limit = QualityPlan.Limit(.accuracy, Threshold(value: 0.05, unit: .absolute, text: ""))
    var generator = SplitMix64(seed: 8)
    var harmless = (whole: 0, blank: 0)
    for _ in 0..<Self.runs {
      let before = answered(&generator, right: 0.85, blank: 0)
      let whole = answered(&generator, right: 0.8, blank: 0)
      let blank = answered(&generator, right: 0.8, blank: 0.3)
      func isHarmless(_ now: QualityMoments) -> Int {
        comparison.compare(limit, before, now, fewest: 50).status == .harmless ? 1 : 0
      }
      harmless = (harmless.whole + isHarmless(whole), harmless.blank + isHarmless(blank))
    }
    for count in [harmless.whole, harmless.blank] {
      let rate = Double(count) / Double(Self.runs)
      #expect(rate <= binomialBound(0.05, runs: Self.runs), "\(rate)")
    }
    // Where nothing is missing the bound is no wider than it must be.
    #expect(Double(harmless.whole) / Double(Self.runs) >= 0.02, "\(harmless)")
  }

  /// A log of users whose rows are right with a chance of their own, and of whose wrong answers some are blank.
  private func answered(
    _ generator: inout SplitMix64, right: Double, blank: Double
  ) -> QualityMoments {
    var (answers, coverage) = (BivariateMoments(), BivariateMoments())
    for _ in 0..<Self.units {
      let chance = right + 0.15 * (2 * generator.uniform() - 1)
      let rows = 2 + Int(generator.uniform() * 3)
      var (count, hits) = (0.0, 0.0)
      for _ in 0..<rows {
        let isRight = generator.uniform() < chance
        if !isRight, generator.uniform() < blank { continue }
        (count, hits) = (count + 1, hits + (isRight ? 1 : 0))
      }
      answers.add((x: hits, y: count))
      coverage.add((x: Double(rows), y: Double(rows)))
    }
    return QualityMoments([answers, coverage], [.accuracy])
  }

  @Test("K1 harm that is not there is shown in no more runs than α, with users who come back")
  func falseHarm() {
    var plan = Plan(name: "q", strategy: .drift, control: nil, treatments: [])
    plan.log.unit = "user"
    let comparison = QualityComparison(plan: plan, alpha: 0.05)
    var generator = SplitMix64(seed: 20_261_121)
    var harmful = [0, 0, 0]
    var told = [0, 0, 0]
    for _ in 0..<Self.runs {
      let (before, now) = (log(&generator, scale: 1), log(&generator, scale: 1.1))
      for (index, limit) in Self.limits.enumerated() {
        let quality = comparison.compare(limit, before, now, fewest: 50)
        told[index] += quality.change == nil ? 0 : 1
        harmful[index] += quality.status == .harmful ? 1 : 0
      }
    }
    for (index, limit) in Self.limits.enumerated() {
      // Errors of a few users may weigh too much for any interval.
      #expect(told[index] >= Self.runs * 9 / 10, "\(limit.measure)")
      let rate = Double(harmful[index]) / Double(Self.runs)
      #expect(rate <= binomialBound(0.05, runs: Self.runs), "\(limit.measure): \(rate)")
      // A bound that never errs would be far too wide.
      #expect(rate >= 0.02, "\(limit.measure): \(rate)")
    }
  }
}
