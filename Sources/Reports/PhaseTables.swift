internal import Judge

/// One treatment's metrics phase by phase, where traffic was divided in more than one way.
struct PhaseTables {
  private let metrics: [(metric: MetricAnalysis, comparison: Comparison, phases: PhaseEffects)]

  init(_ treatment: TreatmentAnalysis) {
    metrics = treatment.metrics.compactMap { metric in
      guard case .computed(let comparison) = metric.result, let phases = comparison.phases else {
        return nil
      }
      return (metric, comparison, phases)
    }
  }

  /// A row for each metric and phase, then what pooling would have turned around.
  var blocks: [Report.Block] {
    guard !metrics.isEmpty else { return [] }
    let intro =
      "By phase; effects are compared within phases and weighted by their overlap, never pooled:"
    return [.paragraph(Phrase(intro, .quiet)), .table(table)]
      + warnings.map { .paragraph(Phrase($0, .caution)) }
  }

  private var table: Table {
    let columns = [
      Table.Column("metric"), .init("from"), .init("units control", .right),
      .init("units treatment", .right), .init("change", .right), .init("± standard error", .right),
    ]
    let rows = metrics.flatMap { metric, _, phases in
      phases.effects.map { effect in
        let text = MetricText(metric)
        return [
          InertText.name(metric.name, limit: 40),
          effect.start.map { TimeText.minute($0) } ?? "the start",
          NumberText.count(effect.controlUnits), NumberText.count(effect.treatmentUnits),
          text.difference(effect.difference), text.amount(effect.standardError),
        ].map { Phrase($0) }
      }
    }
    return Table(columns: columns, rows: rows)
  }

  private var warnings: [String] {
    metrics.flatMap { metric, comparison, phases -> [String] in
      let name = InertText.name(metric.name)
      var warnings: [String] = []
      if phases.isReversedByPooling, let pooled = phases.pooledStandardized,
        let difference = phases.pooledDifference
      {
        let text = MetricText(metric)
        warnings.append(
          "Pooled over phases, \(name) would change by \(text.difference(difference)) "
            + "(z = \(z(pooled))) instead of \(text.difference(comparison.difference)) "
            + "(z = \(z(phases.stratifiedStandardized))): units of different days would be compared "
            + "(Simpson's paradox). The verdict rests on the comparison within phases.")
      }
      if let pValue = phases.heterogeneityPValue, pValue < 0.001 {
        warnings.append(
          "The effect on \(name) is not the same in all phases (p \(NumberText.pEquals(pValue))): "
            + "what is judged is its average over them.")
      }
      return warnings
    }
  }

  private func z(_ value: Double) -> String { NumberText.decimal(value, places: 2) }
}
