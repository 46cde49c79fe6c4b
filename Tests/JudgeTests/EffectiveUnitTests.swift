import AssayTestSupport
import Summaries
import Testing

@testable import Judge

/// How many effective units an adjusted ratio has, held against each unit's own residual.
@Suite struct EffectiveUnitTests {
  private struct User {
    var habit: Double
    var numerator = 0.0
    var denominator = 0.0
  }

  /// A ratio by row of users whose habit explains most of it; all with as many rows, or with three or four.
  private func log(level: Double, varies: Bool) throws -> ([User], MetricAnalysis) {
    var metric = MetricPlan(
      name: "value", kind: .mean, role: .success, better: .higher, column: "value")
    (metric.per, metric.covariates) = (.row, ["before"])
    var plan = Plan(name: "adjusted", control: "a", treatments: ["b"])
    plan.log.unit = "user"
    plan.metrics = [metric]
    let layout = ScanLayout(plan)
    var random = SplitMix64(seed: 12)
    var scan = RowScan(layout.scan)
    var control: [User] = []
    for index in 0..<2000 {
      let variant = index % 2
      let habit = random.normal()
      var user = User(habit: habit + 0.5 * random.normal())
      let rows = 3 + (varies && random.uniform() < 0.5 ? 1 : 0)
      for _ in 0..<rows {
        let value = level + 2 * habit + random.normal()
        user.numerator += value
        user.denominator += 1
        scan.add(
          RowScan.Row(
            unit: index, variant: variant, values: ["value": value, "before": user.habit]))
      }
      if variant == 0 { control.append(user) }
    }
    let decision = Judgement(plan, layout: layout).decide(scan.summary())
    return (control, decision.treatments[0].metrics[0])
  }

  @Test(
    "The bound of an adjusted ratio is below its residuals' effective units, and above Minkowski's",
    arguments: [(1.0, false, 100.0), (1, true, 8), (10, true, 1.3)])
  func bound(level: Double, varies: Bool, gain: Double) throws {
    let (users, metric) = try log(level: level, varies: varies)
    guard case .computed(let comparison) = metric.result else { return #expect(Bool(false)) }
    let slope = try #require(comparison.adjustment?.covariates.first?.slope)
    let found = try #require(metric.control).effectiveUnits
    let n = Double(users.count)
    let rows = users.map(\.denominator).reduce(0, +)
    let ratio = users.map(\.numerator).reduce(0, +) / rows
    let mean = users.map(\.habit).reduce(0, +) / n
    let outcomes = users.map { ($0.numerator - ratio * $0.denominator) / (rows / n) }
    let explained = users.map { slope * ($0.habit - mean) }
    func power(_ values: [Double], _ exponent: Int) -> Double {
      values.reduce(0) { sum, value in
        sum + (0..<exponent).reduce(1.0) { power, _ in power * value }
      }
    }
    let residuals = zip(outcomes, explained).map { $0 - $1 }
    let squares = power(residuals, 2)
    let exact = squares * squares / power(residuals, 4)
    let root =
      power(outcomes, 4).squareRoot().squareRoot() + power(explained, 4).squareRoot().squareRoot()
    let minkowski = squares * squares / (root * root * root * root)
    // The adjusted variance is the slope's of both arms: Σ of squares agree to a few hundredths.
    #expect(found <= 1.05 * exact, "\(found) of \(exact)")
    #expect(found >= gain * minkowski, "\(found), Minkowski \(minkowski)")
  }
}
