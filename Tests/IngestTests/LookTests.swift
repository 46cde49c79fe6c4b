import AssayTestSupport
import Foundation
import Summaries
import Testing

@testable import Ingest

/// Looks at a log: cumulative cells against scans of the log as it was at each look.
@Suite struct AccrualTests {
  /// Rows out of order, of units that return, some of them in both variants, with a label that becomes
  /// known up to five days later, is revised now and then, or never comes.
  private func logs(
    rows count: Int, isSorted: Bool
  ) throws -> (log: TemporaryLog, labels: TemporaryLog) {
    var random = SplitMix64(seed: 5)
    var rows: [(time: Int, text: String)] = []
    var labels = "id,value,at\n"
    for row in 0..<count {
      let time = Int.random(in: 0..<14 * 86_400, using: &random)
      let user = Int.random(in: 0..<count / 6, using: &random)
      let isCrossing = Int.random(in: 0..<60, using: &random) == 0
      let variant = (user % 2 == 0) != isCrossing ? "A" : "B"
      let ms = 40 + Double.random(in: 0..<8000, using: &random).rounded() / 100
      let weight = Int.random(in: 0..<3, using: &random)
      rows.append((time, "\(time),u\(user),\(variant),\(ms),r\(row),\(weight),1\n"))
      for _ in 0..<[0, 1, 1, 1, 2][Int.random(in: 0..<5, using: &random)] {
        let known = time + Int.random(in: 0..<5 * 86_400, using: &random)
        labels += "r\(row),\(Bool.random(using: &random) ? 1 : 0),\(known)\n"
      }
    }
    if isSorted { rows.sort { $0.time < $1.time } }
    let text = rows.reduce("time,user,variant,ms,request,weight,score\n") { $0 + $1.text }
    return (try TemporaryLog(text), try TemporaryLog(labels))
  }

  private func wanted(_ buckets: TimeBuckets) -> ScanPlan {
    var wanted = plan(
      time: "time", unit: "user", variant: "variant", weight: "weight", variants: ["A", "B"],
      measures: [
        Measure(.number(column: "ms")), Measure(.one),
        Measure(.agreement(prediction: "score", label: "label", threshold: 0.5)),
        Measure(.one, where: [Condition("label", .isPresent)]),
      ],
      pairs: [
        UnitPair(.sum(measure: 0), .sum(measure: 1)),
        UnitPair(.mean(numerator: 2, denominator: 3), .one),
        UnitPair(.sum(measure: 2), .sum(measure: 3)), UnitPair(.any(measure: 3), .one),
      ])
    (wanted.buckets, wanted.accrual, wanted.sources[0].key) = (buckets, .cumulative, "request")
    var labels = ScanPlan.Source(role: .labels)
    (labels.key, labels.time) = ("id", "at")
    labels.columns = [ScanPlan.JoinedColumn("value", as: "label")]
    wanted.sources.append(labels)
    return wanted
  }

  /// The same scan of what there was before an instant.
  private func truncated(_ plan: ScanPlan, before instant: Timestamp?) -> ScanPlan {
    var plan = plan
    (plan.buckets, plan.accrual) = (nil, .firstBucket)
    for source in plan.sources.indices { plan.sources[source].until = instant }
    return plan
  }

