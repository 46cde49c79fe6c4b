internal import Foundation
internal import Stats

extension DriftDecision {
  /// How many looks a report lists.
  private static let historyLimit = 400

  /// The decision of a scheduled report: of one look, with what all looks say together.
  ///
  /// Drift is what the detector's alarm says it is. A column that one look alone would call drifted is not
  /// yet told: over many looks such columns are found by chance.
  ///
  /// - Parameters:
  ///   - state: With this look, the last of those that are caught up.
  ///   - name: The look.
  ///   - standing: Whether it is a new one.
  ///   - caughtUp: How many looks were new in this run.
  ///   - plan: What the columns' statuses mean together.
  /// - Returns: The decision with the looks in it.
  public func scheduled(
    _ state: DriftState, look name: String, _ standing: DriftLooks.Standing, caughtUp: Int,
    under plan: DriftPlan
  ) -> DriftDecision {
    guard let look = state.look(named: name) else { return self }
    var decision = self
    // An alarm of any look that this run caught up with is one that nobody has been told of.
    let alarms = state.looks.suffix(max(1, caughtUp)).filter(\.alarm)
    let alarm = standing == .new ? !alarms.isEmpty : look.alarm
    let evidence = look.byColumn ?? [:]
    decision.looks = DriftLooks(
      alarmRate: state.detector.alarmRate, looks: state.looks.count,
      alarms: state.detector.alarms, look: name, standing: standing, caughtUp: caughtUp,
      logEValue: look.logEValue, logThreshold: state.detector.logThreshold, alarm: alarm,
      history: state.looks.suffix(Self.historyLimit).map {
        DriftLooks.Look(
          name: $0.name, rows: $0.rows, logEValue: $0.logEValue, alarm: $0.alarm,
          foremost: $0.foremost)
      })
    // A column has its part in an alarm where its own evidence is at least that of the mean's threshold.
    let raised = Set(
      evidence.filter { $0.value >= state.detector.logThreshold }.keys
        + alarms.compactMap(\.foremost))
    decision.columns = columns.map { column in
      var column = column
      column.logEValue = evidence[column.column]
      if alarm, raised.contains(column.column) {
        column.status = .drift
        let ln = evidence[column.column] ?? alarms.last?.logEValue ?? state.detector.logThreshold
        column.causes.insert(.alarmRaised(logEValue: ln), at: 0)
      } else if column.status == .drift {
        column.status = .cannotTell
        column.causes.insert(.noAlarmYet, at: 0)
      }
      return column
    }
    guard verdict != .invalid else { return decision }
    decision.verdict = DriftAnalysis.verdict(decision.columns, under: plan)
    if alarm, decision.verdict != .criticalDrift { decision.verdict = .drift }
    return decision
  }
}
