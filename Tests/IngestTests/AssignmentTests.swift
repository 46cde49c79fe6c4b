import AssayTestSupport
import Summaries
import Testing

@testable import Ingest

/// Units against the assignment of the plan.
@Suite struct AssignmentTests {
  private struct HashCase: Decodable {
    var hash: ScanPlan.AssignmentHash.Kind
    var salt: String
    var unit: String
    var buckets: Int
    var bucket: Int
  }

  /// Python's hashlib and scikit-learn, by `fixtures/reference/assignment-hash.py`.
  @Test("A11 each hash gives the buckets of an independent implementation")
  func buckets() throws {
    let cases: [HashCase] = try ReferenceFile.load("assignment-hash")
    #expect(Set(cases.map(\.hash)) == Set(ScanPlan.AssignmentHash.Kind.allCases))
    for known in cases {
      let hash = UnitHash(.init(known.hash, salt: known.salt, buckets: known.buckets))
      #expect(hash.bucket(of: Array("\(known.salt):\(known.unit)".utf8)) == known.bucket)
      if known.hash == .fnv1a, known.buckets == StickyHash.bucketCount {
        #expect(StickyHash(salt: known.salt).bucket(of: known.unit) == known.bucket)
      }
    }
  }

  /// A row of the log that the slow reader below sees, too.
  private struct Row {
    var time: Int
    var user: String
    var variant: String
    var value: Double
  }

  private static let days = TimeBuckets.boundaries([
    Timestamp(seconds: 86_400), Timestamp(seconds: 2 * 86_400),
  ])
  private static let shares = [[0.9, 0.1], [0.7, 0.3], [0.4, 0.6]]

  /// Three days under a growing split by the hash; one row in two hundred is in a variant of its own.
  private func rows(sorted: Bool) -> [Row] {
    var random = SplitMix64(seed: 8)
    let rows = (0..<6000).map { _ in
      let time = Int.random(in: 0..<3 * 86_400, using: &random)
      let user = "u\(Int.random(in: 0..<1500, using: &random))"
      let isTreated =
        StickyHash(salt: "s").bucket(of: user) < Int(10_000 * Self.shares[time / 86_400][1])
      let isWrong = Int.random(in: 0..<200, using: &random) == 0
      return Row(
        time: time, user: user, variant: isTreated != isWrong ? "B" : "A",
        value: Double(Int.random(in: 0..<100, using: &random)))
    }
    return sorted ? rows.sorted { $0.time < $1.time } : rows
  }

  private func wanted(_ unitRows: ScanPlan.UnitRows) -> ScanPlan {
    var wanted = plan(
      time: "time", unit: "user", variant: "variant", variants: ["A", "B"],
      measures: [Measure(.number(column: "value")), Measure(.one)],
      pairs: [UnitPair(.sum(measure: 0), .sum(measure: 1))])
    (wanted.buckets, wanted.unitRows) = (Self.days, unitRows)
    wanted.assignment = .init(
      phases: Self.days, shares: Self.shares, hash: .init(.fnv1a, salt: "s"))
    return wanted
  }

  private func scan(_ rows: [Row], _ plan: ScanPlan) throws -> LogSummary {
    let text = rows.map { "\($0.time),\($0.user),\($0.variant),\($0.value)\n" }.joined()
    let log = try TemporaryLog("time,user,variant,value\n" + text)
    var options = ScanOptions(threads: 2, blockSize: 5000, memoryBudget: 200_000)
    options.sizes.chunk = 10_000
    let spilled = try LogScanner([.path(log.path)], options: options).scan(plan)
    options = ScanOptions(threads: 1)
    options.sizes.chunk = 10_000
    #expect(try LogScanner([.path(log.path)], options: options).scan(plan) == spilled)
    return spilled
  }

  /// By unit the days it came on, each with its rows in the order of time.
  private func visits(_ rows: [Row]) -> [String: [(day: Int, rows: [Row])]] {
    Dictionary(grouping: rows, by: \.user).mapValues { rows in
      Dictionary(grouping: rows.sorted { $0.time < $1.time }) { $0.time / 86_400 }
        .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
  }

  private func expect(
    _ cell: LogSummary.Cell?, _ units: [[Row]], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let cell = try #require(cell, sourceLocation: sourceLocation)
    #expect(cell.units == units.count, sourceLocation: sourceLocation)
    #expect(cell.rows == units.map(\.count).reduce(0, +), sourceLocation: sourceLocation)
    let sums = units.map { $0.map(\.value).reduce(0, +) }
    let mean = sums.reduce(0, +) / Double(sums.count)
    // Sums of whole numbers below 2^53 are exact, their mean is rounded a few times.
    #expect(
      agree(cell.pairs[0].meanX, mean, relative: 1e-13), sourceLocation: sourceLocation)
  }

