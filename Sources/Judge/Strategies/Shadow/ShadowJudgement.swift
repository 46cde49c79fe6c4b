public import Summaries

/// Applies a plan of strategy `shadow` to what the scans found: pure, the same answer for the same input.
///
/// The questions are those of an experiment, asked of paired differences: requests that both models
/// answered, clustered by unit. What paired requests share cancels, so that nothing is assigned and no
/// sample ratio is tested; what is missing on one side is `invalid` beyond what the plan tolerates.
public struct ShadowJudgement: Sendable {
  private let plan: Plan
  private let layout: PairedLayout
  private let asOf: Timestamp?
  private let former: FormerRollback?

  /// Creates a judgement.
  ///
  /// - Parameters:
  ///   - plan: What was decided before the data were seen.
  ///   - layout: The scan made from it.
  ///   - asOf: The present, for freshness; not asked where nil.
  ///   - former: A rollback that an earlier report of this plan told; it stays one.
  public init(
    _ plan: Plan, layout: PairedLayout, asOf: Timestamp? = nil, former: FormerRollback? = nil
  ) {
    (self.plan, self.layout, self.asOf, self.former) = (plan, layout, asOf, former)
  }

  /// Decides.
  ///
  /// - Parameters:
  ///   - first: What the layout's scan found.
  ///   - second: What its second pass found and how that was asked, where there is one.
  ///   - scores: What the layout's scan for areas handed over, where there is one.
  /// - Returns: The verdict with every number it rests on.
  public func decide(
    _ first: LogSummary, second: (found: LogSummary, layout: PairedSecondPass)? = nil,
    scores: RawColumns? = nil
  ) -> Decision {
    var comparison = ShadowComparison(plan, layout, first, second)
    comparison.areas = scores.flatMap { PairedAreaComparison(plan, $0) }
    let file = CaseFile(
      plan: plan, sample: sample(first, comparison.pairs), sampleRatio: nil,
      treatments: [treatment(first, second)], missing: labelled(first), asOf: asOf,
      former: former, price: InferencePrice(plan))
    let rules: [any DecisionRule] = [
      HarmRule(), PairValidityRule(comparison: comparison, halfPairs: halfPairs(first)),
      PairDeteriorationRule(comparison: comparison), MinimumSampleRule(),
      ShadowPassRule(comparison: comparison), FutilityRule(),
    ]
    var decision = Decision(plan.identity, file, rules: rules)
    decision.shadow = comparison
    return decision
  }

  private func treatment(
    _ first: LogSummary, _ second: (found: LogSummary, layout: PairedSecondPass)?
  ) -> TreatmentAnalysis {
    var analyzer = PairedAnalyzer(plan: plan, layout: layout, first: first, second: second)
    var treatment = TreatmentAnalysis(
      variant: plan.treatments.first ?? "", promotionPValue: nil, metrics: analyzer.metrics)
    let promotion = PromotionPValues(plan: plan)
    treatment.promotionPValue = promotion.adjusted([treatment]).first
    if let pValue = treatment.promotionPValue, pValue <= plan.inference.significance {
      analyzer.levels = promotion.levels(treatment, adjusted: pValue)
      treatment.metrics = analyzer.metrics
    }
    return treatment
  }

  /// The model in service with its requests, the shadow with those it answered.
  private func sample(_ first: LogSummary, _ pairs: ShadowComparison.Pairs) -> SampleAccount {
    var sample = SampleAccount(plan, first, plannedShares: plan.shares)
    for name in plan.treatments { sample.unknownVariants[name] = nil }
    let paired = first.pairedMoments(layout.paired)
    for index in sample.arms.indices {
      sample.arms[index].plannedShare = 1
      guard index > 0 else { continue }
      sample.arms[index].rows = pairs.both
      sample.arms[index].units = Int((paired.meanX * Double(paired.count)).rounded())
    }
    return sample
  }

  /// How many of the requests that a metric on labels asks for one have it: the same for both models, so
  /// that there is no difference to test.
  private func labelled(_ first: LogSummary) -> [MissingValues] {
    zip(plan.metrics, layout.presence).compactMap { metric, presence in
      let asked = first.pairedRows(presence.asked)
      guard plan.isLabel(metric), asked > 0 else { return nil }
      let share = first.pairedRows(presence.both) / asked
      return MissingValues(
        cause: .noValue, metric: metric.name, treatment: plan.treatments.first ?? "",
        control: share, changed: share, pValue: 1)
    }
  }

  /// By metric, and by column of answers, the share of pairs in which just one of the two has a value, of those in which any has.
  private func halfPairs(_ first: LogSummary) -> [(metric: String, share: Double)] {
    let metrics = zip(plan.metrics, layout.presence).map { metric, presence in
      // Where the model in service writes down nothing but events, a blank says that there was none.
      let written = ClusterSum.Count(
        rows: first.pairedRows(presence.control), of: first.pairedRows(presence.asked))
      let isByHabit =
        plan.isBlankByHabit(
          metric, present: written, events: presence.events.map(first.pairedRows) ?? 0)
        && first.pairedRows(presence.treatment) > 0
      return (metric.name, isByHabit ? 0 : halfShare(first, presence))
    }
    let answers = layout.answerPresence.sorted { $0.key < $1.key }
    return metrics + answers.map { ($0.key, halfShare(first, $0.value)) }
  }

  private func halfShare(_ first: LogSummary, _ presence: PairedLayout.Presence) -> Double {
    let both = first.pairedRows(presence.both)
    let (one, other) = (
      first.pairedRows(presence.control), first.pairedRows(presence.treatment)
    )
    let any = one + other - both
    return any > 0 ? (any - both) / any : 0
  }
}
