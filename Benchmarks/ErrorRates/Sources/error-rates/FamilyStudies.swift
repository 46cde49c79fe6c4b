import Stats
import Summaries

extension Study {
  static let families = Study(
    title: "Several treatments: is any promoted wrongly?", measure: .size,
    introduction: """
      Four samples of one population, three of them compared with the first by Welch's test; the share of
      families with any false rejection.
      """,
    remarks: Remarks.families,
    columns: Shape.allCases.flatMap { shape in
      [[30, 30, 30, 30], [15, 25, 40, 60]].map { sizes in
        Column("\(shape.name) \(sizes.map(String.init).joined(separator: "/"))") { random, tally in
          let groups = sizes.map { Moments(shape.sample($0, &random)) }
          let pValues = try groups.dropFirst().map {
            try WelchTTest().evaluate(control: groups[0], treatment: $0).pValue
          }
          tally.count("none", erred: any(pValues))
          tally.count("Bonferroni", erred: any(try Bonferroni.adjusted(pValues)))
          tally.count("Šidák", erred: any(try Sidak.adjusted(pValues)))
          tally.count("Holm", erred: any(try Holm.adjusted(pValues)))
          tally.count("Hochberg", erred: any(try Hochberg.adjusted(pValues)))
          tally.count("Hommel", erred: any(try Hommel.adjusted(pValues)))
          tally.count(
            "Benjamini–Hochberg", erred: any(try BenjaminiHochberg.adjusted(pValues)))
        }
      }
    })

  private static func any(_ pValues: [Double]) -> Bool { pValues.contains { $0 <= 0.05 } }

  static let familyIntervals = Study(
    title: "Several intervals: do all of them hold?", measure: .coverage,
    introduction: """
      Four samples moved by 0, 0, .2 and .6 standard deviations: differences from the first, all pairs for
      Tukey–Kramer, one-sided bounds for Holm; shares of the 0–5 population for Goodman. The share of families in
      which every interval holds.
      """,
    remarks: Remarks.familyIntervals,
    columns: Shape.allCases.map { shape in
      Column("\(shape.name) 15/25/40/60") { random, tally in
        try family(shape, &random, &tally)
      }
    }
      + [40, 400].map { draws in
        Column("shares of \(draws)") { random, tally in
          let counts = random.counts(draws, Shape.tiedShares)
          let intervals = try GoodmanIntervals().intervals(counts)
          tally.count(
            "Goodman", erred: zip(intervals, Shape.tiedShares).contains { !$0.0.contains($0.1) })
        }
      })

  private static func family(
    _ shape: Shape, _ random: inout SplitMix64, _ tally: inout Tally
  ) throws {
    let step = shape.standardDeviation / 5
    let shifts = [0, 0, step, 3 * step]
    let groups = zip([15, 25, 40, 60], shifts).map { size, shift in
      Moments(shape.sample(size, &random).map { $0 + shift })
    }
    func results(_ alternative: Alternative) throws -> [TestResult] {
      try groups.dropFirst().map {
        try WelchTTest(alternative: alternative).evaluate(control: groups[0], treatment: $0)
      }
    }
    func misses(_ intervals: [ConfidenceInterval]) -> Bool {
      zip(intervals, shifts.dropFirst()).contains { !$0.0.contains($0.1) }
    }
    tally.count("Bonferroni", erred: misses(try Bonferroni.intervals(of: results(.twoSided))))
    tally.count("Šidák", erred: misses(try Sidak.intervals(of: results(.twoSided))))
    let bounds = try Holm.intervals(of: results(.greater))
    // A bound that stops at the null value excludes it.
    tally.count("Holm's bounds", erred: zip(bounds, shifts.dropFirst()).contains { $0.lower >= $1 })
    tally.count(
      "Tukey–Kramer",
      erred: try TukeyKramer().evaluate(groups).contains {
        !$0.interval.contains(shifts[$0.second] - shifts[$0.first])
      })
  }
}
