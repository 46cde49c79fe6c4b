internal import Summaries

extension DriftLabels {
  /// Nil where the plan has no labels in a file.
  init?(_ plan: Plan, reference: LogSummary, current: LogSummary) {
    guard let labels = plan.labels else { return nil }
    func account(_ log: LogSummary) -> LabelAccount? {
      log.joins.first { $0.role == .labels }.map { join in
        var account = LabelAccount(join)
        // A row whose label is there but empty has none.
        if let label = plan.log.label, let column = log.distributions[label] {
          (account.matchedRows, account.unmatchedRows) = (column.present, column.missing)
        }
        return account
      }
    }
    self.init(
      reference: account(reference), current: account(current), coverage: labels.coverage)
  }
}
