import AssayTestSupport
import Foundation
import Summaries
import Testing

@testable import Ingest

/// Looks at a log: what one scan tells of each against a scan of the log cut there.
@Suite struct LookTests {
  private static let day: Int64 = 86_400
  private static let days = TimeBuckets.fixed(
    origin: Timestamp(seconds: 0), width: day * 1_000_000)

  /// The rows of a log, each with its time, or without where it cannot be read.
  private struct Line {
    var time: Int64?
    var text: String
  }

  /// Ten days without the fourth, in the order of days but not within them: units that return, some of them
  /// in both variants, rows of a third variant, rows that are filtered, and every so often one that cannot
  /// be understood.
  private func lines(_ count: Int) -> [Line] {
    var random = SplitMix64(seed: 15)
    return (0..<count).map { row in
      let day = [0, 1, 2, 4, 5, 6, 7, 8, 9][row * 9 / count]
      let time = Int64(day) * Self.day + Int64.random(in: 0..<Self.day, using: &random)
      let user = Int.random(in: 0..<count / 5, using: &random)
      let isCrossing = Int.random(in: 0..<50, using: &random) == 0
      let isOther = Int.random(in: 0..<80, using: &random) == 0
      let variant = isOther ? "C" : (user % 2 == 0) != isCrossing ? "A" : "B"
      let ms = Double.random(in: 0..<1000, using: &random)
      let model = Int.random(in: 0..<20, using: &random) == 0 ? "old" : "new"
      let weight = Int.random(in: 0..<4, using: &random)
      let clock = "\(time),u\(user),\(variant),"
      switch Int.random(in: 0..<60, using: &random) {
      case 0: return Line(time: nil, text: "whenever,u\(user),\(variant),\(ms),\(model),\(weight)")
      case 1: return Line(time: time, text: clock + "slow,\(model),\(weight)")
      case 2: return Line(time: nil, text: clock + "\(ms)")
      default: return Line(time: time, text: clock + "\(ms),\(model),\(weight)")
      }
    }
  }

  private let header = "time,user,variant,ms,model,weight\n"

  private func log(_ lines: some Sequence<Line>) throws -> TemporaryLog {
    try TemporaryLog(header + lines.map { $0.text + "\n" }.joined())
  }

  /// By what rows are summed.
  enum Key: CaseIterable {
    case row, unit, unitOfFirstBucket, unitOfEachBucket, windowAfterFirstRow
  }

  /// A plan with its own buckets of time, which looks do not follow.
  private func wanted(by key: Key) -> ScanPlan {
    var wanted = plan(
      time: "time", unit: key == .row ? nil : "user", variant: "variant", weight: "weight",
      variants: ["A", "B"],
      measures: [
        Measure(.number(column: "ms")), Measure(.one),
        Measure(.indicator(Condition("ms", .number(.atMost, 300)))),
      ],
      pairs: [
        UnitPair(.sum(measure: 0), .sum(measure: 1)), UnitPair(.any(measure: 2), .one),
        UnitPair(.mean(numerator: 0, denominator: 1), .one),
      ],
      distributions: [
        ScanPlan.Distribution(column: "ms", resolution: .adaptive(cap: 64), categoryCap: 0),
        ScanPlan.Distribution(column: "model"),
      ])
    switch key {
    case .unitOfFirstBucket: wanted.unitRows = .ofFirstBucket
    case .unitOfEachBucket: wanted.unitRows = .ofEachBucket
    case .row, .unit, .windowAfterFirstRow: wanted.unitRows = .all
    }
    if key == .windowAfterFirstRow { wanted.measures[0].window = 3 * Self.day * 1_000_000 }
    wanted.sources[0].filter = [Condition("model", .isOneOf(["new"]))]
    wanted.buckets = .boundaries([5, 8].map { Timestamp(seconds: $0 * Self.day + 40_000) })
    wanted.sources[0].since = Timestamp(seconds: 20_000)
    (wanted.calendar, wanted.exposures) = (Self.days, .daily)
    wanted.assignment = .init(shares: [[0.5, 0.5]], hash: .init(.fnv1a, salt: "s"))
    return wanted
  }

  /// What must agree to the last bit: everything but the names of files and the moments of
  /// distributions, which are summed look by look.
  private func bits(_ summary: LogSummary) -> LogSummary {
    var summary = summary
    summary.errors = RowErrors(
      counts: summary.errors.counts,
      examples: summary.errors.examples.map { example in
        var example = example
        example.file = ""
        return example
      })
    for cell in summary.cells.indices {
      for index in summary.cells[cell].distributions.indices {
        summary.cells[cell].distributions[index].moments = Moments()
      }
    }
    return summary
  }

  private func options(
    threads: Int = 2, blockSize: Int = 1 << 18, budget: Int? = nil
  ) -> ScanOptions {
    var options = ScanOptions(threads: threads, blockSize: blockSize, memoryBudget: budget)
    options.sizes.chunk = 20_000
    return options
  }

