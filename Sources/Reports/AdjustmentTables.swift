internal import Judge

/// What covariates and limits did to one treatment's metrics.
struct AdjustmentTables {
  private let treatment: TreatmentAnalysis
  private let computed: [(metric: MetricAnalysis, comparison: Comparison)]

  init(_ treatment: TreatmentAnalysis) {
    self.treatment = treatment
    computed = treatment.metrics.compactMap { metric in
      guard case .computed(let comparison) = metric.result else { return nil }
      return (metric, comparison)
    }
  }

  /// A row for each adjusted metric, then what is to be known of the covariates and of limits.
  var blocks: [Report.Block] {
    let rows = computed.compactMap(row)
    guard !rows.isEmpty else { return limits }
    let columns = [
      Table.Column("metric"), .init("adjusted by"), .init("change", .right),
      .init("± standard error", .right), .init("unadjusted", .right),
      .init("± standard error", .right), .init("variance", .right),
    ]
    let intro = "What was known before the experiment, taken off:"
    return [
      .paragraph(Phrase(intro, .quiet)), .table(Table(columns: columns, rows: rows)),
    ] + unused + balances + limits
  }

  private func row(_ metric: MetricAnalysis, _ comparison: Comparison) -> [Phrase]? {
    guard let adjustment = comparison.adjustment else { return nil }
    let text = MetricText(metric)
    let used = adjustment.covariates.filter { $0.use == .used }
    let names = used.map { InertText.name($0.column, limit: 40) }.joined(separator: ", ")
    let change = -adjustment.varianceReduction * 100
    return [
      InertText.name(metric.name, limit: 40), used.isEmpty ? "nothing" : names,
      text.difference(comparison.difference), text.amount(comparison.differenceStandardError),
      text.difference(adjustment.unadjustedDifference),
      text.amount(adjustment.unadjustedStandardError),
      NumberText.signed(change, places: 1) + "%",
    ].map { Phrase($0) }
  }

  private var unused: [Report.Block] {
    var seen: Set<String> = []
    return computed.flatMap { $0.comparison.adjustment?.covariates ?? [] }
      .compactMap(CovariateText.unused).filter { seen.insert($0).inserted }
      .map { .paragraph(Phrase("Takes nothing off: \($0).", .caution)) }
  }

  private var balances: [Report.Block] {
    (treatment.covariates ?? []).map { balance in
      let differs = balance.pValue <= balance.significance
      let words = CovariateText.balance(
        balance.column, means: (balance.control, balance.treatment),
        shares: (balance.controlShare, balance.treatmentShare))
      let text =
        "Before the experiment: \(words.isEmpty ? "nothing is known" : words); anytime p "
        + "\(NumberText.pEquals(balance.pValue)) (a difference at \(NumberText.pValue(balance.significance)) or below)."
      return .paragraph(Phrase(text, differs ? .bad : .plain))
    }
  }

  private var limits: [Report.Block] {
    computed.compactMap { metric, comparison in
      guard let beyond = comparison.beyondLimits else { return nil }
      let what = beyond.level == .row ? "rows" : "units"
      let text =
        "\(InertText.name(metric.name)): \(NumberText.percent(beyond.control, places: 3)) of the control's "
        + "\(what) and \(NumberText.percent(beyond.treatment, places: 3)) of the treatment's lie beyond "
        + "the plan's limits and count as these."
      return .paragraph(Phrase(text))
    }
  }
}
