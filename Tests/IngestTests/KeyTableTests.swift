import Summaries
import Testing

@testable import Ingest

/// Keys are told apart by their bytes, whatever their hashes.
@Suite struct KeyTableTests {
  private func append(_ key: String, hash: UInt64, value: Double, to batch: RecordBatch) {
    let bytes = Array(key.utf8)
    let keyWords = Entry.words(ofKey: bytes.count)
    batch.append(Entry.head + keyWords + 2) { record in
      (record[0], record[1]) = (hash, 0)
      record[2] = Entry.shape(variant: 0, payloadWords: 2, keyLength: bytes.count)
      for word in 0..<keyWords { record[Entry.head + word] = 0 }
      for (i, byte) in bytes.enumerated() {
        record[Entry.head + i / 8] |= UInt64(byte) << UInt64(8 * (i % 8))
      }
      record[Entry.head + keyWords] = 1
      record[Entry.head + keyWords + 1] = value.bitPattern
    }
  }

  private let keys = ["", "a", "b", "user-0001", "user-0002", "user-00021", "a\0", "\0a"]

  @Test func sumsUnitsOfOneHash() {
    let table = UnitTable(measures: [Measure(.one)], in: LargePages())
    for round in 0..<3 {
      let batch = RecordBatch(capacity: 64, in: WordPool())
      for (i, key) in keys.enumerated() {
        append(key, hash: 42, value: Double(i * 10 + round), to: batch)
      }
      table.fold(batch)
    }
    var sums: [Double] = []
    table.forEach { sums.append($0.sums[0]) }
    #expect(sums == keys.indices.map { Double($0 * 30 + 3) })
  }
}
