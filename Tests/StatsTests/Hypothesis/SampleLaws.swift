import Stats
import Summaries

/// A test of two samples with the laws that it must obey.
struct SampleLaws: Sendable, CustomStringConvertible {
  /// What exchanging the arms does to the statistic.
  enum Swap { case negates, inverts, keeps }
  /// What a two-sided p-value is to the one-sided ones.
  enum Sides { case doubled, unrelated, none }
  /// What leaves the p-value as it is when done to both arms.
  enum Change: CaseIterable { case shift, scale, reflection, order, monotone }

  typealias Run = @Sendable (Alternative, [Double], [Double]) throws -> TestResult

  let description: String
  let swap: Swap
  let sides: Sides
  let invariances: [Change]
  let raw: Run
  let summary: Run

  /// A test of moments.
  static func moments<T: TwoSampleTest<Moments>>(
    _ name: String, _ swap: Swap = .negates, _ sides: Sides = .doubled,
    _ make: @escaping @Sendable (Alternative) -> T
  ) -> SampleLaws {
    SampleLaws(
      description: name, swap: swap, sides: sides,
      invariances: [.shift, .scale, .order] + (swap == .negates ? [.reflection] : []),
      raw: { try make($0).evaluate(control: $1, treatment: $2) },
      summary: { try make($0).evaluate(control: Moments($1), treatment: Moments($2)) })
  }

  /// A test of ranks or distributions.
  static func values<T: TwoSampleTest<WeightedValues>>(
    _ name: String, _ swap: Swap = .negates, _ sides: Sides = .doubled,
    _ invariances: [Change] = Change.allCases, _ make: @escaping @Sendable (Alternative) -> T
  ) -> SampleLaws {
    SampleLaws(
      description: name, swap: swap, sides: sides, invariances: invariances,
      raw: { try make($0).evaluate(control: $1, treatment: $2) },
      summary: {
        try make($0).evaluate(control: WeightedValues($1), treatment: WeightedValues($2))
      })
  }

  /// A test of several samples, of which it gets two.
  static func several<T: SeveralSampleTest>(
    _ name: String, _ invariances: [Change], _ test: T,
    observations: @escaping @Sendable (T, [[Double]]) throws -> TestResult,
    summarize: @escaping @Sendable ([Double]) throws -> T.Sample
  ) -> SampleLaws {
    SampleLaws(
      description: name, swap: .keeps, sides: .none, invariances: invariances,
      raw: { try observations(test, [$1, $2]) },
      summary: { try test.evaluate([summarize($1), summarize($2)]) })
  }

  static func several<T: SeveralSampleTest<Moments>>(_ name: String, _ test: T) -> SampleLaws {
    several(
      name, [.shift, .scale, .reflection, .order], test,
      observations: { try $0.evaluate(observations: $1) }, summarize: { Moments($0) })
  }

  static func several<T: SeveralSampleTest<WeightedValues>>(
    _ name: String, _ test: T, _ invariances: [Change] = Change.allCases
  ) -> SampleLaws {
    several(
      name, invariances, test, observations: { try $0.evaluate(observations: $1) },
      summarize: { try WeightedValues($0) })
  }

  /// A test of pairs of a control's and a treatment's value.
  static func pairs(
    _ name: String, _ swap: Swap = .negates, _ sides: Sides = .doubled,
    _ invariances: [Change] = [.shift, .scale, .reflection, .order], _ raw: @escaping Run,
    summary: Run? = nil
  ) -> SampleLaws {
    SampleLaws(
      description: name, swap: swap, sides: sides, invariances: invariances, raw: raw,
      summary: summary ?? raw)
  }

  /// One line a test.
  static let all: [SampleLaws] = [
    .moments("Welch t") { WelchTTest(alternative: $0) },
    .moments("pooled t") { PooledTTest(alternative: $0) },
    .moments("variance ratio", .inverts) { VarianceRatioTest(alternative: $0) },
    .values("Mann–Whitney") { MannWhitneyTest(alternative: $0, method: .asymptotic) },
    .values("Mann–Whitney, uncorrected") {
      MannWhitneyTest(alternative: $0, method: .asymptotic, continuity: .none)
    },
    .values("Mann–Whitney, exact", .keeps) { MannWhitneyTest(alternative: $0, method: .exact) },
    .values("Brunner–Munzel") { BrunnerMunzelTest(alternative: $0) },
    .values("Kolmogorov–Smirnov, exact", .keeps, .unrelated) {
      KolmogorovSmirnovTest(alternative: $0, method: .exact)
    },
    .values("Kolmogorov–Smirnov", .keeps, .unrelated) {
      KolmogorovSmirnovTest(alternative: $0, method: .asymptotic)
    },
    // Both functions are read after ties, so a reflection of tied data is another comparison.
    .values("Cramér–von Mises, exact", .keeps, .none, [.shift, .scale, .order, .monotone]) { _ in
      CramerVonMisesTest(method: .exact)
    },
    .values("Cramér–von Mises", .keeps, .none, [.shift, .scale, .order, .monotone]) { _ in
      CramerVonMisesTest(method: .asymptotic)
    },
    .several("ANOVA", OneWayANOVA()),
    .several("Welch ANOVA", WelchANOVA()),
    .several("Bartlett", BartlettTest()),
    .several("Levene", LeveneTest(center: .mean), [.shift, .scale, .reflection, .order]),
    .several("Brown–Forsythe", LeveneTest(), [.shift, .scale, .reflection, .order]),
    .several("Kruskal–Wallis", KruskalWallisTest()),
    .several("Anderson–Darling", AndersonDarlingTest()),
    .pairs("paired t") {
      try PairedTTest(alternative: $0).evaluate(control: $1, treatment: $2)
    } summary: {
      try PairedTTest(alternative: $0).evaluate(differences: Moments(zip($2, $1).map(-)))
    },
    .pairs("Wilcoxon") {
      try WilcoxonSignedRankTest(alternative: $0, method: .asymptotic)
        .evaluate(control: $1, treatment: $2)
    } summary: {
      try WilcoxonSignedRankTest(alternative: $0, method: .asymptotic)
        .evaluate(differences: WeightedValues(zip($2, $1).map(-)))
    },
    .pairs("Wilcoxon, exact", .keeps) {
      try WilcoxonSignedRankTest(alternative: $0).evaluate(control: $1, treatment: $2)
    },
    .pairs("Pearson", .keeps, .doubled, [.shift, .scale, .order]) {
      var moments = BivariateMoments()
      for pair in zip($1, $2) { moments.add((pair.0, pair.1)) }
      return try Correlation(moments).test($0)
    },
    .pairs("Spearman", .keeps, .doubled, [.shift, .scale, .order, .monotone]) {
      try SpearmanTest(alternative: $0).evaluate($1, $2)
    },
    .pairs("Kendall", .keeps, .doubled, [.shift, .scale, .order, .monotone]) {
      try KendallTest(alternative: $0).evaluate($1, $2)
    },
    .pairs("Friedman", .keeps, .none, Change.allCases) {
      try FriedmanTest().evaluate(blocks: zip($1, $2).map { [$0, $1] })
    },
    .pairs("Shapiro–Wilk of differences", .keeps, .none) {
      try ShapiroWilkTest().evaluate(zip($2, $1).map(-))
    },
  ]
}