  @Test(arguments: Key.allCases) func eachLookIsAScanOfTheLogCutThere(key: Key) throws {
    var lines = lines(4000)
    if key == .windowAfterFirstRow {
      // Windows are held by the order of time alone.
      lines = lines.filter { $0.time != nil }.sorted { ($0.time ?? 0) < ($1.time ?? 0) }
    }
    let whole = try log(lines)
    let wanted = wanted(by: key)
    let looks = try #require(
      try LogScanner([.path(whole.path)], options: options()).looks(wanted, atEndsOf: Self.days))
    #expect(
      looks.map { $0.last.map { ($0.microseconds + 1) / 1_000_000 / Self.day } } == Array(1...10))
    for (index, look) in looks.enumerated() {
      let end = Int64(index + 1) * Self.day
      let cut = try log(lines.prefix { $0.time.map { $0 < end } ?? true })
      let expected = try LogScanner([.path(cut.path)], options: options()).scan(wanted)
      #expect(bits(look.summary) == bits(expected))
      for (cell, truth) in zip(look.summary.cells, expected.cells) {
        let (found, moments) = (cell.distributions[0].moments, truth.distributions[0].moments)
        #expect(found.count == moments.count)
        // Thousands of numbers of one sign in another order.
        #expect(agree(found.mean, moments.mean, relative: 1e-12))
      }
    }
    let last = try #require(looks.last)
    #expect(
      bits(last.summary)
        == bits(try LogScanner([.path(whole.path)], options: options()).scan(wanted)))
    #expect(last.summary.errors.counts.count == (key == .windowAfterFirstRow ? 1 : 3))
    #expect(last.summary.rows.filtered > 100)
    #expect(looks[2].summary == looks[3].summary)
    #expect(last.summary.rows.early > 50)
    #expect(last.summary.calendar.count == 18)
    if key != .row {
      #expect(last.summary.unitsInSeveralVariants > 20)
      #expect(last.summary.exposures.count == (wanted.unitRows == .all ? 9 : 0))
      #expect(last.summary.assignment?.mismatched.allSatisfy { $0 > 100 } ?? false)
    }
  }

  @Test(arguments: [Key.row, .unit, .unitOfFirstBucket])
  func sameBitsAtAnyWidthAndMemory(key: Key) throws {
    let log = try log(lines(3000))
    var first: [LogSummary]?
    for (threads, blockSize, budget) in [
      (1, 1 << 18, nil), (2, 700, nil), (8, 9000, nil), (2, 5000, 0), (1, 5000, 200_000),
    ] {
      let looks = try LogScanner(
        [.path(log.path)],
        options: options(threads: threads, blockSize: blockSize, budget: budget)
      ).looks(wanted(by: key), atEndsOf: Self.days)
      let summaries = try #require(looks).map { bits($0.summary) }
      if let first { #expect(summaries == first) } else { first = summaries }
    }
    #expect(first?.count == 10)
  }

  @Test func looksAtJSONLines() throws {
    let lines = (0..<600).map { row in
      let time = Int64(row) * 1000
      return row % 50 == 49
        ? Line(time: nil, text: "{\"time\": \(time), \"user\"")
        : Line(
          time: time, text: "{\"time\": \(time), \"user\": \"u\(row % 90)\", \"ms\": \(row % 7).5}")
    }
    func log(_ lines: some Sequence<Line>) throws -> TemporaryLog {
      try TemporaryLog(lines.map { $0.text + "\n" }.joined(), name: "log.jsonl")
    }
    let wanted = plan(
      time: "time", unit: "user", measures: [Measure(.number(column: "ms"))],
      pairs: [UnitPair(.sum(measure: 0), .one)])
    let whole = try log(lines)
    let looks = try #require(
      try LogScanner([.path(whole.path)], options: options()).looks(wanted, atEndsOf: Self.days))
    #expect(looks.count == 7)
    for (index, look) in looks.enumerated() {
      let cut = try log(lines.prefix { $0.time.map { $0 < Int64(index + 1) * Self.day } ?? true })
      #expect(bits(look.summary) == bits(try cut.scan(wanted)))
    }
  }

  @Test func rowsOfAnEarlierLookAreNotToldFromOnesThatWereThere() throws {
    let lines = lines(500)
    // Within one chunk, and across chunks.
    for (from, to) in [(0, 99), (0, 499), (3, 400)] {
      var lines = lines
      lines.swapAt(from, to)
      var options = options()
      options.sizes.chunk = 4000
      let log = try log(lines)
      #expect(
        try LogScanner([.path(log.path)], options: options)
          .looks(wanted(by: .row), atEndsOf: Self.days) == nil)
    }
  }

  @Test func manyLooksAreNotTold() throws {
    let log = try log([
      Line(time: 0, text: "0,u1,A,1,new,1"),
      Line(time: 1000 * Self.day, text: "\(1000 * Self.day),u1,A,1,new,1"),
    ])
    let scanner = LogScanner([.path(log.path)])
    #expect(try scanner.looks(wanted(by: .row), atEndsOf: Self.days) == nil)
    let wide = TimeBuckets.fixed(
      origin: Timestamp(seconds: 0), width: 2 * Self.day * 1_000_000)
    #expect(try scanner.looks(wanted(by: .row), atEndsOf: wide)?.count == 501)
  }

  @Test func aLogWithoutTimesHasNoLooks() throws {
    let log = try log([])
    #expect(
      try LogScanner([.path(log.path)]).looks(wanted(by: .unit), atEndsOf: Self.days)?.isEmpty
        == true)
    #expect(throws: IngestError.self) {
      try LogScanner([.path(log.path)]).looks(plan(unit: "user"), atEndsOf: Self.days)
    }
  }
}
