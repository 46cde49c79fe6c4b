internal import Ingest
internal import Judge
internal import Summaries

extension Gate {
  /// Reads the log and the shadow's answers, pairs them by request and decides.
  ///
  /// Where one log holds both, it is read twice: once for the shadow's rows, once for the others.
  func decideShadow(_ logs: [LogInput]) async throws(ExperimentError) -> Decision {
    let layout = PairedLayout(plan, since: period.since, until: period.until, asOf: asOf)
    let answers = try shadowInputs().map { [$0] } ?? []
    var inputs = try LogInput.rereadable([logs] + joinedFiles() + answers)
    if answers.isEmpty { inputs.append(inputs[0]) }
    let scanner = LogScanner(inputs[0], joining: Array(inputs.dropFirst()), options: options)
    var scan = layout.scan
    let first = try await scanner.summary(believing: &scan)
    let believed = scan.sources[0].believed
    var second: (found: LogSummary, layout: PairedSecondPass)?
    if let pass = PairedSecondPass(plan, layout: layout, after: first) {
      second = (try await scanner.summary(of: pass.scan.believing(believed)), pass)
    }
    var scores: RawColumns?
    if let scan = layout.areaScan?.believing(believed) {
      scores = try await scanner.detached { (scanner) throws(IngestError) in
        try scanner.columns(scan)
      }
    }
    return ShadowJudgement(plan, layout: layout, asOf: asOf, former: former)
      .decide(first, second: second, scores: scores)
  }

  /// The files of the shadow's answers; nil where the log has them.
  private func shadowInputs() throws(ExperimentError) -> [LogInput]? {
    if plan.log.variant != nil {
      guard shadow == nil else {
        throw .unsupported(
          "the plan takes both answers from one log, by log.variant: leave out --shadow, or remove log.variant"
        )
      }
      return nil
    }
    if let shadow { return shadow }
    guard let file = plan.shadow?.file else {
      throw .unsupported(
        "the shadow's answers are missing: name their files with --shadow, or in the plan as shadow.file"
      )
    }
    return [.path(file)]
  }
}
