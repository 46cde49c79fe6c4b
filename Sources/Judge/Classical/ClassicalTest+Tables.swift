internal import Stats

extension ClassicalTest {
  static let tableTests: [ClassicalTest] = [
    ClassicalTest(
      "chi-square", .tables, use: "whether categories are spread alike in all groups",
      inR: "chisq.test(table, correct = FALSE)", estimate: "Cramér's V", .independence,
      caution: .expectedCounts,
      .table { table, _ throws(StatsError) in
        Numbers(try ChiSquareIndependence().evaluate(table))
      }),
    ClassicalTest(
      "g-test", .tables, use: "the same by likelihood ratio", inR: "DescTools::GTest(table)",
      estimate: "Cramér's V", .independence,
      caution: .expectedCounts,
      .table { table, _ throws(StatsError) in Numbers(try GTest().evaluate(table)) }),
    ClassicalTest(
      "goodness-of-fit", .tables, use: "whether counts follow given weights",
      inR: "chisq.test(x, p = w)", estimate: "Cohen's w",
      .statement(
        null: "the counts follow the weights", alternative: "the counts do not follow the weights"),
      caution: .expectedCounts,
      .frequencies { counts, settings throws(StatsError) in
        let weights = settings.weights.isEmpty ? counts.map { _ in 1.0 } : settings.weights
        return Numbers(try ChiSquareGoodnessOfFit(weights: weights).evaluate(counts))
      }),
  ]
}

extension ClassicalTest.Hypothesis {
  fileprivate static let independence = ClassicalTest.Hypothesis.statement(
    null: "all groups have one distribution over the categories",
    alternative: "the distributions differ")
}
