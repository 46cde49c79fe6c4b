internal import Stats
internal import Summaries

extension ShadowComparison {
  /// Reads what the scans found beside the plan's metrics.
  init(
    _ plan: Plan, _ layout: PairedLayout, _ first: LogSummary,
    _ second: (found: LogSummary, layout: PairedSecondPass)?
  ) {
    let shadow = plan.shadow ?? ShadowPlan()
    let alpha = plan.inference.significance
    func measurement(_ pair: Int?) -> PairedMeasurement? {
      pair.flatMap { PairedMeasurement(plan, first.pairedMoments($0)) }
    }
    // Scores lie between 0 and 1 as a rule; the guess tunes a sequence and bounds nothing.
    func score(_ pair: Int?) -> Measurement? {
      measurement(pair)?.mean(significance: alpha, spread: PairedMeasurement.shareVariance)
    }
    self.init(
      pairs: Pairs(layout, first, tolerated: shadow.missingPairs),
      agreement: measurement(layout.agreement).map {
        Agreement($0, required: shadow.agreement, significance: alpha)
      },
      scoreDifference: score(layout.scores?.difference),
      scoreDistance: score(layout.scores?.distance),
      discordance: plan.metrics.indices.compactMap { index in
        layout.discordance(index, in: first).map { Discordance(plan, index, $0) }
      },
      slices: second.map { Self.slices(plan, $0.found, $0.layout) } ?? [],
      unslicedColumns: zip(shadow.slices, layout.slices).compactMap { column, index in
        first.pairedDistribution(index).categories.counts == nil ? column : nil
      },
      answers: layout.answers.map { Self.answers(plan, $0, first) })
  }

  private static func slices(
    _ plan: Plan, _ found: LogSummary, _ layout: PairedSecondPass
  ) -> [Slice] {
    let significance = plan.inference.significance / Double(max(1, layout.slices.count))
    let slices = layout.slices.compactMap { slice -> Slice? in
      guard let alike = PairedMeasurement(plan, found.pairedMoments(slice.pair)) else { return nil }
      var disagreement = alike.share(significance: significance)
      let interval = disagreement.interval
      disagreement.value = 1 - disagreement.value
      disagreement.interval = Bounds(lower: 1 - interval.upper, upper: 1 - interval.lower)
      return Slice(
        column: slice.column, value: slice.value, requests: alike.rows, disagreement: disagreement)
    }
    return slices.sorted {
      ($1.disagreement.value, $0.column, $0.value) < ($0.disagreement.value, $1.column, $1.value)
    }
  }

  private static func answers(
    _ plan: Plan, _ answers: PairedLayout.Answers, _ first: LogSummary
  ) -> ColumnDrift {
    let (before, after) = (
      first.pairedDistribution(answers.control), first.pairedDistribution(answers.treatment)
    )
    let comparison = ColumnComparison(
      ColumnPair(
        column: answers.column, reference: before, referenceRows: before.rows, current: after,
        currentRows: after.rows), plan: plan.drift)
    let pValues = comparison.families.map(\.pValue)
    // P-values are probabilities by construction; were one not, nothing has drifted.
    let adjusted = (try? Holm.adjusted(pValues)) ?? pValues.map { _ in 1 }
    var drift = comparison.concluded(
      adjusted: adjusted, tests: pValues.count, alpha: plan.drift.significance)
    // Tests of two logs that know nothing of each other: these are two answers to the same requests.
    drift.measures?.homogeneity = nil
    drift.measures?.kolmogorovSmirnovPValue = nil
    drift.measures?.numbers?.welchStatistic = nil
    drift.measures?.numbers?.welchPValue = nil
    return drift
  }
}

extension ShadowComparison.Pairs {
  init(_ layout: PairedLayout, _ first: LogSummary, tolerated: Double) {
    let join = first.joins.first { $0.role == .shadow } ?? JoinSummary(role: .shadow)
    let shadowOnly = layout.isWhole ? join.keysWithoutLogRow : nil
    let lacking = join.unmatchedLogRows + (shadowOnly ?? 0)
    let all = join.matchedLogRows + lacking
    self.init(
      both: join.matchedLogRows, logOnly: join.unmatchedLogRows, shadowOnly: shadowOnly,
      missingShare: all > 0 ? Double(lacking) / Double(all) : 0, tolerated: tolerated,
      repeatedRows: join.repeatedLogRows, shadowKeys: join.keys,
      conflictingKeys: join.conflictingKeys, rows: join.rows, rowErrors: join.errors)
  }
}

extension ShadowComparison.Agreement {
  init(_ measured: PairedMeasurement, required: Double?, significance: Double) {
    self.init(
      share: measured.share(significance: significance), required: required,
      pValue: required.map { measured.pValue(share: $0, .greater) },
      missedPValue: required.map { measured.pValue(share: $0, .less) })
  }
}

extension ShadowComparison.Discordance {
  init(_ plan: Plan, _ index: Int, _ pairs: DiscordantPairs) {
    let exact = try? McNemarTest().evaluate(controlOnly: pairs.less, treatmentOnly: pairs.more)
    var anytime: Double?
    if plan.unitColumn == nil {
      let sides = BernoulliMixture.Side.allCases.compactMap {
        try? BernoulliMixture(nullProbability: 0.5, side: $0)
          .pValue(successes: pairs.more, failures: pairs.less)
      }
      anytime = sides.min().map { min(1, 2 * $0) }
    }
    self.init(
      metric: plan.metrics[index].name, more: pairs.more, less: pairs.less, pValue: exact?.pValue,
      anytimePValue: anytime)
  }
}
