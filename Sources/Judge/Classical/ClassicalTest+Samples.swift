internal import Foundation
internal import Stats
internal import Summaries

extension ClassicalTest {
  static let rankTests: [ClassicalTest] = [
    ClassicalTest(
      "mann-whitney", .ranks, use: "whether one group tends to larger values, shapes alike",
      inR: "wilcox.test(y ~ g)", estimate: "shift (Hodges–Lehmann)", .value(0),
      .twoSamples { control, treatment, settings throws(StatsError) in
        Numbers(
          try MannWhitneyTest(
            alternative: settings.alternative, nullShift: settings.null
          ).evaluate(control: control, treatment: treatment))
      }),
    ClassicalTest(
      "brunner-munzel", .ranks, use: "the same where shapes or variances differ",
      inR: "brunnermunzel::brunnermunzel.test(x, y)",
      estimate: "probability that treatment is larger", .fixedValue(0.5),
      .twoSamples { control, treatment, settings throws(StatsError) in
        try BrunnerMunzelTest(alternative: settings.alternative)
          .evaluate(control: control, treatment: treatment).numbers(settings)
      }),
    ClassicalTest(
      "signed-rank", .ranks, use: "pairs whose differences are symmetric but not normal (Wilcoxon)",
      inR: "wilcox.test(x, y, paired = TRUE)", estimate: "pseudomedian of the differences",
      .value(0),
      .pairs { control, treatment, settings throws(StatsError) in
        Numbers(
          try WilcoxonSignedRankTest(
            alternative: settings.alternative, nullLocation: settings.null
          ).evaluate(control: control, treatment: treatment))
      }),
    ClassicalTest(
      "kruskal-wallis", .ranks, use: "several groups by ranks", inR: "kruskal.test(y ~ g)",
      estimate: "share of rank variance explained (ε²)",
      .statement(
        null: "all groups have one distribution",
        alternative: "some tend to larger values"),
      .severalSamples { groups, _ throws(StatsError) in
        Numbers(try KruskalWallisTest().evaluate(groups))
      }),
  ]

  static let varianceTests: [ClassicalTest] = [
    ClassicalTest(
      "brown-forsythe", .variances, use: "several variances, the default: about medians",
      inR: "car::leveneTest(y ~ g)", estimate: "share of variance explained (η²)", .equalVariances,
      .severalSamples { groups, _ throws(StatsError) in
        Numbers(try LeveneTest(center: .median).evaluate(groups))
      }),
    ClassicalTest(
      "levene", .variances, use: "several variances of symmetric data: about means",
      inR: "car::leveneTest(y ~ g, center = mean)", estimate: "share of variance explained (η²)",
      .equalVariances,
      .severalSamples { groups, _ throws(StatsError) in
        Numbers(try LeveneTest(center: .mean).evaluate(groups))
      }),
    ClassicalTest(
      "bartlett", .variances, use: "several variances of normal data", inR: "bartlett.test(y ~ g)",
      estimate: "largest variance over the smallest", .equalVariances,
      .severalMeans { groups, _ throws(StatsError) in
        Numbers(try BartlettTest().evaluate(groups))
      }),
    ClassicalTest(
      "variance-ratio", .variances, use: "two variances of normal data",
      inR: "var.test(y, x)", estimate: "ratio of variances", .fixedValue(1),
      .twoMeans { control, treatment, settings throws(StatsError) in
        Numbers(
          try VarianceRatioTest(alternative: settings.alternative)
            .evaluate(control: control, treatment: treatment))
      }),
  ]

  static let distributionTests: [ClassicalTest] = [
    ClassicalTest(
      "kolmogorov-smirnov", .distributions, use: "whether two distributions differ anywhere",
      inR: "ks.test(x, y)", estimate: "largest difference of the distribution functions",
      .statement(
        null: "both groups have one distribution", alternative: "the distributions differ"),
      .twoSamples { control, treatment, _ throws(StatsError) in
        Numbers(try KolmogorovSmirnovTest().evaluate(control: control, treatment: treatment))
      })
  ]

  static let associationTests: [ClassicalTest] = [
    ClassicalTest(
      "pearson", .association, use: "whether two columns rise together along a line",
      inR: "cor.test(x, y)", estimate: "correlation", .fixedValue(0),
      .association { x, y, settings throws(StatsError) in
        var moments = BivariateMoments()
        for pair in zip(x, y) { moments.add((pair.0, pair.1)) }
        let correlation = try Correlation(moments)
        let interval =
          settings.alternative == .twoSided && x.count > 3
          ? try correlation.confidenceInterval(level: settings.level) : nil
        return Numbers(try correlation.test(settings.alternative), interval)
      }),
    ClassicalTest(
      "spearman", .association, use: "whether two columns rise together at all",
      inR: "cor.test(x, y, method = \"spearman\", exact = FALSE)", estimate: "rank correlation",
      .fixedValue(0),
      .association { x, y, settings throws(StatsError) in
        Numbers(try Correlation.spearman(x, y).test(settings.alternative))
      }),
  ]
}

extension ClassicalTest.Hypothesis {
  fileprivate static let equalVariances = ClassicalTest.Hypothesis.statement(
    null: "all groups have one variance", alternative: "some variances differ")
}
