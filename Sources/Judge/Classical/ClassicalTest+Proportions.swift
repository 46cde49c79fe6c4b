internal import Stats

extension ClassicalTest {
  static let proportionTests: [ClassicalTest] = [
    ClassicalTest(
      "two-proportion-z", .proportions, use: "two shares with at least five of each outcome",
      inR: "prop.test(x, n, correct = FALSE)", estimate: "difference of proportions", .value(0),
      caution: .expectedCounts,
      .twoCounts { control, treatment, settings throws(StatsError) in
        let result = try TwoProportionZTest(
          alternative: settings.alternative, nullDifference: settings.null
        ).evaluate(control: control, treatment: treatment)
        return Numbers(
          result,
          try oneSided(settings, within: -1...1) { (level) throws(StatsError) in
            try MiettinenNurminenInterval(level: level)
              .interval(control: control, treatment: treatment)
          })
      }),
    ClassicalTest(
      "fisher", .proportions, use: "two shares, exactly: small or lopsided counts",
      inR: "fisher.test(table)", estimate: "odds ratio", .value(1),
      .twoCounts { control, treatment, settings throws(StatsError) in
        let test = FisherExactTest(
          alternative: settings.alternative, nullOddsRatio: settings.null)
        return Numbers(
          try test.evaluate(control: control, treatment: treatment),
          try test.confidenceInterval(
            control: control, treatment: treatment, level: settings.level))
      }),
    ClassicalTest(
      "mcnemar", .proportions, use: "two outcomes of the same units or pairs, exactly",
      inR: "binom.test(b, b + c)", estimate: "odds of treatment alone to control alone",
      .fixedValue(1),
      .pairedCounts { controlOnly, treatmentOnly, settings throws(StatsError) in
        Numbers(
          try McNemarTest(alternative: settings.alternative)
            .evaluate(controlOnly: controlOnly, treatmentOnly: treatmentOnly))
      }),
    ClassicalTest(
      "mcnemar-chi-square", .proportions, use: "the same for many discordant pairs",
      inR: "mcnemar.test(table, correct = FALSE)",
      estimate: "odds of treatment alone to control alone",
      .statement(
        null: "both succeed equally often", alternative: "one succeeds more often"),
      .pairedCounts { controlOnly, treatmentOnly, _ throws(StatsError) in
        Numbers(
          try McNemarTest(method: .asymptotic(.none))
            .evaluate(controlOnly: controlOnly, treatmentOnly: treatmentOnly))
      }),
    ClassicalTest(
      "binomial", .proportions, use: "one share against a value, exactly",
      inR: "binom.test(x, n, p)", estimate: "proportion", .value(0.5),
      .count { count, settings throws(StatsError) in
        Numbers(
          try BinomialTest(
            alternative: settings.alternative, nullProportion: settings.null
          ).evaluate(count),
          try oneSided(settings, within: 0...1) { (level) throws(StatsError) in
            try ClopperPearsonInterval(level: level).interval(count)
          })
      }),
    ClassicalTest(
      "mantel-haenszel", .proportions, use: "two shares within strata, such as days or countries",
      inR: "mantelhaen.test(table, correct = FALSE)", estimate: "common odds ratio",
      .statement(
        null: "the odds ratio is 1 in every stratum",
        alternative: "a common odds ratio is not 1"),
      .strata { strata, _ throws(StatsError) in Numbers(try strata.associationTest()) }),
    ClassicalTest(
      "breslow-day", .proportions, use: "whether the odds ratio is the same in every stratum",
      inR: nil, estimate: "common odds ratio",
      .statement(
        null: "the odds ratio is the same in every stratum",
        alternative: "the odds ratios differ"),
      .strata { strata, _ throws(StatsError) in Numbers(try strata.homogeneityTest()) }),
  ]

  /// An interval of both sides, or the side of the alternative at the level of one.
  static func oneSided(
    _ settings: TestSettings, within range: ClosedRange<Double>,
    _ twoSided: (Double) throws(StatsError) -> ConfidenceInterval
  ) throws(StatsError) -> ConfidenceInterval {
    guard settings.alternative != .twoSided else { return try twoSided(settings.level) }
    let both = try twoSided(2 * settings.level - 1)
    return ConfidenceInterval(
      lower: settings.alternative == .less ? range.lowerBound : both.lower,
      upper: settings.alternative == .greater ? range.upperBound : both.upper,
      level: settings.level)
  }
}
