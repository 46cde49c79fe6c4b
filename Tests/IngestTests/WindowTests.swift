import AssayTestSupport
import Summaries
import Testing

@testable import Ingest

/// Windows after each unit's first row, and labels that come too late: against a slow, obvious reader.
@Suite struct WindowTests {
  /// One row of a log, as the slow reader sees it.
  private struct Row {
    var time: Int
    var user: Int
    var variant: String
    var ms: Double
    var request: Int
    var weight: Int
    var text: String { "\(time),user \(user),\(variant),\(ms),r\(request),\(weight)\n" }
  }

  private struct Label {
    var request: Int
    var value: Double
    var time: Int
    var text: String { "r\(request),\(value),\(time)\n" }
  }

  /// In what order the rows of a log stand.
  enum Order: CaseIterable { case sorted, jittered, shuffled, reversed }

  private static let header = "time,user,variant,ms,request,weight\n"
  private static let day = 86_400
  private static let maturity = 2 * 86_400
  /// Of the four measures: none has the length of another, one has none at all.
  private static let windows: [Int?] = [nil, 3 * 86_400, 3600, 5 * 86_400 + 1]

  private func rows(_ count: Int, _ order: Order) -> [Row] {
    var random = SplitMix64(seed: 7)
    var rows = (0..<count).map { request in
      let user = Int.random(in: 0..<count / 8, using: &random)
      let isCrossing = Int.random(in: 0..<50, using: &random) == 0
      return Row(
        // Whole hours, so that rows often stand exactly at the end of a window.
        time: 3600 * Int.random(in: 0..<14 * 24, using: &random), user: user,
        variant: (user % 2 == 0) != isCrossing ? "A" : "B",
        ms: Double.random(in: 0..<9, using: &random), request: request,
        weight: Int.random(in: 0..<3, using: &random))
    }
    switch order {
    case .shuffled: break
    case .sorted: rows.sort { ($0.time, $0.request) < ($1.time, $1.request) }
    case .reversed: rows.sort { ($0.time, $0.request) > ($1.time, $1.request) }
    case .jittered:
      rows = rows.map { ($0, $0.time + Int.random(in: 0..<7200, using: &random)) }
        .sorted { ($0.1, $0.0.request) < ($1.1, $1.0.request) }.map(\.0)
    }
    return rows
  }

  private func labels(_ rows: [Row]) -> [Label] {
    var random = SplitMix64(seed: 8)
    return rows.sorted { $0.request < $1.request }.compactMap { row in
      // A third come too late, some of them by nothing.
      let late = 3600 * Int.random(in: 0..<72, using: &random)
      guard Int.random(in: 0..<6, using: &random) > 0 else { return nil }
      return Label(
        request: row.request, value: Double.random(in: 0..<1, using: &random),
        time: row.time + late)
    }
  }

  private var wanted: ScanPlan {
    var wanted = plan(
      time: "time", unit: "user", variant: "variant", weight: "weight", variants: ["A", "B"],
      measures: zip(
        [.number(column: "ms"), .one, .number(column: "ms"), .number(column: "label")],
        Self.windows
      ).map { Measure($0, window: $1.map { Int64($0) * 1_000_000 }) },
      pairs: [
        UnitPair(.sum(measure: 0), .sum(measure: 1)), UnitPair(.sum(measure: 2), .one),
        UnitPair(.sum(measure: 3), .sum(measure: 1)), UnitPair(.any(measure: 3), .one),
      ])
    wanted.buckets = .fixed(
      origin: Timestamp(seconds: 0), width: Int64(Self.day) * 1_000_000)
    wanted.sources[0].key = "request"
    var labels = ScanPlan.Source(role: .labels)
    (labels.key, labels.time) = ("id", "at")
    labels.maturity = Int64(Self.maturity) * 1_000_000
    labels.columns = [ScanPlan.JoinedColumn("value", as: "label")]
    wanted.sources.append(labels)
    return wanted
  }

  /// What a scan must find of one unit.
  private struct Unit {
    var variant: Int
    var bucket: Int
    var rows: Int
    var sums: [Double]
  }

  /// The slow reader: all rows of a unit, its first time, then what lies in each window.
  private func units(_ rows: [Row], _ labels: [Label]) -> [Unit] {
    let known = Dictionary(uniqueKeysWithValues: labels.map { ($0.request, $0) })
    return Dictionary(grouping: rows.filter { $0.weight > 0 }, by: \.user).map { _, rows in
      let first = rows.map(\.time).min() ?? 0
      let sums = Self.windows.enumerated().map { measure, window in
        rows.filter { $0.time < first + (window ?? .max / 2) }.map { row -> Double in
          let label = known[row.request].flatMap {
            $0.time < row.time + Self.maturity ? $0.value : nil
          }
          return Double(row.weight) * [row.ms, 1, row.ms, label ?? 0][measure]
        }.reduce(0, +)
      }
      return Unit(
        variant: rows.first { $0.time == first }?.variant == "A" ? 0 : 1,
        bucket: first / Self.day, rows: rows.map(\.weight).reduce(0, +), sums: sums)
    }
  }

