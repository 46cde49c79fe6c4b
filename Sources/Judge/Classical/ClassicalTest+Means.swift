internal import Stats
internal import Summaries

extension ClassicalTest {
  static let meanTests: [ClassicalTest] = [
    ClassicalTest(
      "welch-t", .means, use: "two means, the default: variances may differ", inR: "t.test(y ~ g)",
      estimate: "difference of means", .value(0),
      caution: .normality,
      .twoMeans { control, treatment, settings throws(StatsError) in
        try WelchTTest(alternative: settings.alternative, nullDifference: settings.null)
          .evaluate(control: control, treatment: treatment).numbers(settings)
      }),
    ClassicalTest(
      "pooled-t", .means, use: "two means of groups known to vary alike",
      inR: "t.test(y ~ g, var.equal = TRUE)", estimate: "difference of means", .value(0),
      caution: .normality,
      .twoMeans { control, treatment, settings throws(StatsError) in
        try PooledTTest(alternative: settings.alternative, nullDifference: settings.null)
          .evaluate(control: control, treatment: treatment).numbers(settings)
      }),
    ClassicalTest(
      "clustered-z", .means, use: "two means or shares of rows that come in units (delta method)",
      inR: nil, estimate: "difference of means over rows", .value(0),
      caution: .normality,
      .twoRatios { control, treatment, settings throws(StatsError) in
        var result = try treatment.difference(from: control)
          .test(settings.alternative, nullValue: settings.null)
        result.method = "z-test of means over rows, clustered by unit"
        return try result.numbers(settings)
      }),
    ClassicalTest(
      "paired-t", .means, use: "mean difference of pairs, or of one unit before and after",
      inR: "t.test(x, y, paired = TRUE)", estimate: "mean difference", .value(0),
      caution: .normality,
      .pairs { control, treatment, settings throws(StatsError) in
        try PairedTTest(alternative: settings.alternative, nullDifference: settings.null)
          .evaluate(control: control, treatment: treatment).numbers(settings)
      }),
    ClassicalTest(
      "one-sample-t", .means, use: "one mean against a value", inR: "t.test(y, mu = m)",
      estimate: "mean", .value(0),
      caution: .normality,
      .mean { sample, settings throws(StatsError) in
        try OneSampleTTest(alternative: settings.alternative, nullMean: settings.null)
          .evaluate(sample).numbers(settings)
      }),
    ClassicalTest(
      "anova", .means, use: "several means of groups that vary alike",
      inR: "oneway.test(y ~ g, var.equal = TRUE)", estimate: "share of variance explained (η²)",
      .equalMeans,
      caution: .normality,
      .severalMeans { groups, _ throws(StatsError) in
        Numbers(try OneWayANOVA().evaluate(groups))
      }),
    ClassicalTest(
      "welch-anova", .means, use: "several means, variances may differ", inR: "oneway.test(y ~ g)",
      estimate: "share of variance explained (η²)", .equalMeans,
      caution: .normality,
      .severalMeans { groups, _ throws(StatsError) in
        Numbers(try WelchANOVA().evaluate(groups))
      }),
  ]
}

extension ClassicalTest.Hypothesis {
  fileprivate static let equalMeans = ClassicalTest.Hypothesis.statement(
    null: "all groups have one mean", alternative: "some means differ")
}

extension TestResult {
  /// The result with the interval of its estimate ± critical value · standard error.
  func numbers(_ settings: TestSettings) throws(StatsError) -> ClassicalTest.Numbers {
    ClassicalTest.Numbers(self, try confidenceInterval(level: settings.level))
  }
}