  /// Moments of thousands of pairs added in another order: a few hundred roundings of the largest sum.
  private func expectEqual(_ found: BivariateMoments, _ expected: BivariateMoments) {
    #expect(found.count == expected.count)
    #expect(agree(found.meanX, expected.meanX, relative: 1e-12))
    #expect(agree(found.meanY, expected.meanY, relative: 1e-12))
    let sizeX = (expected.centralSum(2, 0) + expected.meanX * expected.meanX).squareRoot()
    let sizeY = (expected.centralSum(0, 2) + expected.meanY * expected.meanY).squareRoot()
    for total in 2...4 {
      for q in 0...total {
        let size = pow(sizeX, Double(total - q)) * pow(sizeY, Double(q))
        #expect(
          agree(
            found.centralSum(total - q, q), expected.centralSum(total - q, q), relative: 1e-12,
            floor: 1e-12 * size))
      }
    }
  }

  @Test(arguments: [true, false]) func eachCellIsAScanOfTheLogAsItWas(isSorted: Bool) throws {
    let (log, labels) = try logs(rows: 4000, isSorted: isSorted)
    let pairsOfDays = TimeBuckets.fixed(origin: Timestamp(seconds: 0), width: 2 * 86_400_000_000)
    let phases = TimeBuckets.boundaries([3, 4, 11].map { Timestamp(seconds: $0 * 86_400) })
    for (buckets, looks) in [(pairsOfDays, 10), (phases, 4)] {
      let scanner = LogScanner([.path(log.path)], joining: [[.path(labels.path)]])
      let summary = try scanner.scan(wanted(buckets))
      #expect(summary.cells.count == 2 * looks)
      for bucket in 0..<looks {
        let end = buckets.instants(of: bucket)?.upperBound
        let instant = end.flatMap {
          $0.microseconds < .max ? Timestamp(microseconds: $0.microseconds + 1) : nil
        }
        let expected = try scanner.scan(truncated(wanted(buckets), before: instant))
        let found = summary.cells.filter { $0.bucket == bucket }
        #expect(found.map(\.variant) == [0, 1])
        #expect(found.map(\.rows) == expected.cells.map(\.rows))
        #expect(found.map(\.units) == expected.cells.map(\.units))
        #expect(found.map(\.crossovers) == expected.cells.map(\.crossovers))
        #expect(found.map(\.crossovers).reduce(0, +) == expected.unitsInSeveralVariants)
        for (cell, truth) in zip(found, expected.cells) {
          for (pair, truth) in zip(cell.pairs, truth.pairs) { expectEqual(pair, truth) }
        }
      }
    }
  }

  @Test func sameBitsAtAnyWidth() throws {
    let (log, labels) = try logs(rows: 1500, isSorted: true)
    let phases = TimeBuckets.fixed(origin: Timestamp(seconds: 0), width: 5 * 86_400_000_000)
    var first: LogSummary?
    for (threads, blockSize) in [(1, 1 << 18), (2, 700), (8, 9000)] {
      var options = ScanOptions(threads: threads, blockSize: blockSize)
      options.sizes.chunk = 5000
      let summary = try LogScanner(
        [.path(log.path)], joining: [[.path(labels.path)]], options: options
      ).scan(wanted(phases))
      if let first { #expect(summary == first) } else { first = summary }
    }
    #expect(first?.unitsInSeveralVariants ?? 0 > 10)
  }

  @Test func rowsAccrueWithTheirDistributions() throws {
    let (log, _) = try logs(rows: 3000, isSorted: false)
    var wanted = wanted(.fixed(origin: Timestamp(seconds: 0), width: 2 * 86_400_000_000))
    (wanted.key, wanted.sources) = (.none, [wanted.sources[0]])
    wanted.measures = [Measure(.number(column: "ms"))]
    wanted.pairs = [UnitPair(.sum(measure: 0), .one)]
    wanted.distributions = [ScanPlan.Distribution(column: "ms", resolution: .adaptive(cap: 64))]
    let summary = try log.scan(wanted)
    for look in 0..<7 {
      let instant = Timestamp(seconds: Int64(look + 1) * 2 * 86_400)
      let expected = try log.scan(truncated(wanted, before: instant)).cells
      let found = summary.cells.filter { $0.bucket == look }
      #expect(found.map(\.rows) == expected.map(\.rows))
      #expect(found.map(\.units) == expected.map(\.units))
      for (cell, truth) in zip(found, expected) {
        expectEqual(cell.pairs[0], truth.pairs[0])
        #expect(cell.distributions[0].histogram == truth.distributions[0].histogram)
        #expect(cell.distributions[0].categories == truth.distributions[0].categories)
      }
    }
  }

  @Test func refusesToFollowWhatRowsCannotTakeBack() throws {
    let (log, labels) = try logs(rows: 20, isSorted: true)
    let days = TimeBuckets.fixed(origin: Timestamp(seconds: 0), width: 86_400_000_000)
    func error(_ change: (inout ScanPlan) -> Void) -> IngestError? {
      var wanted = wanted(days)
      change(&wanted)
      return #expect(throws: IngestError.self) {
        try LogScanner([.path(log.path)], joining: [[.path(labels.path)]]).scan(wanted)
      }
    }
    #expect(error { $0.key = .none }?.category == .configuration)
    #expect(
      error { $0.distributions = [ScanPlan.Distribution(column: "label")] }?.category
        == .configuration)
    #expect(
      error { $0.sources[0].filter = [Condition("label", .isPresent)] }?.category == .configuration)
  }
}
