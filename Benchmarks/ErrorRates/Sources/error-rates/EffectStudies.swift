import Foundation
import Stats
import Summaries

extension Study {
  static let effectSizes = Study(
    title: "Intervals of effect sizes of two samples", measure: .coverage,
    introduction: """
      Treatment is moved by half a standard deviation; in the fourth column its standard deviation is twice the
      control's too. Cliff's delta of 0–5 compares it with probabilities .25, .22, .20, .15, .11, .07. Pairs
      have no effect.
      """,
    remarks: Remarks.effectSizes,
    columns: Shape.allCases.map { shape in
      Column("\(shape.name) 20/30") { random, tally in
        let x = shape.sample(20, &random)
        let shift = shape.standardDeviation / 2
        let y = shape.sample(30, &random).map { $0 + shift }
        standardized(x, y, truth: 0.5, &tally)
        tally.interval("Glass's delta", of: 0.5) {
          try GlassDelta(control: Moments(x), treatment: Moments(y)).confidenceInterval()
        }
        let (z, truth) = (moved(shape, 30, &random), dominance(shape))
        tally.interval("Cliff's delta", of: truth) {
          try CliffsDelta(control: WeightedValues(x), treatment: WeightedValues(z))
            .confidenceInterval()
        }
      }
    } + [
      Column("normal 20/30, sd 1/2") { random, tally in
        let x = Shape.normal.sample(20, &random)
        let y = Shape.normal.sample(30, &random).map { 0.5 + 2 * $0 }
        tally.interval("Glass's delta", of: 0.5) {
          try GlassDelta(control: Moments(x), treatment: Moments(y)).confidenceInterval()
        }
        let truth = 2 * (try Normal().lowerTail(0.5 / 5.0.squareRoot())) - 1
        tally.interval("Cliff's delta", of: truth) {
          try CliffsDelta(control: WeightedValues(x), treatment: WeightedValues(y))
            .confidenceInterval()
        }
      }
    ]
      + Shape.allCases.map { shape in
        Column("\(shape.name), 30 pairs alike") { random, tally in
          let differences = (0..<30).map { _ in shape.draw(&random) - shape.draw(&random) }
          tally.interval("rank-biserial correlation", of: 0) {
            try RankBiserialCorrelation(differences: WeightedValues(differences))
              .confidenceInterval()
          }
        }
      })

  private static func standardized(
    _ x: [Double], _ y: [Double], truth: Double, _ tally: inout Tally
  ) {
    let effect = try? StandardizedMeanDifference(control: Moments(x), treatment: Moments(y))
    guard let effect else { return }
    tally.interval("Cohen's d, noncentral t", of: truth) { try effect.confidenceInterval() }
    tally.interval("Hedges' g, normal", of: truth) {
      try Estimate(effect.hedgesG, standardError: effect.standardError).confidenceInterval()
    }
  }

  private static let movedShares = [0.25, 0.22, 0.2, 0.15, 0.11, 0.07]

  private static func moved(
    _ shape: Shape, _ count: Int, _ random: inout SplitMix64
  ) -> [Double] {
    (0..<count).map { _ in
      switch shape {
      case .normal: 0.5 + random.normal()
      case .logNormal: exp(0.5 + random.normal())
      case .tied: Double(random.category(movedShares))
      }
    }
  }

  private static func dominance(_ shape: Shape) -> Double {
    guard shape == .tied else { return erf(0.25) }
    var delta = 0.0
    for (i, p) in Shape.tiedShares.enumerated() {
      for (j, q) in movedShares.enumerated() { delta += p * q * Double((j - i).signum()) }
    }
    return delta
  }

  static let associations = Study(
    title: "Association: tests of none", measure: .size,
    introduction: """
      Independent pairs of one population; and tables of counts whose rows have one distribution, the 0–5 one
      for 2 × 6 tables, of rows of the given sizes.
      """,
    remarks: Remarks.associations,
    columns: Shape.allCases.flatMap { shape in
      [10, 50].map { n in
        Column("\(shape.name) pairs, \(n)") { random, tally in
          let (x, y) = (shape.sample(n, &random), shape.sample(n, &random))
          var pairs = BivariateMoments()
          for pair in zip(x, y) { pairs.add((pair.0, pair.1)) }
          tally.test("Pearson's correlation") { try Correlation(pairs).test() }
          tally.test("Spearman's correlation") { try Correlation.spearman(x, y).test() }
        }
      }
    }
      + [(30, 30), (300, 100)].map { n, m in
        Column("2 × 6 table, \(n)/\(m)") { random, tally in
          let table = [n, m].map { random.counts($0, Shape.tiedShares) }
          tally.test("chi-square of independence") { try ChiSquareIndependence().evaluate(table) }
          tally.test("G") { try GTest().evaluate(table) }
          tally.test("chi-square of fit (first row)") {
            try ChiSquareGoodnessOfFit(weights: Shape.tiedShares).evaluate(table[0])
          }
        }
      }
      + [20, 200].map { discordant in
        Column("\(discordant) discordant pairs") { random, tally in
          let count = try random.successes(discordant, 0.5)
          for (name, method) in [
            ("McNemar, exact", McNemarTest.Method.exact), ("McNemar, mid-p", .midP),
            ("McNemar, chi-square", .asymptotic(.none)),
            ("McNemar, chi-square corrected", .asymptotic(.yates)),
          ] {
            tally.test(name) {
              try McNemarTest(method: method).evaluate(
                controlOnly: count.failures, treatmentOnly: count.successes)
            }
          }
        }
      })

  static let associationIntervals = Study(
    title: "Association: intervals of its strength", measure: .coverage,
    introduction: """
      Correlation .5, of normal pairs and of their exponentials (whose correlation is .38); tables of two rows of
      50 from .5/.3/.2 and .3/.3/.4; three normal groups of 15 whose means are 0, .5 and 1.
      """,
    remarks: Remarks.associationIntervals,
    columns: [20, 200].flatMap { n in
      [Shape.normal, .logNormal].map { shape in
        Column("\(shape.name) pairs, \(n)") { random, tally in
          var pairs = BivariateMoments()
          for _ in 0..<n {
            let z = random.normal()
            let w = 0.5 * z + 0.75.squareRoot() * random.normal()
            pairs.add(shape == .normal ? (z, w) : (exp(z), exp(w)))
          }
          tally.interval(
            "correlation, Fisher's z", of: shape == .normal ? 0.5 : expm1(0.5) / expm1(1)
          ) { try Correlation(pairs).confidenceInterval() }
        }
      }
    } + [
      Column("2 × 3 tables") { random, tally in
        let rows = [[0.5, 0.3, 0.2], [0.3, 0.3, 0.4]]
        let table = rows.map { random.counts(50, $0) }
        // φ² over cells of the rows' average shares.
        let average = zip(rows[0], rows[1]).map { ($0 + $1) / 2 }
        let squares = zip(rows[0], average).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) / $1.1 }
        tally.interval("Cramér's V", of: squares.squareRoot()) {
          try CramersV(table).confidenceInterval()
        }
      },
      Column("3 groups") { random, tally in
        let groups = [0, 0.5, 1].map { mean in
          Moments(Shape.normal.sample(15, &random).map { $0 + mean })
        }
        // λ = 15·(.25 + 0 + .25), and the share is λ/(λ + 45).
        tally.interval("η²", of: 7.5 / 52.5) { try VarianceExplained(groups).confidenceInterval() }
      },
    ])
}
