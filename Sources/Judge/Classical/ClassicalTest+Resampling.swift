internal import Stats

extension ClassicalTest {
  static let resamplingTests: [ClassicalTest] = [
    ClassicalTest(
      "permutation", .resampling, use: "two means, by handing the treatment out anew",
      inR: nil, estimate: "difference of means", .fixedValue(0),
      .resampledSamples { control, treatment, settings throws(StatsError) in
        try PermutationTest(
          alternative: settings.alternative, permutations: settings.resamples,
          seed: settings.randomSeed
        ).evaluate(control: control, treatment: treatment).numbers
      }),
    ClassicalTest(
      "sign-flip", .resampling, use: "mean difference of pairs, by swapping their members",
      inR: nil, estimate: "mean difference", .value(0),
      .resampledPairs { differences, settings throws(StatsError) in
        try SignFlipTest(
          alternative: settings.alternative, nullMean: settings.null,
          permutations: settings.resamples, seed: settings.randomSeed
        ).evaluate(differences: differences).numbers
      }),
    ClassicalTest(
      "bootstrap", .resampling, use: "an interval of two means that skewness does not upset (BCa)",
      inR: "boot::boot.ci(b, type = \"bca\")", estimate: "difference of means", .value(0),
      .resampledSamples { control, treatment, settings throws(StatsError) in
        try bootstrap(SampleMean(control), SampleMean(treatment), settings)
      }),
    ClassicalTest(
      "bootstrap-median", .resampling, use: "the same of two medians",
      inR: "boot::boot.ci(b, type = \"bca\")", estimate: "difference of medians", .value(0),
      .resampledSamples { control, treatment, settings throws(StatsError) in
        try bootstrap(SampleQuantile(control), SampleQuantile(treatment), settings)
      }),
  ]

  /// The BCa interval of a difference, on the side of the alternative.
  private static func bootstrap<Statistic: SampleStatistic>(
    _ control: Statistic, _ treatment: Statistic, _ settings: TestSettings
  ) throws(StatsError) -> Numbers {
    let distribution = try Bootstrap(replicates: settings.resamples, seed: settings.randomSeed)
      .distribution(control: control, treatment: treatment)
    let acceleration = try JackknifeEstimate(control: control, treatment: treatment).acceleration
    return Numbers(
      "BCa bootstrap interval, \(settings.resamples) resamples",
      Estimate(distribution.value, standardError: try distribution.standardError),
      null: settings.null,
      try oneSided(settings, within: -.infinity...(.infinity)) { (level) throws(StatsError) in
        try distribution.interval(.accelerated(acceleration), level: level)
      })
  }
}

extension PermutationResult {
  /// The test, with the error of its p-value where permutations were drawn.
  fileprivate var numbers: ClassicalTest.Numbers {
    var numbers = ClassicalTest.Numbers(test)
    numbers.monteCarloError = coverage == .sampled ? monteCarloError : nil
    return numbers
  }
}
