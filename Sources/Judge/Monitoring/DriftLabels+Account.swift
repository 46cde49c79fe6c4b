internal import Summaries

extension DriftLabels {
  /// Nil where the plan has no labels in a file.
  init?(_ plan: Plan, reference: LogSummary, current: LogSummary) {
    guard let labels = plan.labels else { return nil }
    func account(_ log: LogSummary) -> LabelAccount? {
      log.joins.first { $0.role == .labels }.map { LabelAccount($0) }
    }
    self.init(
      reference: account(reference), current: account(current), coverage: labels.coverage)
  }
}
