internal import Summaries

extension Plan {
  /// What says that a row of the log has the shadow's answer beside it.
  var isPaired: Condition { Condition(ShadowPlan.paired(log.request ?? ""), .isPresent) }

  /// The column of what was true, which both models share.
  var labelColumn: String? { log.label ?? labels?.value }

  /// The rows of the model in service.
  func pairedLogSource(since: Timestamp?, until: Timestamp?) -> ScanPlan.Source {
    var source = logSource(since: since, until: until)
    source.key = log.request
    // Rows of variants that the plan does not name stay: they are counted as unknown.
    if let variant = log.variant { source.filter.append(Condition(variant, .isNoneOf(treatments))) }
    return source
  }

  /// The shadow's rows, their columns under the names that the paired metrics know them by.
  func shadowSource(columns: [String]) -> ScanPlan.Source {
    let shadow = self.shadow ?? ShadowPlan()
    var source = ScanPlan.Source(role: .shadow)
    (source.key, source.missing) = (shadow.key ?? log.request, log.missing)
    if let variant = log.variant {
      // In one log the conditions hold for both rows of a request.
      source.filter = log.filter + [Condition(variant, .isOneOf(treatments))]
    }
    // The request itself is handed over as well: it says that there is an answer, whatever is in it.
    source.columns = [.init(source.key ?? "", as: ShadowPlan.paired(log.request ?? ""))]
    source.columns += columns.filter { $0 != log.request }.map {
      .init(shadow.renamed[$0] ?? $0, as: ShadowPlan.paired($0))
    }
    return source
  }
}

extension MetricPlan {
  /// The same metric of the shadow's answer.
  ///
  /// Its conditions stay those of the log's row: they choose requests, not answers.
  func paired(_ plan: Plan) -> MetricPlan {
    var metric = self
    if column != plan.labelColumn { metric.column = ShadowPlan.paired(column) }
    return metric
  }
}

extension [Condition] {
  var withoutRepeats: [Condition] {
    reduce(into: []) { kept, condition in
      if !kept.contains(condition) { kept.append(condition) }
    }
  }
}
