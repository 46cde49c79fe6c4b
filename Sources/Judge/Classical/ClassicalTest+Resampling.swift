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
  ]
}

extension PermutationResult {
  /// The test, with the error of its p-value where permutations were drawn.
  fileprivate var numbers: ClassicalTest.Numbers {
    var numbers = ClassicalTest.Numbers(test)
    numbers.monteCarloError = coverage == .sampled ? monteCarloError : nil
    return numbers
  }
}
