internal import Stats

extension PowerQuestion {
  /// Finds what is not given; a size that is found is rounded up, and its power told.
  ///
  /// - Throws: `PowerProblem` where something is missing or no number answers.
  public func answer() throws(PowerProblem) -> PowerAnswer {
    let planned = try calculation()
    let answer: PowerAnswer?
    do throws(StatsError) {
      answer = try self.answer(planned.calculation, unit: planned.unit)
    } catch {
      throw .impossible(error.words)
    }
    guard let answer else { throw .unclear }
    return answer
  }

  /// Answers by a calculation whose effects are in multiples of `unit`; nil where not one is unknown.
  private func answer(
    _ calculation: any PowerCalculation, unit: Double
  ) throws(StatsError) -> PowerAnswer? {
    let size = try givenSize(calculation)
    let given = effect ?? (kind == .nonInferiority && (size == nil || power == nil) ? 0 : nil)
    var answer = PowerAnswer(question: self, found: .power, sizes: [], effect: 0, power: 0)
    let exact: Double
    switch (size, given, power) {
    case (let size?, let effect?, nil): (exact, answer.effect) = (size, effect)
    case (nil, let effect?, _):
      exact = try calculation.sampleSize(effect: effect / unit, power: power ?? 0.8)
      (answer.found, answer.effect) = (.sampleSize, effect)
    case (let size?, nil, _):
      exact = size
      answer.found = .effect
      answer.effect =
        try calculation.detectableEffect(sampleSize: size, power: power ?? 0.8) * unit
    default: return nil
    }
    // A hair above a whole number is rounding, not another observation.
    let whole = (exact * (1 - 1e-12)).rounded(.up)
    answer.sizes = try sizes(whole, calculation)
    answer.power =
      answer.found == .effect
      ? power ?? 0.8 : try calculation.power(sampleSize: whole, effect: answer.effect / unit)
    answer.days = try perDay.map { (perDay) throws(StatsError) in
      try DailyTraffic(unitsPerDay: perDay)
        .days(for: calculation, sampleSize: whole)
    }
    if let rows = rowsPerUnit, let correlation = intraclassCorrelation {
      answer.designEffect = try ClusterDesignEffect.value(
        meanSize: rows, intraclassCorrelation: correlation, sizeVariation: sizeVariation)
    }
    if let sequential = calculation as? AlwaysValidPower {
      answer.fixedSampleRatio = try sequential.fixedSampleRatio(power: power ?? 0.8)
      answer.expectedTotal =
        try sequential.expectedSampleSize(sampleSize: whole, effect: answer.effect / unit)
        * sequential.totalPerSampleSize
    }
    return answer
  }

  private func givenSize(
    _ calculation: any PowerCalculation
  ) throws(StatsError) -> Double? {
    guard let days, let perDay else { return sampleSize }
    return try DailyTraffic(unitsPerDay: perDay).sampleSize(for: calculation, days: days)
  }

  private func sizes(
    _ size: Double, _ calculation: any PowerCalculation
  ) throws(StatsError) -> [Int] {
    guard size * calculation.totalPerSampleSize < 1e15 else {
      throw .invalidParameter(name: "sampleSize", value: size, expected: "below 1e15 in all")
    }
    switch kind {
    case .anova: return Array(repeating: Int(size), count: groups ?? 2)
    case .chiSquare, .mcNemar, .paired: return [Int(size)]
    default:
      let treatment = size * (calculation.totalPerSampleSize - 1)
      return [Int(size), Int((treatment * (1 - 1e-12)).rounded(.up))]
    }
  }
}