  private func logs(_ rows: [Row]) throws -> (log: TemporaryLog, labels: TemporaryLog) {
    (
      try TemporaryLog(rows.reduce(Self.header) { $0 + $1.text }),
      try TemporaryLog(labels(rows).reduce("id,value,at\n") { $0 + $1.text })
    )
  }

  private func scan(
    _ logs: (log: TemporaryLog, labels: TemporaryLog), _ options: ScanOptions = ScanOptions()
  ) throws -> LogSummary {
    try LogScanner(
      [.path(logs.log.path)], joining: [[.path(logs.labels.path)]], options: options
    ).scan(wanted)
  }

  @Test(arguments: Order.allCases) func findsWhatTheSlowReaderFinds(_ order: Order) throws {
    let rows = rows(3000, order)
    let truth = units(rows, labels(rows))
    let summary = try scan(logs(rows))
    #expect(summary.rows.read == rows.count)
    #expect(summary.cells.map(\.units).reduce(0, +) == truth.count)
    for cell in summary.cells {
      let units = truth.filter { ($0.variant, $0.bucket) == (cell.variant, cell.bucket) }
      #expect(cell.units == units.count)
      #expect(cell.rows == units.map(\.rows).reduce(0, +))
      let expected = [
        units.map { ($0.sums[0], $0.sums[1]) }, units.map { ($0.sums[2], 1) },
        units.map { ($0.sums[3], $0.sums[1]) }, units.map { ($0.sums[3] > 0 ? 1 : 0, 1) },
      ]
      for (pair, values) in zip(cell.pairs, expected) {
        var moments = BivariateMoments()
        for value in values { moments.add(value, times: 1) }
        // A few hundred units added in another order.
        #expect(agree(pair.meanX, moments.meanX, relative: 1e-12))
        #expect(agree(pair.meanY, moments.meanY, relative: 1e-12))
        #expect(
          agree(
            pair.centralSum(2, 0), moments.centralSum(2, 0), relative: 1e-11, floor: 1e-9))
        #expect(
          agree(
            pair.centralSum(1, 1), moments.centralSum(1, 1), relative: 1e-11, floor: 1e-9))
      }
    }
  }

  @Test(arguments: [Order.sorted, .shuffled])
  func sameBitsAtAnyWidthAndMemory(_ order: Order) throws {
    let logs = try logs(rows(2000, order))
    var first: LogSummary?
    for (threads, blockSize, budget) in [
      (1, 1 << 18, nil), (2, 700, nil), (8, 9000, nil), (1, 5000, 0), (3, 5000, 0),
      (2, 900, 90_000),
    ] {
      var options = ScanOptions(threads: threads, blockSize: blockSize, memoryBudget: budget)
      options.sizes.chunk = 5000
      let summary = try scan(logs, options)
      if let first { #expect(summary == first) } else { first = summary }
    }
    #expect(first?.unitsInSeveralVariants ?? 0 > 10)
  }

  /// What was found at one look stays, whatever comes later.
  @Test func laterRowsAndLabelsChangeNoMatureCell() throws {
    let rows = rows(3000, .sorted)
    let whole = try scan(logs(rows))
    // The longest window and the maturity behind the end of a bucket, all its units are complete.
    let delay = 5 * Self.day + 1 + Self.maturity
    for look in 8...13 {
      let known = rows.filter { $0.time < look * Self.day }
      let log = try TemporaryLog(known.reduce(Self.header) { $0 + $1.text })
      let labels = try TemporaryLog(
        labels(rows).filter { $0.time < look * Self.day }
          .reduce("id,value,at\n") { $0 + $1.text })
      let then = try scan((log, labels))
      let mature = { (cell: LogSummary.Cell) in
        (cell.bucket + 1) * Self.day + delay <= look * Self.day
      }
      // The first pair has a measure without a window.
      #expect(
        then.cells.filter(mature).map { $0.pairs.dropFirst() }
          == whole.cells.filter(mature).map { $0.pairs.dropFirst() })
    }
  }

  @Test func refusesWindowsWithoutUnitsOrTime() throws {
    let log = try TemporaryLog(Self.header + rows(10, .sorted)[0].text)
    func error(_ change: (inout ScanPlan) -> Void) -> IngestError? {
      var wanted = wanted
      change(&wanted)
      return #expect(throws: IngestError.self) {
        try LogScanner(
          [.path(log.path)], joining: wanted.sources.dropFirst().map { _ in [.path(log.path)] }
        ).scan(wanted)
      }
    }
    #expect(error { $0.key = .none }?.category == .configuration)
    #expect(error { ($0.buckets, $0.sources[0].time) = (nil, nil) }?.category == .configuration)
    #expect(error { $0.sources[1].time = nil }?.category == .configuration)
    #expect(error { $0.measures[1].window = 0 }?.category == .configuration)
    #expect(error { $0.sources[1].maturity = -1 }?.category == .configuration)
  }
}
