import Summaries

@testable import Judge

extension SampleDecisions {
  /// A shadow with every part of its comparison and every reason of its own.
  static var shadow: Decision {
    var decision = undecided
    let share = ShadowComparison.Measurement(
      units: 700, value: 0.93, standardError: 0.005, interval: Bounds(lower: 0.91, upper: 0.95))
    decision.shadow = ShadowComparison(
      pairs: .init(
        both: 990, logOnly: 7, shadowOnly: 3, missingShare: 0.01, tolerated: 0.001,
        repeatedRows: 1, shadowKeys: 993, conflictingKeys: 2, rows: .init(), rowErrors: .init()),
      agreement: .init(share: share, required: 0.9, pValue: 0.01, missedPValue: 1),
      scoreDifference: share, scoreDistance: share,
      discordance: [
        .init(metric: "accuracy", more: 40, less: 29, pValue: 0.23, anytimePValue: 0.8),
        .init(metric: "errors", more: 0, less: 0, pValue: nil, anytimePValue: nil),
      ],
      areas: PairedAreaComparison(
        requests: 990, positives: 300, units: 700, control: 0.91, treatment: 0.92,
        difference: 0.01, standardError: 0.004, margin: 0.01, lower: -0.002, pValue: 0.001,
        missedPValue: 1, classicalPValue: 0.012),
      slices: [.init(column: "country", value: "BR", requests: 120, disagreement: share)],
      unslicedColumns: ["user_agent"], answers: drift.columns.first)
    decision.reasons += [
      .shadow(.pairsMissing(logOnly: 7, shadowOnly: 3, share: 0.01, tolerated: 0.001)),
      .shadow(.pairsMissing(logOnly: 1, shadowOnly: nil, share: 0.01, tolerated: 0)),
      .shadow(.answersContradict(keys: 2, share: 0.002, tolerated: 0)),
      .shadow(.valuesUnpaired(metric: "latency", share: 0.02, tolerated: 0.005)),
      .shadow(.passed(treatment: "challenger")),
      .shadow(.agreementProven(share: 0.93, lower: 0.91, required: 0.9)),
      .shadow(.agreementNotProven(share: 0.93, lower: -.infinity, required: 0.9)),
      .shadow(.agreementNotProven(share: nil, lower: nil, required: 0.9)),
      .shadow(.agreementMissed(share: 0.8, upper: 0.85, required: 0.9)),
      .shadow(.areaProven(difference: 0.01, lower: -0.002, margin: 0.01)),
      .shadow(.areaNotProven(difference: 0.01, lower: -0.02, margin: 0.01)),
      .shadow(.areaNotProven(difference: nil, lower: nil, margin: 0.01)),
      .shadow(.areaMissed(difference: -0.05, margin: 0.01)),
    ]
    return decision
  }
}
