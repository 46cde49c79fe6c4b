import Summaries
import Testing

@testable import Ingest

/// What goes to a temporary file comes back as it was.
@Suite struct SpillTests {
  private static let days = TimeBuckets.fixed(
    origin: Timestamp(seconds: 0), width: 86_400_000_000)

  private func log(rows: Int) throws -> TemporaryLog {
    var random = SplitMix64(seed: 23)
    var text = "time,user,variant,ms,request\n"
    for row in 0..<rows {
      let user = Int.random(in: 0..<rows / 3, using: &random)
      let variant = Int.random(in: 0..<40, using: &random) == 0 ? "B" : (user % 2 == 0 ? "A" : "B")
      let ms = Double.random(in: 0..<1, using: &random)
      text += "\(row * 60),user \(user),\(variant),\(ms),request \(row % (rows * 9 / 10))\n"
    }
    return try TemporaryLog(text)
  }

  private func labels(rows: Int) throws -> TemporaryLog {
    var random = SplitMix64(seed: 24)
    var text = "id,value,at\n"
    for _ in 0..<rows {
      let request = Int.random(in: 0..<rows, using: &random)
      text += "request \(request),\(Double.random(in: 0..<1, using: &random)),"
      text += "\(Int.random(in: 0..<rows * 60, using: &random))\n"
    }
    return try TemporaryLog(text)
  }

  private var wanted: ScanPlan {
    var wanted = plan(
      time: "time", unit: "user", variant: "variant", variants: ["A", "B"],
      measures: [
        Measure(.number(column: "ms")), Measure(.number(column: "value")), Measure(.one),
      ],
      pairs: [
        UnitPair(.sum(measure: 0), .sum(measure: 2)), UnitPair(.sum(measure: 1), .sum(measure: 2)),
      ])
    (wanted.buckets, wanted.sources[0].key) = (Self.days, "request")
    var labels = ScanPlan.Source(role: .labels)
    (labels.key, labels.time, labels.columns) = ("id", "at", [ScanPlan.JoinedColumn("value")])
    wanted.sources.append(labels)
    return wanted
  }

  @Test(arguments: [ScanPlan.UnitRows.all, .ofFirstBucket, .ofEachBucket])
  func sameBitsWithAnyMemory(_ unitRows: ScanPlan.UnitRows) throws {
    var wanted = wanted
    wanted.unitRows = unitRows
    let log = try log(rows: 4000)
    let labels = try labels(rows: 3000)
    var whole: LogSummary?
    for (threads, budget) in [(2, nil), (1, 0), (3, 0), (2, 300_000), (1, 1_500_000)] {
      var options = ScanOptions(threads: threads, blockSize: 5000, memoryBudget: budget)
      options.sizes.chunk = 10_000
      let summary = try LogScanner(
        [.path(log.path)], joining: [[.path(labels.path)]], options: options
      ).scan(wanted)
      if let whole { #expect(summary == whole) } else { whole = summary }
    }
    #expect(whole?.cells.map(\.units).reduce(0, +) ?? 0 > 500)
    #expect(whole?.joins[0].revisedKeys ?? 0 > 500)
  }

  @Test func aTableComesBackAsItWas() throws {
    let partition = Partition(UnitTable(measures: [Measure(.one)], in: LargePages()))
    let file = try SpillFile(in: "/tmp")
    func batch(_ keys: Range<Int>) -> RecordBatch {
      let batch = RecordBatch(capacity: 64, in: WordPool())
      for key in keys {
        batch.append(5) { record in
          (record[0], record[1]) = (SplitMix64.mix(UInt64(key)), UInt64(key))
          record[2] = Entry.shape(variant: 0, payloadWords: 2, keyLength: 0)
          (record[3], record[4]) = (1, Double(key).bitPattern)
        }
      }
      return batch
    }
    try partition.fold(batch(0..<5000))
    let size = partition.size
    #expect(size > 5000 * 40)
    try partition.spill(to: file)
    #expect(partition.size < size / 100)
    try partition.fold(batch(2500..<7500))
    var sums: [Double] = []
    try partition.restored().forEach { sums.append($0.sums[0]) }
    #expect(sums.count == 7500)
    #expect(sums[2499...2500] == [2499, 5000])
    #expect(sums.reduce(0, +) == Double(7500 * 7499 / 2 + (2500..<5000).reduce(0, +)))
  }

  @Test func saysWhyThereIsNoFile() throws {
    let log = try log(rows: 50)
    var options = ScanOptions(memoryBudget: 0, temporaryDirectory: "/nowhere")
    options.sizes.chunk = 1000
    var wanted = wanted
    (wanted.sources, wanted.measures[1]) = ([wanted.sources[0]], Measure(.one))
    let error = #expect(throws: IngestError.self) {
      try LogScanner([.path(log.path)], options: options).scan(wanted)
    }
    #expect(error == .spillFailed("/nowhere", cause: "No such file or directory"))
    #expect(error?.category == .io)
  }
}
