extension ClassicalTest {
  /// Reads some columns of a log and runs the test on them.
  ///
  /// - Throws: `ExperimentError` where an input cannot be read at all, or the test cannot be computed.
  public func evaluate(
    _ columns: TestColumns, of logs: [LogInput], where conditions: [Condition] = [],
    _ settings: TestSettings = TestSettings(), options: ScanOptions = ScanOptions()
  ) async throws(ExperimentError) -> ClassicalFinding {
    let plan: ScanPlan
    do throws(TestProblem) {
      plan = try columns.scanPlan(for: self, where: conditions)
    } catch {
      throw .test(error)
    }
    let raw = try await LogScanner(logs, options: options).detached {
      (scanner) throws(IngestError) in
      try scanner.columns(plan)
    }
    do throws(TestProblem) {
      return try columns.evaluate(self, raw, settings)
    } catch {
      throw .test(error)
    }
  }
}
