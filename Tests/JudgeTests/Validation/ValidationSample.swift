import AssayTestSupport
import Foundation
import Summaries

@testable import Judge

/// A validation of columns that stand in memory, through the real judgement.
struct ValidationSample {
  var columns: [String: [String?]]
  var documents: [String: String] = [:]
  var smoke: [String: [String?]]?
  var loadTest: [String: [String?]]?
  var asOf: Timestamp? = Timestamp(seconds: 1_775_000_000)
  /// Seconds from the first row to the last.
  var span = 2_592_000.0

  /// Rows of answers and labels, so many of them right.
  static func answers(right: Int, of rows: Int) -> [String: [String?]] {
    [
      "answer": (0..<rows).map { $0 < right ? "1" : "0" },
      "label": Array(repeating: "1", count: rows),
    ]
  }

  /// The log of the fixture, its champion beside it.
  static func fixture() throws -> ValidationSample {
    func rows(_ name: String) throws -> [String: [String?]] {
      let url = repositoryRoot.appending(path: "fixtures/logs/validation/\(name)")
      let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
        .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
      var columns: [String: [String?]] = [:]
      for (index, name) in (lines.first ?? []).enumerated() {
        columns[name] = lines.dropFirst().map { $0[index] }
      }
      return columns
    }
    var columns = try rows("log.csv")
    let champion = try rows("champion.csv")
    columns["baseline.answer"] = champion["answer"]
    columns["baseline.score"] = champion["score"]
    return ValidationSample(columns: columns)
  }

  /// A plan with such a `validation`.
  static func plan(
    _ validation: String, baseline: String = "none", log: String = "", extra: String = ""
  ) throws -> Plan {
    try Plan(
      yaml: """
        name: p
        strategy: validation
        log: {unit: none, prediction: answer, score: score, label: label, latency: latency_ms, error: error, request: request_id\(log)}
        baseline: \(baseline)
        \(extra)
        validation:
          model: fraud-7
        \(validation.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
        """, file: "p")
  }

  func decide(_ plan: Plan) -> Decision {
    let header = columns.keys.sorted()
    var input = ValidationInput()
    input.documents = documents.mapValues { [UInt8]($0.utf8) }
    let layout = ValidationLayout(plan, asOf: asOf, header: header, documents: input.documents)
    if layout.needsLog { input.log = raw(columns, layout.scan()) }
    if let smoke, let scan = layout.smokeScan { input.smoke = raw(smoke, scan) }
    if let loadTest, let scan = layout.loadTestScan() { input.loadTest = raw(loadTest, scan) }
    return ValidationJudgement(plan, layout: layout, header: header, asOf: asOf).decide(input)
  }

  /// The check of a name.
  func check(_ name: String, _ plan: Plan) -> Check? {
    decide(plan).checks?.first { $0.name == name }
  }

  /// The rows as the judgement sees them, all columns as text.
  func rows(unit: String? = nil) -> JudgedRows {
    var scan = ScanPlan(log: .init(role: .log))
    scan.columns = columns.keys.sorted().map { ScanPlan.Column($0, .category) }
    return JudgedRows(raw(columns, scan), scan, unit: unit)
  }

  private func raw(_ columns: [String: [String?]], _ scan: ScanPlan) -> RawColumns {
    var log = LogSummary()
    log.rows.used = columns.values.map(\.count).max() ?? 0
    log.rows.read = log.rows.used
    if scan.sources[0].time != nil || span > 0 {
      log.firstTime = Timestamp(seconds: 1_774_900_000 - Int64(span))
      log.lastTime = Timestamp(seconds: 1_774_900_000)
    }
    let count = log.rows.used
    return RawColumns(
      log: log,
      values: scan.columns.map { column in
        let texts = columns[column.name] ?? Array(repeating: nil, count: count)
        switch column.kind {
        case .category: return Self.categories(texts)
        case .boolean: return .numbers(texts.map { $0.flatMap(PlainText.truth).map { $0 ? 1 : 0 } })
        case .number, .numberOrBoolean, .rowTime:
          return .numbers(texts.map { $0.flatMap(PlainText.number) })
        }
      })
  }

  private static func categories(_ texts: [String?]) -> RawColumns.Values {
    var categories = RawColumns.Categories()
    var places: [String: Int] = [:]
    for text in texts {
      guard let text, !text.isEmpty else {
        categories.indices.append(nil)
        continue
      }
      let place = places[text] ?? categories.names.count
      if place == categories.names.count {
        places[text] = place
        categories.names.append(text)
      }
      categories.indices.append(place)
    }
    return .categories(categories)
  }
}
