import Foundation
import Stats
import Summaries

extension Study {
  static let means = Study(
    title: "Intervals of a mean and of a difference of means", measure: .coverage,
    introduction: """
      One sample of the first size; for differences two of one population, which is the size of the t-tests above
      seen from the other side.
      """,
    remarks: Remarks.means,
    columns: Shape.allCases.flatMap { shape in
      [(30, 30), (200, 200), (1000, 250)].map { n, m in
        Column("\(shape.name) \(n)/\(m)") { random, tally in
          let (x, y) = (
            Moments(shape.sample(n, &random)), Moments(shape.sample(m, &random))
          )
          tally.interval("mean, t", of: shape.mean) { try MeanInterval().interval(x) }
          tally.interval("difference, Welch", of: 0) {
            try WelchTTest().evaluate(control: x, treatment: y).confidenceInterval()
          }
          tally.interval("difference, pooled", of: 0) {
            try PooledTTest().evaluate(control: x, treatment: y).confidenceInterval()
          }
        }
      }
    })

  /// How a unit's total comes about.
  private enum Spending: String, CaseIterable {
    case normal = "normal"
    case logNormal = "log-normal"
    case rare = "events .5 %"

    /// The mean of a request.
    var mean: Double {
      switch self {
      case .normal: 10
      case .logNormal: exp(0.5)
      case .rare: 0.005
      }
    }

    /// The requests of a unit and their sum.
    func unit(_ random: inout SplitMix64) -> (x: Double, y: Double) {
      let requests = 1 + Int(-4 * log(random.uniform()))
      let sum = (0..<requests).reduce(0.0) { sum, _ in
        switch self {
        case .normal: sum + 10 + 3 * random.normal()
        case .logNormal: sum + exp(random.normal())
        case .rare: sum + (random.uniform() < 0.005 ? 1 : 0)
        }
      }
      return (sum, Double(requests))
    }

    func units(_ count: Int, _ random: inout SplitMix64) -> BivariateMoments {
      var moments = BivariateMoments()
      for _ in 0..<count { moments.add(unit(&random)) }
      return moments
    }
  }

  static let ratios = Study(
    title: "Intervals of a ratio of sums over units", measure: .coverage,
    introduction: """
      A unit makes 1, 2, 3, … requests, 4.5 on average, each with an outcome that is normal (10, 3), log-normal, or an
      event with probability .005; the ratio is of outcomes to requests. The size is the number of units.
      """,
    remarks: Remarks.ratios,
    columns: Spending.allCases.flatMap { spending in
      [50, 1000].map { n in
        Column("\(spending.rawValue), \(n)") { random, tally in
          let units = spending.units(n, &random)
          tally.interval("delta", of: spending.mean) {
            try RatioEstimate(moments: units).estimate.confidenceInterval()
          }
          tally.interval("delta, logarithm", of: log(spending.mean)) {
            try RatioEstimate(moments: units).logRatio.confidenceInterval()
          }
          tally.count("Fieller", erred: try missesByFieller(units, spending.mean))
        }
      }
    })

  private static func missesByFieller(_ units: BivariateMoments, _ truth: Double) throws -> Bool {
    let n = Double(units.count)
    let errors = (units.varianceX ?? 0, units.varianceY ?? 0)
    return !holds(
      try FiellerInterval(reference: .studentT(degreesOfFreedom: n - 1)).ratio(
        numerator: Estimate(units.meanX, standardError: (errors.0 / n).squareRoot()),
        denominator: Estimate(units.meanY, standardError: (errors.1 / n).squareRoot()),
        covariance: (units.covariance ?? 0) / n), truth)
  }

  private static func holds(_ set: FiellerInterval.ConfidenceSet, _ truth: Double) -> Bool {
    switch set {
    case .bounded(let interval): interval.contains(truth)
    case .outside(let interval): truth <= interval.lower || truth >= interval.upper
    case .everything: true
    }
  }

  static let lifts = Study(
    title: "Intervals of a relative lift between arms", measure: .coverage,
    introduction: """
      Units as above in two arms; treatment's outcomes are 1.1 times as large, or with events as many.
      """,
    remarks: Remarks.lifts,
    columns: Spending.allCases.flatMap { spending in
      [(50, 50), (1000, 250)].map { n, m in
        Column("\(spending.rawValue), \(n)/\(m)") { random, tally in
          let truth = spending == .rare ? 0 : 0.1
          let control = spending.units(n, &random)
          var treatment = BivariateMoments()
          for _ in 0..<m {
            let unit = spending.unit(&random)
            treatment.add((unit.x * (1 + truth), unit.y))
          }
          guard let c = try? RatioEstimate(moments: control),
            let t = try? RatioEstimate(moments: treatment)
          else { return }
          tally.interval("delta of the lift", of: truth) {
            try t.relativeLift(over: c).confidenceInterval()
          }
          tally.interval("logarithm of the ratio", of: log1p(truth)) {
            try t.logRatio(to: c).confidenceInterval()
          }
          tally.count(
            "Fieller",
            erred: !holds(
              try FiellerInterval().ratio(numerator: t.estimate, denominator: c.estimate), 1 + truth
            ))
        }
      }
    })
}
