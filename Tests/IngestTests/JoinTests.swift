import Summaries
import Testing

@testable import Ingest

/// Labels and shadows joined to a log, against a dictionary.
@Suite struct JoinTests {
  struct Row {
    var request: String
    var variant: String
    var score: Double
  }

  struct Label {
    var request: String
    var time: Int
    var value: String
  }

  /// Requests repeated, unknown, and missing; labels revised, repeated, contradictory, and missing.
  static func rows(_ count: Int, _ random: inout SplitMix64) -> [Row] {
    (0..<count).map { _ in
      let request = Int.random(in: 0..<count, using: &random)
      let score = Double.random(in: 0..<1000, using: &random).rounded() / 1000
      return Row(
        request: request % 50 == 0 ? "" : "request-\(request)",
        variant: request % 2 == 0 ? "A" : "B", score: score)
    }
  }

  static func labels(_ count: Int, _ random: inout SplitMix64) -> [Label] {
    (0..<count).map { _ in
      Label(
        request: "request-\(Int.random(in: 0..<count * 3 / 2, using: &random))",
        time: Int.random(in: 1...8, using: &random),
        value: ["0", "1", "1", "NA"].randomElement(using: &random) ?? "")
    }
  }

  /// What is believed of each request before an instant: the value, or none where the latest differ.
  static func known(_ labels: [Label], before instant: Int) -> [String: String?] {
    Dictionary(grouping: labels.filter { $0.time < instant }, by: \.request).mapValues { rows in
      let last = rows.map(\.time).max()
      let values = Set(rows.filter { $0.time == last }.map(\.value))
      guard values.count == 1, let value = values.first, value != "NA" else { return nil }
      return value
    }
  }

  static func wanted(until: Int? = nil) -> ScanPlan {
    var wanted = plan(
      variant: "variant", variants: ["A", "B"],
      measures: [
        Measure(.number(column: "truth")),
        Measure(.indicator(Condition("truth", .isMissing))),
        Measure(
          .agreement(prediction: "score", label: "truth", threshold: 0.5),
          where: [Condition("truth", .isPresent)]),
      ],
      pairs: (0..<3).map { UnitPair(.sum(measure: $0), .one) },
      distributions: [ScanPlan.Distribution(column: "truth")])
    wanted.sources[0].key = "request"
    var labels = ScanPlan.Source(role: .labels)
    (labels.key, labels.time) = ("id", "at")
    labels.until = until.map { Timestamp(seconds: Int64($0)) }
    labels.columns = [ScanPlan.JoinedColumn("value", as: "truth")]
    wanted.sources.append(labels)
    return wanted
  }

  static func text(_ rows: [Row]) -> String {
    rows.reduce("score,request,variant\n") { $0 + "\($1.score),\($1.request),\($1.variant)\n" }
  }

  static func text(_ labels: [Label]) -> String {
    labels.reduce("id,value,at\n") { $0 + "\($1.request),\($1.value),\($1.time)\n" }
  }

  @Test(arguments: [nil, 5]) func labelsAreThoseOfADictionary(until: Int?) throws {
    var random = SplitMix64(seed: 11)
    let rows = Self.rows(3000, &random)
    let labels = Self.labels(2500, &random)
    let known = Self.known(labels, before: until ?? .max)
    let log = try TemporaryLog(Self.text(rows))
    let truths = try TemporaryLog(Self.text(labels))
    var first: LogSummary?
    for (threads, blockSize) in [(1, 1 << 18), (2, 1000), (3, 5000), (8, 1 << 18)] {
      var options = ScanOptions(threads: threads, blockSize: blockSize)
      options.sizes.chunk = 9000
      let summary = try LogScanner(
        [.path(log.path)], joining: [[.path(truths.path)]], options: options
      ).scan(Self.wanted(until: until))
      if let first { #expect(summary == first) } else { first = summary }
    }
    let summary = try #require(first)
    for (cell, variant) in zip(summary.cells, ["A", "B"]) {
      let mine = rows.filter { $0.variant == variant }
      let values = mine.map { known[$0.request] ?? nil }
      let agree = zip(mine, values).count { row, value in
        value.map { (row.score >= 0.5) == ($0 == "1") } ?? false
      }
      let counts = cell.pairs.map { ($0.meanX * Double(cell.rows)).rounded() }
      #expect(cell.rows == mine.count)
      #expect(
        counts
          == [values.count { $0 == "1" }, values.count { $0 == nil }, agree].map { Double($0) })
      #expect(cell.distributions[0].missing == values.count { $0 == nil })
      #expect(cell.distributions[0].moments.mean > 0)
    }
    let used = labels.filter { $0.time < until ?? .max }
    let groups = Dictionary(grouping: used, by: \.request)
    let join = try #require(summary.joins.first)
    #expect(join.role == .labels)
    #expect(join.rows.read == labels.count)
    #expect(join.rows.outsidePeriod == labels.count - used.count)
    #expect(join.keys == groups.count)
    #expect(join.repeatedRows == used.count - groups.count)
    #expect(join.revisedKeys == groups.values.count { Set($0.map(\.time)).count > 1 })
    let conflicting = groups.values.count { rows in
      let last = rows.map(\.time).max()
      return Set(rows.filter { $0.time == last }.map(\.value)).count > 1
    }
    #expect(join.conflictingKeys == conflicting)
    #expect(conflicting > 0)
    let matched = rows.filter { groups[$0.request] != nil }
    #expect(join.matchedLogRows == matched.count)
    #expect(join.unmatchedLogRows == rows.count - matched.count)
    let met = Set(matched.map(\.request))
    #expect(join.repeatedLogRows == matched.count - met.count)
    #expect(join.keysWithoutLogRow == groups.count - met.count)
  }

