internal import Stats

extension PowerQuestion {
  /// The calculation of the question, and what an effect of one is in the units of the question.
  func calculation() throws(PowerProblem) -> (calculation: any PowerCalculation, unit: Double) {
    try refuseOptions()
    try requireOptions()
    do throws(StatsError) {
      let independent = try independentRows()
      let isStandardized = [.tTest, .paired, .sequential].contains(kind)
      let unit = isStandardized ? standardDeviation ?? 1 : 1
      guard let rowsPerUnit, let intraclassCorrelation else { return (independent, unit) }
      return (try clustered(independent, rowsPerUnit, intraclassCorrelation), unit)
    } catch {
      throw .impossible(error.words)
    }
  }

  private func clustered(
    _ rows: some PowerCalculation, _ meanSize: Double, _ correlation: Double
  ) throws(StatsError) -> any PowerCalculation {
    try ClusteredPower(
      rows, meanSize: meanSize, intraclassCorrelation: correlation, sizeVariation: sizeVariation)
  }

  /// Checks that nothing was said that the kind would not look at.
  private func refuseOptions() throws(PowerProblem) {
    let comparesMeans: Set<Kind> = [.tTest, .nonInferiority, .equivalence]
    let hasNoArms: Set<Kind> = [.paired, .anova, .chiSquare, .mcNemar]
    let hasOneSide: Set<Kind> = [.nonInferiority, .equivalence, .anova, .chiSquare]
    let takers: [(isGiven: Bool, option: String, isTaken: Bool)] = [
      (
        standardDeviation != nil, "--sd",
        comparesMeans.union([.paired, .ratio, .sequential]).contains(kind)
      ),
      (
        treatmentStandardDeviation != nil, "--treatment-sd",
        comparesMeans.union([.ratio]).contains(kind)
      ),
      (
        baseline != nil, "--baseline",
        [.proportions, .nonInferiority, .equivalence].contains(kind)
      ),
      (margin != nil, "--margin", kind == .nonInferiority),
      (trueDifference != 0, "--difference", kind == .equivalence),
      (groups != nil, "--groups", kind == .anova),
      (degreesOfFreedom != nil, "--df", kind == .chiSquare),
      (discordant != nil, "--discordant", kind == .mcNemar),
      (looks != PowerQuestion(kind).looks, "--looks", kind == .sequential),
      (treatmentShare != 0.5, "--allocation", !hasNoArms.contains(kind)),
      (sides != .two, "--alternative", !hasOneSide.contains(kind)),
      // The units of a ratio are clusters already, and a pair is one unit.
      (
        intraclassCorrelation != nil, "--icc",
        ![.ratio, .paired, .mcNemar].contains(kind)
      ),
      (sizeVariation != 0, "--size-variation", intraclassCorrelation != nil),
    ]
    if let refused = takers.first(where: { $0.isGiven && !$0.isTaken }) {
      throw .notTaken(kind, option: refused.option)
    }
  }

  /// Checks that what the kind cannot do without is there.
  private func requireOptions() throws(PowerProblem) {
    func require(_ isThere: Bool, _ option: String) throws(PowerProblem) {
      guard isThere else { throw .missing(kind, option: option) }
    }
    try require(standardDeviation.map { $0 > 0 && $0.isFinite } ?? true, "a positive --sd")
    try require(groups.map { (2...1000).contains($0) } ?? true, "2 to 1000 --groups")
    try require(days == nil || perDay != nil, "--per-day for --days")
    guard days == nil || sampleSize == nil else { throw .unclear }
    switch sides {
    case .two: break
    case .greater: try require((effect ?? 1) > 0, "a positive --effect for --alternative greater")
    case .less: try require((effect ?? 1) < 0, "a negative --effect for --alternative less")
    }
    try require(
      (rowsPerUnit == nil) == (intraclassCorrelation == nil), "both --icc and --rows-per-unit")
    switch kind {
    case .tTest, .paired, .sequential: break
    case .proportions: try require(baseline != nil, "--baseline, control's share")
    case .nonInferiority:
      try require(margin != nil, "--margin")
      try require(
        (baseline == nil) != (standardDeviation == nil), "--baseline (shares) or --sd (means)")
    case .equivalence:
      try require(
        (baseline == nil) != (standardDeviation == nil), "--baseline (shares) or --sd (means)")
    case .ratio: try require(standardDeviation != nil, "--sd, what a unit adds to the ratio")
    case .anova: try require(groups != nil, "--groups")
    case .chiSquare: try require(degreesOfFreedom != nil, "--df")
    case .mcNemar: try require(discordant != nil, "--discordant")
    }
  }

  private func independentRows() throws(StatsError) -> any PowerCalculation {
    let ratio = try DailyTraffic.ratio(treatmentShare: treatmentShare)
    let deviation = standardDeviation ?? 1
    let design: TTestPower.Design =
      if let treatmentStandardDeviation {
        .welch(ratio: ratio, deviationRatio: treatmentStandardDeviation / deviation)
      } else {
        .twoSample(ratio: ratio)
      }
    let alternative = sides.alternative
    switch kind {
    case .tTest:
      return try TTestPower(design, significance: significance, alternative: alternative)
    case .paired:
      return try TTestPower(.oneSample, significance: significance, alternative: alternative)
    case .proportions:
      return try TwoProportionPower(
        control: baseline ?? 0, significance: significance, alternative: alternative, ratio: ratio)
    case .nonInferiority:
      let null = -(margin ?? 0)
      guard let baseline else {
        return try MeanMarginPower(
          nullDifference: null, standardDeviation: deviation, design: design,
          significance: significance)
      }
      return try ProportionMarginPower(
        nullDifference: null, control: baseline, significance: significance, ratio: ratio)
    case .equivalence:
      guard let baseline else {
        return try MeanEquivalencePower(
          standardDeviation: deviation, trueDifference: trueDifference, design: design,
          significance: significance)
      }
      return try ProportionEquivalencePower(
        control: baseline, trueDifference: trueDifference, significance: significance,
        ratio: ratio)
    case .ratio:
      return try RatioMetricPower(
        standardDeviation: deviation, treatmentStandardDeviation: treatmentStandardDeviation,
        significance: significance, alternative: alternative, ratio: ratio)
    case .anova:
      return try ANOVAPower(groups: groups ?? 2, significance: significance)
    case .chiSquare:
      return try ChiSquarePower(
        degreesOfFreedom: degreesOfFreedom ?? 1, significance: significance)
    case .mcNemar:
      return try McNemarPower(
        discordant: discordant ?? 1, significance: significance, alternative: alternative)
    case .sequential:
      return try AlwaysValidPower(
        significance: significance, alternative: alternative, ratio: ratio, looks: looks)
    }
  }
}
