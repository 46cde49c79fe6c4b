internal import Stats
internal import Summaries

/// Counts of events, for what is judged by them exactly.
extension MetricAnalyzer {
  /// Whether both arms tell of nearly every row if it had the event: a blank is no evidence of none.
  func tellsEvents(metric index: Int, treatment: Int, through last: Int) -> Bool {
    guard let pair = arms.layout.countedRows(.noValue)[index] else { return true }
    return [0, treatment].allSatisfy { variant in
      arms.phases.indices.allSatisfy { phase in
        let share = arms.share(pair, variant: variant, phase: phase, through: last)
        return share.map { 1 - $0.value <= plan.toleratedMissing.value } ?? true
      }
    }
  }

  /// The units of which it is known whether they had the event.
  func observedUnits(metric index: Int, treatment: Int, through last: Int) -> Int {
    guard case .ratio(_, let events?) = arms.layout.slots[index] else { return 0 }
    let moments = arms.first.pair(events, variant: treatment, nil, through: last)
    return Int((moments.meanY * Double(moments.count)).rounded())
  }

  /// The units with an event by phase; none where the metric counts no events.
  func firstEvents(
    metric index: Int, treatment: Int, through last: Int = .max
  ) -> [FirstEventProcess.Phase] {
    guard case .ratio(_, let events?) = arms.layout.slots[index] else { return [] }
    return arms.phases.map { phase in
      FirstEventProcess.Phase(
        treatmentEvents: arms.first.events(
          events, variant: treatment, phase, through: last),
        controlEvents: arms.first.events(events, variant: 0, phase, through: last),
        treatmentShare: phase.shares[treatment] / (phase.shares[0] + phase.shares[treatment]))
    }
  }
}

extension LogSummary {
  /// Units with at least one event.
  func events(_ pair: Int, variant: Int, _ phase: Phase? = nil, through last: Int = .max) -> Int {
    let moments = self.pair(pair, variant: variant, phase, through: last)
    return Int((moments.meanX * Double(moments.count)).rounded())
  }
}
