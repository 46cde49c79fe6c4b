internal import Stats
internal import Summaries

extension ClassicalTest {
  static let marginTests: [ClassicalTest] = [
    ClassicalTest(
      "equivalence-t", .margins, use: "two means closer than a margin (TOST, Welch)",
      inR: "t.test(y ~ g, mu = ±m, alternative = …)", estimate: "difference of means", .equivalence,
      caution: .normality,
      .twoMeans { control, treatment, settings throws(StatsError) in
        let test = try EquivalenceTest(
          WelchTTest(), lower: -settings.bound, upper: settings.bound)
        return try test.evaluate(control: control, treatment: treatment).numbers(settings)
      }),
    ClassicalTest(
      "non-inferiority-t", .margins, use: "a mean lower by less than a margin (Welch)",
      inR: "t.test(y ~ g, mu = -m, alternative = \"greater\")", estimate: "difference of means",
      .nonInferiority,
      caution: .normality,
      .twoMeans { control, treatment, settings throws(StatsError) in
        try EquivalenceTest.nonInferiority(WelchTTest(), margin: settings.bound)
          .evaluate(control: control, treatment: treatment).numbers(settings)
      }),
    ClassicalTest(
      "equivalence-z", .margins, use: "two shares closer than a margin (TOST, score test)",
      inR: nil, estimate: "difference of proportions", .equivalence,
      caution: .expectedCounts,
      .twoCounts { control, treatment, settings throws(StatsError) in
        let test = try EquivalenceTest(
          TwoProportionZTest(), lower: -settings.bound, upper: settings.bound)
        return try test.evaluate(control: control, treatment: treatment)
          .numbers(settings, score(control, treatment, settings))
      }),
    ClassicalTest(
      "non-inferiority-z", .margins, use: "a share lower by less than a margin (score test)",
      inR: nil, estimate: "difference of proportions", .nonInferiority,
      caution: .expectedCounts,
      .twoCounts { control, treatment, settings throws(StatsError) in
        try EquivalenceTest.nonInferiority(TwoProportionZTest(), margin: settings.bound)
          .evaluate(control: control, treatment: treatment)
          .numbers(settings, score(control, treatment, settings))
      }),
  ]

  /// The score interval whose bounds the one-sided tests at the significance would not reject.
  private static func score(
    _ control: BinomialCount, _ treatment: BinomialCount, _ settings: TestSettings
  ) throws(StatsError) -> ConfidenceInterval {
    try MiettinenNurminenInterval(level: 2 * settings.level - 1)
      .interval(control: control, treatment: treatment)
  }
}

extension EquivalenceTest.Result {
  /// The harder of the tests, with the interval that lies within the margins where both succeed.
  fileprivate func numbers(
    _ settings: TestSettings, _ score: ConfidenceInterval? = nil
  ) throws(StatsError) -> ClassicalTest.Numbers {
    let tests = [aboveLower, belowUpper].compactMap(\.self)
    guard var hardest = tests.max(by: { $0.pValue < $1.pValue }) else { throw .zeroVariance }
    if tests.count > 1 { hardest.method += ", two one-sided" }
    let both = try Estimate(hardest.estimate, standardError: hardest.standardError ?? 0)
      .confidenceInterval(level: 2 * settings.level - 1, reference: hardest.reference)
    var interval = score ?? both
    if tests.count == 1 {
      interval = ConfidenceInterval(
        lower: interval.lower, upper: .infinity, level: settings.level)
    }
    return ClassicalTest.Numbers(hardest, interval)
  }
}
