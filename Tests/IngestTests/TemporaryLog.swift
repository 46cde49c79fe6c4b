import Foundation
import Ingest
import Summaries

/// A log written for one test and deleted with it.
final class TemporaryLog {
  let path: String

  init(_ bytes: some Sequence<UInt8>, name: String = "log.csv") throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let url = folder.appendingPathComponent(name)
    try Data(bytes).write(to: url)
    path = url.path
  }

  convenience init(_ text: String, name: String = "log.csv") throws {
    try self.init(Array(text.utf8), name: name)
  }

  deinit {
    try? FileManager.default.removeItem(
      at: URL(fileURLWithPath: path).deletingLastPathComponent())
  }

  /// Scans the log alone.
  func scan(
    _ plan: ScanPlan, format: LogFormat = .detect, threads: Int = 2, blockSize: Int = 1 << 18
  ) throws -> LogSummary {
    try LogScanner(
      [.path(path)], format: format,
      options: ScanOptions(threads: threads, blockSize: blockSize)
    ).scan(plan)
  }
}

/// A plan over a log with these columns; whatever is not named is not used.
func plan(
  time: String? = nil, unit: String? = nil, variant: String? = nil, weight: String? = nil,
  variants: [String] = [], measures: [Measure] = [], pairs: [UnitPair] = [],
  distributions: [ScanPlan.Distribution] = []
) -> ScanPlan {
  var source = ScanPlan.Source(role: .log)
  (source.time, source.unit, source.variant, source.weight) = (time, unit, variant, weight)
  var plan = ScanPlan(log: source)
  plan.key = unit == nil ? .none : .unit
  (plan.variants, plan.measures, plan.pairs) = (variants, measures, pairs)
  plan.distributions = distributions
  return plan
}
