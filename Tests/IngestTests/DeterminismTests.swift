import AssayTestSupport
import Foundation
import Summaries
import Testing

@testable import Ingest

/// Neither threads nor read sizes may show in a single bit.
struct DeterminismTests {
  /// A log of awkward numbers in two variants, many units, some of them in both.
  private func log(rows: Int) -> String {
    var random = SplitMix64(seed: 42)
    var text = "time,user,variant,ms,score,label\n"
    for row in 0..<rows {
      let user = Int.random(in: 0..<rows / 4, using: &random)
      let variant = Int.random(in: 0..<50, using: &random) == 0 ? "B" : (user % 2 == 0 ? "A" : "B")
      let ms = Double.random(in: 0...1, using: &random) * 1e-3 + 1e6
      let score = Double.random(in: 0...1, using: &random)
      text += "\(1_700_000_000 + row * 37 % 86_400),\"user \(user) with a long name\",\(variant),"
      text += "\(ms),\(score),\(score > 0.4 ? 1 : 0)\n"
    }
    return text
  }

  private func wanted(_ key: ScanPlan.Key) -> ScanPlan {
    var wanted = plan(
      time: "time", unit: key == .unit ? "user" : nil, variant: "variant", variants: ["A", "B"],
      measures: [
        Measure(.number(column: "ms")), Measure(.one),
        Measure(.agreement(prediction: "score", label: "label", threshold: 0.5)),
      ],
      pairs: [
        UnitPair(.sum(measure: 0), .sum(measure: 1)),
        UnitPair(.mean(numerator: 2, denominator: 1), .one),
      ],
      distributions: [ScanPlan.Distribution(column: "score", resolution: .adaptive(cap: 100))])
    wanted.buckets = .fixed(origin: Timestamp(seconds: 1_700_000_000), width: 3_600_000_000)
    return wanted
  }

  @Test(arguments: [ScanPlan.Key.none, .unit])
  func sameBitsAtAnyWidth(_ key: ScanPlan.Key) throws {
    let log = try TemporaryLog(log(rows: 4000))
    var first: LogSummary?
    for threads in [1, 2, 3, 8] {
      for blockSize in [1000, 1 << 18] {
        var options = ScanOptions(threads: threads, blockSize: blockSize)
        options.sizes.chunk = 10_000
        let summary = try LogScanner([.path(log.path)], options: options).scan(wanted(key))
        if let first { #expect(summary == first) } else { first = summary }
      }
    }
    let cells = try #require(first?.cells)
    #expect(cells.count == 48)
    #expect(cells.map(\.rows).reduce(0, +) == 4000)
    if key == .unit { #expect(first?.unitsInSeveralVariants ?? 0 > 10) }
  }

  @Test func unitSumsAreThoseOfAPlainDictionary() throws {
    let text = log(rows: 3000)
    let log = try TemporaryLog(text)
    var wanted = wanted(.unit)
    wanted.buckets = nil
    var options = ScanOptions(threads: 3)
    options.sizes.chunk = 7000
    let summary = try LogScanner([.path(log.path)], options: options).scan(wanted)
    struct Unit {
      var time: Int
      var variant: String
      var variants: Set<String>
      var rows = 0
      var sum = 0.0
    }
    var units: [String: Unit] = [:]
    for line in text.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",").map(String.init)
      let time = Int(fields[0]) ?? 0
      var unit = units[fields[1]] ?? Unit(time: time, variant: fields[2], variants: [])
      if time < unit.time { (unit.time, unit.variant) = (time, fields[2]) }
      unit.variants.insert(fields[2])
      unit.rows += 1
      unit.sum += Double(fields[3]) ?? 0
      units[fields[1]] = unit
    }
    #expect(summary.unitsInSeveralVariants == units.values.count { $0.variants.count > 1 })
    for (cell, variant) in zip(summary.cells, ["A", "B"]) {
      let mine = units.values.filter { $0.variant == variant }
      #expect(cell.units == mine.count)
      #expect(cell.rows == mine.map(\.rows).reduce(0, +))
      var pairs = BivariateMoments()
      for unit in mine { pairs.add((unit.sum, Double(unit.rows))) }
      // Sums of a thousand numbers in another order.
      #expect(abs(cell.pairs[0].meanX / pairs.meanX - 1) < 1e-13)
      let variance = try #require(pairs.varianceX)
      #expect(abs((cell.pairs[0].varianceX ?? 0) / variance - 1) < 1e-11)
    }
  }

  @Test func unitVectorsAreWhatTheCellsSumUp() throws {
    let log = try TemporaryLog(log(rows: 3000))
    var wanted = wanted(.unit)
    wanted.output = .unitVectors
    var first: LogSummary?
    for (threads, budget) in [(1, nil), (3, 0)] {
      var options = ScanOptions(threads: threads, memoryBudget: budget)
      options.sizes.chunk = 7000
      let summary = try LogScanner([.path(log.path)], options: options).scan(wanted)
      if let first { #expect(summary == first) } else { first = summary }
    }
    let summary = try #require(first)
    let vectors = try #require(summary.unitVectors)
    #expect(vectors.count == summary.cells.map(\.units).reduce(0, +))
    for cell in summary.cells {
      let units = (0..<vectors.count).filter {
        vectors.variants[$0] == cell.variant && vectors.buckets[$0] == cell.bucket
      }
      #expect(units.count == cell.units)
      #expect(units.map { vectors.rows[$0] }.reduce(0, +) == cell.rows)
      var pairs = BivariateMoments()
      for unit in units {
        let sums = Array(vectors.sums(unit: unit))
        #expect(sums.count == 3)
        pairs.add((sums[0], sums[1]))
      }
      // The same sums of some dozens of units, added otherwise.
      #expect(abs(cell.pairs[0].meanX - pairs.meanX) <= 1e-13 * pairs.meanX)
      #expect(
        abs(cell.pairs[0].centralSum(2, 0) - pairs.centralSum(2, 0))
          <= 1e-11 * pairs.centralSum(2, 0))
    }
    wanted.key = .none
    #expect(throws: IngestError.self) { try log.scan(wanted) }
  }
}