  @Test(arguments: [true, false])
  func aUnitCountsWithTheRowsOfItsFirstBucketAlone(isSorted: Bool) throws {
    let rows = rows(sorted: isSorted)
    let summary = try scan(rows, wanted(.ofFirstBucket))
    let visits = visits(rows)
    for (variant, name) in ["A", "B"].enumerated() {
      for day in 0..<3 {
        let members = visits.values.filter { $0[0].day == day && $0[0].rows[0].variant == name }
        try expect(
          summary.cells.first { $0.variant == variant && $0.bucket == day },
          members.map { $0[0].rows })
      }
    }
    var (moved, several, mismatched) = (0, 0, 0)
    for days in visits.values {
      let variants = days.map { Set($0.rows.map(\.variant)) }
      let firsts = variants.compactMap(\.first)
      // The treatment's share only grows: from A to B is with the split, from B to A against it.
      let isAgainst = zip(firsts, firsts.dropFirst()).contains { $0 == "B" && $1 == "A" }
      if variants.contains(where: { $0.count > 1 }) || isAgainst {
        several += 1
      } else if Set(firsts).count > 1 {
        moved += 1
      }
      let isWrong = days.contains { day, rows in
        rows.contains {
          (StickyHash(salt: "s").bucket(of: $0.user) < Int(10_000 * Self.shares[day][1]))
            != ($0.variant == "B")
        }
      }
      if isWrong { mismatched += 1 }
    }
    #expect(moved > 200 && several > 5)
    #expect(summary.assignment?.moved == moved)
    #expect(summary.unitsInSeveralVariants == several)
    #expect(summary.assignment?.mismatched.reduce(0, +) == mismatched)
    #expect(summary.assignment?.checked.reduce(0, +) == visits.count)
  }

  @Test(arguments: [true, false])
  func eachBucketMakesAUnitOfItsOwn(isSorted: Bool) throws {
    // Nothing but the day's own variant: assigned anew every day.
    let rows = rows(sorted: isSorted).map { row in
      var row = row
      row.variant = StickyHash(salt: "\(row.time / 86_400)").bucket(of: row.user) < 5000 ? "B" : "A"
      return row
    }
    var wanted = wanted(.ofEachBucket)
    wanted.assignment = nil
    let summary = try scan(rows, wanted)
    let visits = visits(rows).values.flatMap(\.self)
    for (variant, name) in ["A", "B"].enumerated() {
      for day in 0..<3 {
        try expect(
          summary.cells.first { $0.variant == variant && $0.bucket == day },
          visits.filter { $0.day == day && $0.rows[0].variant == name }.map(\.rows))
      }
    }
    #expect(summary.unitsInSeveralVariants == 0)
    #expect(summary.cells.map(\.units).reduce(0, +) == visits.count)
  }

  @Test func movedBucketsAreLeftOutWhole() throws {
    let rows = rows(sorted: true)
    var wanted = wanted(.all)
    wanted.buckets = nil
    wanted.assignment?.moved = .dropped
    let summary = try scan(rows, wanted)
    let users = Set(rows.map(\.user))
    // Buckets 1000 to 5999 went to the treatment on the second day or the third.
    let moved = users.filter { (1000..<6000).contains(StickyHash(salt: "s").bucket(of: $0)) }
    #expect(summary.assignment?.dropped.reduce(0, +) == moved.count)
    #expect(summary.cells.map(\.units).reduce(0, +) == users.count - moved.count)
    let kept = rows.filter { !moved.contains($0.user) }
    #expect(summary.cells.map(\.rows).reduce(0, +) == kept.count)
    #expect(
      summary.assignment?.mismatched.reduce(0, +)
        == Set(
          kept.filter { row in
            (StickyHash(salt: "s").bucket(of: row.user) < 1000) != (row.variant == "B")
          }.map(\.user)
        ).count)
  }
}