  @Test func pairsAreTwoColumnsOfOneRow() throws {
    let log = try TemporaryLog(
      """
      {"request": "a", "prediction": 1, "label": 1, "ms": 10}
      {"request": "b", "prediction": 0, "label": 1, "ms": 20}
      {"request": "c", "prediction": 1, "label": 1, "ms": 30}
      {"request": "d", "prediction": 1, "label": 0, "ms": 5}
      {"request": "only-here", "prediction": 1, "label": 1, "ms": 1}
      """, name: "log.jsonl")
    let shadow = try TemporaryLog(
      "request,prediction,ms\nd,0,7\nb,1,19\nc,0,33\na,1,12\nonly-there,1,9\n")
    let isPaired = Condition("shadow.prediction", .isPresent)
    var wanted = plan(
      measures: [
        Measure(
          .agreement(prediction: "prediction", label: "label", threshold: nil), where: [isPaired]),
        Measure(
          .agreement(prediction: "shadow.prediction", label: "label", threshold: nil),
          where: [isPaired]),
        Measure(.product(0, 1)), Measure(.number(column: "ms"), where: [isPaired]),
        Measure(.number(column: "shadow.ms")), Measure(.difference(4, 3)),
        Measure(.agreement(prediction: "prediction", label: "shadow.prediction", threshold: nil)),
        Measure(.one, where: [isPaired]), Measure(.distance(3, 4)),
        Measure(.relativeDistance(4, 3)),
      ], pairs: (0..<10).map { UnitPair(.sum(measure: $0), .one) })
    wanted.sources[0].key = "request"
    var source = ScanPlan.Source(role: .shadow)
    source.key = "request"
    source.columns = [
      ScanPlan.JoinedColumn("prediction", as: "shadow.prediction"),
      ScanPlan.JoinedColumn("ms", as: "shadow.ms"),
    ]
    wanted.sources.append(source)
    let summary = try LogScanner([.path(log.path)], joining: [[.path(shadow.path)]]).scan(wanted)
    let cell = try #require(summary.cells.first)
    // Both are right once, the log's alone once, the shadow's alone twice.
    #expect(
      cell.pairs.map { ($0.meanX * 5).rounded() } == [2, 3, 1, 65, 71, 6, 1, 4, 8, 1])
    // |12 − 10|/10 + |19 − 20|/20 + |33 − 30|/30 + |7 − 5|/5; the row without a partner adds nothing.
    #expect(abs(cell.pairs[9].meanX * 5 - 0.75) < 1e-12)
    #expect(summary.columns == ["request", "prediction", "label", "ms"])
    #expect(summary.joins[0].unmatchedLogRows == 1)
    #expect(summary.joins[0].keysWithoutLogRow == 1)
  }

  @Test func textsThatDoNotFitBehindAChunkAreTakenInParts() throws {
    // 3000 texts of 700 bytes are more than the room behind a chunk.
    let long = String(repeating: "x", count: 700)
    let log = try TemporaryLog(
      (0..<3000).reduce("id\n") { text, row in text + "\(row)\n" })
    let texts = try TemporaryLog(
      (0..<3000).reduce("id,text\n") { text, row in text + "\(row),\(long)\(row % 7)\n" })
    var wanted = plan(distributions: [ScanPlan.Distribution(column: "text", textOnly: true)])
    wanted.sources[0].key = "id"
    var source = ScanPlan.Source(role: .labels)
    (source.key, source.columns) = ("id", [ScanPlan.JoinedColumn("text")])
    wanted.sources.append(source)
    let summary = try LogScanner([.path(log.path)], joining: [[.path(texts.path)]]).scan(wanted)
    let counts = try #require(summary.cells[0].distributions[0].categories.counts)
    #expect(counts.count == 7)
    #expect(counts[long + "0"] == 429)
    #expect(counts[long + "6"] == 428)
  }

  @Test(arguments: [1, 2, 3, 4, 5])
  func fieldsOfAnyLengthComeBack(_ columns: Int) throws {
    var random = SplitMix64(seed: 31)
    // Each key has an earlier row with other texts, which does not count.
    let texts = (0..<600).map { _ in
      (0..<columns).map { _ in
        let length = Int.random(in: 0...20, using: &random)
        return String((0..<length).map { _ in "ab".randomElement(using: &random) ?? "a" })
      }
    }
    let names = (0..<columns).map { "c\($0)" }
    var labels = "id,\(names.joined(separator: ",")),at\n"
    for (key, row) in texts.enumerated() {
      labels += "k\(key),\(row.map { $0 + "z" }.joined(separator: ",")),1\n"
      labels += "k\(key),\(row.joined(separator: ",")),2\n"
    }
    let log = try TemporaryLog((0..<600).reduce("id\n") { text, row in text + "k\(row)\n" })
    let truths = try TemporaryLog(labels)
    var wanted = plan(
      distributions: names.map { ScanPlan.Distribution(column: $0, textOnly: true) })
    wanted.sources[0].key = "id"
    var source = ScanPlan.Source(role: .labels)
    (source.key, source.time) = ("id", "at")
    source.columns = names.map { ScanPlan.JoinedColumn($0) }
    wanted.sources.append(source)
    let summary = try LogScanner([.path(log.path)], joining: [[.path(truths.path)]]).scan(wanted)
    for (column, found) in summary.cells[0].distributions.enumerated() {
      let present = texts.map { $0[column] }.filter { !$0.isEmpty }
      #expect(found.missing == 600 - present.count)
      #expect(found.categories.counts == Dictionary(present.map { ($0, 1) }, uniquingKeysWith: +))
    }
  }

  @Test func aJoinedColumnHidesOneOfTheLog() throws {
    let log = try TemporaryLog("request,score,variant,truth\nr,1,A,9\ns,0,A,9\n")
    let labels = try TemporaryLog("id,value,at\nr,1,5\n,1,6\nt,1,soon\n")
    let summary = try LogScanner([.path(log.path)], joining: [[.path(labels.path)]])
      .scan(Self.wanted())
    #expect(summary.cells[0].pairs.map { $0.meanX * 2 } == [1, 1, 1])
    #expect(summary.errors.total == 0)
    #expect(summary.joins[0].errors.counts == [.missingKey: 1, .notATime: 1])
    #expect(summary.joins[0].errors.examples.map(\.line) == [3, 4])
    #expect(summary.joins[0].rows.failed == 2)
  }

  @Test func tooManyVersionsOfAKeyAreNotBelieved() throws {
    let log = try TemporaryLog("request,score,variant\nr,1,A\n")
    let rows = (0..<100).map { Label(request: "r", time: $0, value: "1") }
    let labels = try TemporaryLog(Self.text(rows))
    let summary = try LogScanner([.path(log.path)], joining: [[.path(labels.path)]])
      .scan(Self.wanted())
    #expect(summary.joins[0].conflictingKeys == 1)
    #expect(summary.cells[0].pairs[1].meanX == 1)
  }

  @Test func refusesPlansThatCannotBeJoined() throws {
    let log = try TemporaryLog("request,score,variant\nr,1,A\n")
    func error(_ change: (inout ScanPlan) -> Void, others: [[LogInput]]) -> IngestError? {
      var wanted = Self.wanted()
      change(&wanted)
      return #expect(throws: IngestError.self) {
        try LogScanner([.path(log.path)], joining: others).scan(wanted)
      }
    }
    let one: [[LogInput]] = [[.path(log.path)]]
    #expect(error({ $0.sources[0].key = nil }, others: one)?.category == .configuration)
    #expect(error({ $0.sources[1].key = nil }, others: one)?.category == .configuration)
    #expect(error({ $0.sources[1].weight = "n" }, others: one)?.category == .configuration)
    #expect(error({ $0.sources[1].columns *= 2 }, others: one)?.category == .configuration)
    #expect(
      error({ $0.measures.append(Measure(.product(0, 3))) }, others: one)?.category
        == .configuration)
    #expect(error({ _ in }, others: [])?.category == .configuration)
    #expect(throws: IngestError.repeatedInput("standard input")) {
      try LogScanner([.standardInput], joining: [[.standardInput]]).scan(Self.wanted())
    }
    #expect(
      error({ _ in }, others: one)
        == .missingColumn(log.path, column: "at", present: ["request", "score", "variant"]))
  }
}

extension Array {
  /// The same elements over and over.
  fileprivate static func *= (array: inout Array, times: Int) {
    array = Array((0..<times).map { _ in array }.joined())
  }
}
