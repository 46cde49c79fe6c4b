internal import Foundation
internal import Ingest
internal import Judge
internal import Summaries

extension Gate {
  /// Reads a validation's log, and the files its plan names, and decides.
  ///
  /// Documents, cases, folds and load tests that are missing are checks that are not judged; a baseline's
  /// file that is missing is an input that cannot be read.
  func decideValidation(_ logs: [LogInput]) async throws(ExperimentError) -> Decision {
    guard let validation = plan.validation else { throw .unsupported("the plan has no validation") }
    guard plan.freshness == nil || plan.log.time != nil else {
      throw .unsupported("freshness needs the time of each row: name its column as log.time")
    }
    let documents = try documents(validation.documents)
    let inputs = try LogInput.rereadable([logs] + validationJoins(validation))
    let scanner = LogScanner(inputs[0], joining: Array(inputs.dropFirst()), options: options)
    var input = ValidationInput()
    input.documents = documents
    var header: [String] = []
    if !logs.isEmpty {
      header = try await scanner.detached { (scanner) throws(IngestError) in try scanner.header() }
    }
    let layout = ValidationLayout(
      plan, since: period.since, until: period.until, asOf: asOf, header: header,
      documents: documents)
    if layout.needsLog {
      guard !logs.isEmpty else {
        throw .unsupported("the plan's checks need a log: name its files with --log")
      }
      var scan = layout.scan()
      var log = try await scanner.believing(&scan, \.log) {
        (scan) async throws(ExperimentError) in try await scanner.columns(of: scan)
      }
      let believed = scan.sources[0].believed
      var window: Timestamp?
      if let start = layout.windowStart(log), let first = log.log.firstTime, first < start {
        log = try await scanner.columns(of: layout.scan(from: start).believing(believed))
        window = start
      }
      if let scan = layout.requestScan(from: window) {
        let requests = try await scanner.logAlone.summary(of: scan)
        log.log.repeatedRequests = requests.rows.used - requests.cells.map(\.units).reduce(0, +)
      }
      for seconds in layout.warmUps {
        input.warmed[seconds] = try await scanner.columns(
          of: layout.scan(from: log.log.firstTime?.later(by: seconds)).believing(believed))
      }
      input.log = log
    }
    try await readTests(&input, layout, validation)
    return ValidationJudgement(plan, layout: layout, header: header, asOf: asOf).decide(input)
  }

  /// Reads the cases, the folds and the load test, where their files are there.
  private func readTests(
    _ input: inout ValidationInput, _ layout: ValidationLayout, _ validation: ValidationPlan
  ) async throws(ExperimentError) {
    if let smoke = validation.smoke, let scan = layout.smokeScan {
      input.smoke = try await columns(scan, of: smoke.file)
    }
    for plan in validation.folds {
      guard let file = plan.file else { continue }
      input.folds[plan.name] = try await columns(layout.scan(plan), of: file)
    }
    guard let loadTest = validation.loadTest, let scan = layout.loadTestScan() else { return }
    let log = try await columns(scan, of: loadTest.file)
    input.loadTest = log
    for seconds in layout.loadTestWarmUps {
      guard let scan = layout.loadTestScan(from: log?.log.firstTime?.later(by: seconds)) else {
        continue
      }
      input.warmedLoadTest[seconds] = try await columns(scan, of: loadTest.file)
    }
  }

  /// The columns of a file that the plan names; nil where it is missing.
  func columns(
    _ scan: ScanPlan, of file: String
  ) async throws(ExperimentError) -> RawColumns? {
    do throws(ExperimentError) {
      let inputs = try LogInput.rereadable([.path(path(file))])
      return try await LogScanner(inputs, options: options).columns(of: scan)
    } catch {
      if case .ingest(.missingFile) = error { return nil }
      throw error
    }
  }

  private func validationJoins(_ validation: ValidationPlan) -> [[LogInput]] {
    [
      plan.labels.map { labels ?? [.path(path($0.file))] },
      validation.baseline?.file.map { [.path(path($0))] },
    ].compactMap(\.self)
  }

  /// A file that the plan names from its own folder.
  private func path(_ file: String) -> String {
    guard let folder, !file.hasPrefix("/") else { return file }
    return URL(filePath: folder).appending(path: file).relativePath
  }

  /// The bytes of the documents that are there.
  func documents(_ files: [String]) throws(ExperimentError) -> [String: [UInt8]] {
    var documents: [String: [UInt8]] = [:]
    for file in files {
      let path = path(file)
      guard FileManager.default.fileExists(atPath: path) else { continue }
      guard let data = FileManager.default.contents(atPath: path) else {
        throw .ingest(.notPermitted(path))
      }
      documents[file] = [UInt8](data)
    }
    return documents
  }
}

extension LogScanner {
  /// Reads columns on a thread of its own, as reading blocks.
  fileprivate func columns(of scan: ScanPlan) async throws(ExperimentError) -> RawColumns {
    try await detached { (scanner) throws(IngestError) in try scanner.columns(scan) }
  }
}

extension Timestamp {
  fileprivate func later(by seconds: Double) -> Timestamp {
    Timestamp(microseconds: microseconds + Int64(seconds * 1e6))
  }
}
