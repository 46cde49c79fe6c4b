import Foundation
import Stats
import Summaries

extension Study {
  private static let designs = [
    (0.5, 50, 50), (0.5, 1000, 250), (0.05, 200, 200), (0.05, 1000, 250), (0.005, 200, 200),
    (0.005, 1000, 1000),
    (0.005, 20_000, 5_000),
  ]

  static let proportionTests = Study(
    title: "Two proportions: is there a difference?", measure: .size,
    introduction: """
      Both arms succeed with the same probability. *Non-inferiority*: treatment is worse by exactly the margin,
      a third of the control's probability, and the one-sided test at 5 % should seldom say that it is not.
      """,
    remarks: Remarks.proportionTests,
    columns: designs.map { p, n, m in
      Column("\(p), \(n)/\(m)") { random, tally in
        let (c, t) = (try random.successes(n, p), try random.successes(m, p))
        let table = [[c.successes, c.failures], [t.successes, t.failures]]
        tally.test("z (score) and chi-square") {
          try TwoProportionZTest().evaluate(control: c, treatment: t)
        }
        tally.test("z, unpooled variance") {
          try TwoProportionZTest(variance: .unpooled).evaluate(control: c, treatment: t)
        }
        tally.test("chi-square with Yates' correction") {
          try ChiSquareIndependence(continuity: .yates).evaluate(table)
        }
        tally.test("G") { try GTest().evaluate(table) }
        tally.test("Fisher's exact") { try FisherExactTest().evaluate(control: c, treatment: t) }
        let worse = try random.successes(m, p - p / 3)
        for (name, variance) in [
          ("non-inferiority, score", TwoProportionZTest.Variance.nullRestricted),
          ("non-inferiority, unpooled", .unpooled),
        ] {
          tally.test(name) {
            try TwoProportionZTest(
              alternative: .greater, nullDifference: -p / 3, variance: variance
            ).evaluate(control: c, treatment: worse)
          }
        }
      }
    })

  static let proportionIntervals = Study(
    title: "Intervals of a proportion and of a difference of proportions", measure: .coverage,
    introduction: """
      One proportion p in the control; for differences treatment succeeds with probability 1.4 p.
      """,
    remarks: Remarks.proportionIntervals,
    columns: designs.map { p, n, m in
      Column("\(p), \(n)/\(m)") { random, tally in
        let c = try random.successes(n, p)
        tally.interval("Wilson", of: p) { try WilsonInterval().interval(c) }
        tally.interval("Wilson, corrected", of: p) {
          try WilsonInterval(continuity: .yates).interval(c)
        }
        tally.interval("Clopper–Pearson", of: p) { try ClopperPearsonInterval().interval(c) }
        let t = try random.successes(m, 1.4 * p)
        tally.interval("difference, Wald", of: 0.4 * p) {
          try WaldDifferenceInterval().interval(control: c, treatment: t)
        }
        tally.interval("difference, Newcombe", of: 0.4 * p) {
          try NewcombeInterval().interval(control: c, treatment: t)
        }
        tally.interval("difference, Miettinen–Nurminen", of: 0.4 * p) {
          try MiettinenNurminenInterval().interval(control: c, treatment: t)
        }
      }
    })

  static let riskIntervals = Study(
    title: "Intervals of ratios of proportions", measure: .coverage,
    introduction: "Treatment succeeds with probability 1.4 p.", remarks: Remarks.riskIntervals,
    columns: designs.map { p, n, m in
      Column("\(p), \(n)/\(m)") { random, tally in
        let (c, t) = (try random.successes(n, p), try random.successes(m, 1.4 * p))
        let effect = ProportionEffect(control: c, treatment: t)
        let odds = 1.4 * (1 - p) / (1 - 1.4 * p)
        tally.interval("risk ratio, Katz", of: 1.4) { try effect.riskRatioInterval() }
        tally.interval("odds ratio, Woolf", of: odds) { try effect.oddsRatioInterval() }
        tally.interval("odds ratio, exact", of: odds) {
          try FisherExactTest().confidenceInterval(control: c, treatment: t)
        }
        let angle = angle(1.4 * p) - angle(p)
        tally.interval("Cohen's h", of: angle) { try effect.cohensH.confidenceInterval() }
      }
    })

  private static func angle(_ p: Double) -> Double { 2 * asin(p.squareRoot()) }
}
