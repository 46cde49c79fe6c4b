internal import Foundation
internal import Stats
internal import Summaries

extension ClassicalTest {
  static let rankTests: [ClassicalTest] = [
    ClassicalTest(
      "mann-whitney", .ranks, use: "whether one group tends to larger values, shapes alike",
      inR: "wilcox.test(y ~ g)", estimate: "shift (Hodges–Lehmann)", .value(0),
      caution: .ties,
      .twoSamples { control, treatment, settings throws(StatsError) in
        let test = MannWhitneyTest(
          alternative: settings.alternative, nullShift: settings.null)
        return Numbers(
          try test.evaluate(control: control, treatment: treatment),
          try test.confidenceInterval(
            control: control, treatment: treatment, level: settings.level))
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
      caution: .ties,
      .pairs { control, treatment, settings throws(StatsError) in
        let test = WilcoxonSignedRankTest(
          alternative: settings.alternative, nullLocation: settings.null)
        let differences = try WeightedValues(zip(treatment, control).map { $0 - $1 })
        return Numbers(
          try test.evaluate(differences: differences),
          try test.confidenceInterval(differences: differences, level: settings.level))
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
    ClassicalTest(
      "friedman", .ranks, use: "several groups by ranks within blocks, such as days",
      inR: "friedman.test(y ~ g | block)", estimate: "agreement of the blocks (Kendall's W)",
      .statement(
        null: "within a block all orders are equally likely",
        alternative: "some groups tend to larger values"),
      .blocks { blocks, _ throws(StatsError) in Numbers(try FriedmanTest().evaluate(blocks: blocks))
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
      caution: .normality,
      .severalMeans { groups, _ throws(StatsError) in
        Numbers(try BartlettTest().evaluate(groups))
      }),
    ClassicalTest(
      "variance-ratio", .variances, use: "two variances of normal data",
      inR: "var.test(y, x)", estimate: "ratio of variances", .fixedValue(1),
      caution: .normality,
      .twoMeans { control, treatment, settings throws(StatsError) in
        let test = VarianceRatioTest(alternative: settings.alternative)
        return Numbers(
          try test.evaluate(control: control, treatment: treatment),
          try test.confidenceInterval(
            control: control, treatment: treatment, level: settings.level))
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
      }),
    ClassicalTest(
      "cramer-von-mises", .distributions, use: "the same by the squared distance, less by its peak",
      inR: nil, estimate: "Cramér & von Mises' T",
      .statement(
        null: "both groups have one distribution", alternative: "the distributions differ"),
      .twoSamples { control, treatment, _ throws(StatsError) in
        Numbers(try CramerVonMisesTest().evaluate(control: control, treatment: treatment))
      }),
    ClassicalTest(
      "anderson-darling", .distributions, use: "whether several distributions differ, tails too",
      inR: "kSamples::ad.test(y ~ g)", estimate: "Anderson & Darling's A²",
      .statement(
        null: "all groups have one distribution", alternative: "some distributions differ"),
      .severalSamples { groups, _ throws(StatsError) in
        Numbers(try AndersonDarlingTest().evaluate(groups))
      }),
    ClassicalTest(
      "shapiro-wilk", .distributions, use: "whether values are normal", inR: "shapiro.test(y)",
      estimate: "Shapiro & Wilk's W",
      .statement(null: "the values are normal", alternative: "the values are not normal"),
      .sample { sample, _ throws(StatsError) in
        Numbers(try ShapiroWilkTest().evaluate(sample))
      }),
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
      inR: "cor.test(x, y, method = \"spearman\")", estimate: "rank correlation (ρ)",
      .fixedValue(0),
      .association { x, y, settings throws(StatsError) in
        Numbers(try SpearmanTest(alternative: settings.alternative).evaluate(x, y))
      }),
    ClassicalTest(
      "kendall", .association, use: "the same by the order of all pairs of rows",
      inR: "cor.test(x, y, method = \"kendall\")", estimate: "rank correlation (τ)",
      .fixedValue(0),
      .association { x, y, settings throws(StatsError) in
        Numbers(try KendallTest(alternative: settings.alternative).evaluate(x, y))
      }),
  ]
}

extension ClassicalTest.Hypothesis {
  fileprivate static let equalVariances = ClassicalTest.Hypothesis.statement(
    null: "all groups have one variance", alternative: "some variances differ")
}
