import Stats
import Summaries

extension Study {
  static let location = Study(
    title: "Two samples: is there a difference?", measure: .size,
    introduction: """
      Both samples from one population, but for the last two columns, where means and medians are equal and
      standard deviations are 1 and 3.
      """,
    remarks: Remarks.location,
    columns: Shape.allCases.flatMap { shape in
      [(30, 30), (20, 60), (500, 500)].map { n, m in
        Column("\(shape.name) \(n)/\(m)") { random, tally in
          let (x, y) = (shape.sample(n, &random), shape.sample(m, &random))
          try locationTests(x, y, &tally)
          try distributionTests(x, y, &tally)
        }
      }
    }
      + [(20, 60, 3.0), (60, 20, 3.0)].map { n, m, ratio in
        Column("normal \(n)/\(m), sd 1/3") { random, tally in
          let x = Shape.normal.sample(n, &random)
          let y = Shape.normal.sample(m, &random).map { ratio * $0 }
          try locationTests(x, y, &tally)
        }
      })

  private static func locationTests(_ x: [Double], _ y: [Double], _ tally: inout Tally) throws {
    let (a, b) = (Moments(x), Moments(y))
    let (c, t) = (try WeightedValues(x), try WeightedValues(y))
    tally.test("Welch's t") { try WelchTTest().evaluate(control: a, treatment: b) }
    tally.test("pooled t") { try PooledTTest().evaluate(control: a, treatment: b) }
    tally.test("Welch's t, one-sided") {
      try WelchTTest(alternative: .greater).evaluate(control: a, treatment: b)
    }
    tally.test("Mann–Whitney") { try MannWhitneyTest().evaluate(control: c, treatment: t) }
    tally.test("Brunner–Munzel") { try BrunnerMunzelTest().evaluate(control: c, treatment: t) }
  }

  private static func distributionTests(
    _ x: [Double], _ y: [Double], _ tally: inout Tally
  ) throws {
    let (c, t) = (try WeightedValues(x), try WeightedValues(y))
    tally.test("Kolmogorov–Smirnov") {
      try KolmogorovSmirnovTest().evaluate(control: c, treatment: t)
    }
  }

  static let paired = Study(
    title: "Paired samples and one sample: is the difference zero?", measure: .size,
    introduction: """
      Differences of two independent draws, which are symmetric about zero whatever the population; in the last
      column log-normal values against their mean, which are not.
      """,
    remarks: Remarks.paired,
    columns: Shape.allCases.flatMap { shape in
      [10, 30, 200].map { n in
        Column("\(shape.name) \(n)") { random, tally in
          let differences = (0..<n).map { _ in shape.draw(&random) - shape.draw(&random) }
          tally.test("paired t") { try PairedTTest().evaluate(differences: Moments(differences)) }
          tally.test("Wilcoxon signed rank") {
            try WilcoxonSignedRankTest().evaluate(differences: WeightedValues(differences))
          }
        }
      }
    } + [
      Column("log-normal − mean, 30") { random, tally in
        let sample = Shape.logNormal.sample(30, &random)
        tally.test("paired t") {
          try OneSampleTTest(nullMean: Shape.logNormal.mean).evaluate(sample)
        }
      }
    ])

  static let variances = Study(
    title: "Two samples: do they vary alike?", measure: .size,
    introduction: "Both samples from one population.", remarks: Remarks.variances,
    columns: Shape.allCases.flatMap { shape in
      [(30, 30), (20, 60), (500, 500)].map { n, m in
        Column("\(shape.name) \(n)/\(m)") { random, tally in
          let (x, y) = (shape.sample(n, &random), shape.sample(m, &random))
          let (a, b) = (Moments(x), Moments(y))
          let samples = [try WeightedValues(x), try WeightedValues(y)]
          tally.test("F of variances") {
            try VarianceRatioTest().evaluate(control: a, treatment: b)
          }
          tally.test("Bartlett") { try BartlettTest().evaluate([a, b]) }
          tally.test("Levene") { try LeveneTest(center: .mean).evaluate(samples) }
          tally.test("Brown–Forsythe") { try LeveneTest().evaluate(samples) }
        }
      }
    })

  static let several = Study(
    title: "Three samples: are they alike?", measure: .size,
    introduction: """
      All samples from one population; in the last column normal ones of standard deviations 3, 2 and 1.
      """,
    remarks: Remarks.several,
    columns: Shape.allCases.map { shape in
      Column("\(shape.name) 15/25/40") { random, tally in
        let samples = [15, 25, 40].map { shape.sample($0, &random) }
        try severalTests(samples, &tally)
        let values = try samples.map { try WeightedValues($0) }
        tally.test("Kruskal–Wallis") { try KruskalWallisTest().evaluate(values) }
      }
    } + [
      Column("normal 15/25/40, sd 3/2/1") { random, tally in
        let samples = [(15, 3.0), (25, 2), (40, 1)].map { count, deviation in
          Shape.normal.sample(count, &random).map { deviation * $0 }
        }
        try severalTests(samples, &tally)
      }
    ])

  private static func severalTests(_ samples: [[Double]], _ tally: inout Tally) throws {
    let groups = samples.map { Moments($0) }
    tally.test("analysis of variance") { try OneWayANOVA().evaluate(groups) }
    tally.test("Welch's analysis of variance") { try WelchANOVA().evaluate(groups) }
  }
}
