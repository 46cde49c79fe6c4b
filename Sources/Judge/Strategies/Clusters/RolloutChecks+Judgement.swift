public import Summaries

extension RolloutChecks {
  /// The scan of the cases; nil without any.
  public var smokeScan: ScanPlan? { smoke?.scan }

  /// Judges what was read; what is missing is not judged, and never a pass.
  ///
  /// - Parameters:
  ///   - documents: The documents that are there, by the name the plan gives them.
  ///   - cases: The cases; nil where their file is missing.
  ///   - asOf: The present, for the age of evidence; not known where nil.
  /// - Returns: A check each, evidence first.
  public func judge(
    documents: [String: [UInt8]], cases: RawColumns?, asOf: Timestamp?
  ) -> [Check] {
    let evidence = EvidenceCheck(documents: documents, manifest: nil, asOf: asOf)
    return self.evidence.map(evidence.check)
      + [smoke.map { SmokeCheck(plan: $0).check(cases) }].compactMap(\.self)
  }
}
