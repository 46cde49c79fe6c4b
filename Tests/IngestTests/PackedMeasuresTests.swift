import AssayTestSupport
import Foundation
import Summaries
import Testing

@testable import Ingest

/// Counts beside doubles are what doubles alone would be.
struct PackedMeasuresTests {
  private typealias Row = (key: Int, time: Int64, variant: UInt16, measures: [Double])

  /// What the rows of one key sum to, the slow way.
  private struct Plain: Equatable {
    var time: Int64
    var variant: Int
    var inSeveralVariants = false
    var rows = 0
    var sums: [Double]
  }

  private func rows(_ count: Int, _ areIndicators: [Bool], seed: UInt64) -> [Row] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      let key = Int.random(in: 0..<count / 8, using: &random)
      let measures = areIndicators.map { isIndicator in
        isIndicator
          ? (Bool.random(using: &random) ? 1.0 : 0) : Double.random(in: -1...1, using: &random)
      }
      return (
        key, Int64.random(in: 0..<1000, using: &random),
        UInt16(key % 3 == 0 ? Int.random(in: 0...1, using: &random) : key % 2), measures
      )
    }
  }

  private func plain(_ rows: [Row]) -> [Plain] {
    var (order, found): ([Int], [Int: Plain]) = ([], [:])
    for row in rows {
      if found[row.key] == nil { order.append(row.key) }
      var unit =
        found[row.key]
        ?? Plain(
          time: row.time, variant: Int(row.variant), sums: row.measures.map { _ in 0 })
      unit.rows += 1
      for m in row.measures.indices { unit.sums[m] += row.measures[m] }
      if unit.variant != Int(row.variant) { unit.inSeveralVariants = true }
      if row.time < unit.time { (unit.time, unit.variant) = (row.time, Int(row.variant)) }
      found[row.key] = unit
    }
    return order.compactMap { found[$0] }
  }

  /// A batch of the rows as `RowFold` would write it; keys have no bytes, only hashes.
  private func batch(_ rows: [Row], _ layout: PackedMeasures) -> RecordBatch {
    let (batch, bits) = (
      RecordBatch(capacity: 8, in: WordPool()), Storage<UInt64>(rows.count, zero: 0)
    )
    let measures = (rows.first?.measures ?? []).indices.map { m in
      let storage = Storage<Double>(rows.count, zero: 0)
      for (i, row) in rows.enumerated() { storage.lane[i] = row.measures[m] }
      return storage
    }
    layout.mark(rows.indices, measures.map(\.lane), to: bits.lane)
    for (i, row) in rows.enumerated() {
      batch.append(Entry.head + layout.recordWords) { record in
        (record[0], record[1]) = (
          SplitMix64.mix(UInt64(row.key)), UInt64(bitPattern: row.time)
        )
        record[2] = Entry.shape(
          variant: row.variant, payloadWords: layout.recordWords, keyLength: 0)
        record[Entry.head] = bits.lane[i]
        for (k, m) in layout.numbers.enumerated() {
          record[Entry.head + 1 + k] = row.measures[m].bitPattern
        }
      }
    }
    return batch
  }

  @Test(arguments: [0, 1, 2, 3, 4, 7, 8, 30, 63])
  func sumsAreThoseOfDoubles(indicators: Int) {
    for numbers in 0...3 where indicators + numbers < 64 {
      // The kinds alternate as far as they go.
      var areIndicators = Array(repeating: true, count: indicators)
      for k in 0..<numbers { areIndicators.insert(false, at: min(2 * k, areIndicators.count)) }
      let rows = rows(400, areIndicators, seed: UInt64(indicators * 10 + numbers))
      let layout = PackedMeasures(areIndicators: areIndicators)
      let table = PackedUnitTable(layout, in: LargePages())
      for start in stride(from: 0, to: rows.count, by: 70) {
        table.fold(batch(Array(rows[start..<min(start + 70, rows.count)]), layout))
      }
      var found: [Plain] = []
      table.forEach { unit in
        found.append(
          Plain(
            time: unit.time, variant: unit.variant, inSeveralVariants: unit.inSeveralVariants,
            rows: unit.rows, sums: areIndicators.indices.map { unit.sums[$0] }))
      }
      // Whole numbers are exact, and doubles are added in the same order: equal to the bit.
      #expect(found == plain(rows))
      #expect(found.contains { $0.inSeveralVariants })
    }
  }

  @Test func aRowOfWeightOneIsARow() throws {
    var random = SplitMix64(seed: 9)
    var text = "t,user,v,one,ms,score,label\n"
    for row in 0..<3000 {
      let user = Int.random(in: 0..<500, using: &random)
      let score = Double.random(in: 0...1, using: &random)
      let ms = row % 7 == 0 ? "" : "\(Double.random(in: 0...1, using: &random))"
      text += "\(1_700_000_000 + row * 37 % 86_400),u\(user),"
      text += "\(user % 11 == 0 ? row % 2 : user % 2),1,\(ms),\(score),"
      text += "\(row % 5 == 0 ? "" : score > 0.4 ? "1" : "0")\n"
    }
    let log = try TemporaryLog(text)
    var wanted = plan(
      time: "t", unit: "user", variant: "v", variants: ["0", "1"],
      measures: [
        Measure(.number(column: "ms")), Measure(.one, where: [Condition("ms", .isPresent)]),
        Measure(
          .agreement(prediction: "score", label: "label", threshold: 0.5),
          where: [Condition("label", .isPresent)]),
        Measure(.one, where: [Condition("label", .isPresent)]),
        Measure(.one), Measure(.product(0, 2)),
      ],
      pairs: [
        UnitPair(.sum(measure: 0), .sum(measure: 1)), UnitPair(.sum(measure: 2), .sum(measure: 3)),
        UnitPair(.mean(numerator: 5, denominator: 4), .any(measure: 2)),
      ])
    wanted.sources[0].filter = [Condition("one", .isPresent)]
    #expect(PackedMeasures(try CompiledPlan(wanted)) != nil)
    var weighted = wanted
    weighted.sources[0].weight = "one"
    #expect(PackedMeasures(try CompiledPlan(weighted)) == nil)
    var (narrow, wide) = (try log.scan(wanted), try log.scan(weighted))
    #expect(narrow.unitsInSeveralVariants > 10)
    #expect(narrow == wide)
    (wanted.output, weighted.output) = (.unitVectors, .unitVectors)
    (narrow, wide) = (try log.scan(wanted), try log.scan(weighted))
    #expect(narrow == wide)
  }

  @Test func aUnitOfTooManyRowsIsNotMiscounted() {
    let layout = PackedMeasures(areIndicators: [true])
    let table = PackedUnitTable(layout, in: LargePages())
    let row: Row = (key: 1, time: 5, variant: 0, measures: [1])
    table.fold(batch([row], layout))
    // As if it had one row less than can be counted.
    table.keyTable.forEach { unit, _ in
      unit[Entry.head] += (PackedMeasures.mostRows - 2) << 32
    }
    table.fold(batch([row], layout))
    #expect(table.flaw == nil)
    table.fold(batch([row], layout))
    #expect(table.flaw == .tooManyRows)
    table.forEach { unit in
      #expect(unit.rows == Int(PackedMeasures.mostRows))
      #expect(!unit.inSeveralVariants)
      #expect(unit.sums[0] == 2)
    }
  }
}
