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

  @Test func findsKeysOfOneHash() {
    let table = KeyTable(in: LargePages())
    let batch = RecordBatch(capacity: 64, in: WordPool())
    for key in keys.dropLast() { append(key, hash: 7, value: 0, to: batch) }
    table.fold(batch) { _ in
    } _: { _, _ in
      Issue.record("no key comes twice")
    }
    func slot(_ key: String) -> Int {
      let storage = Storage<UInt8>(key.utf8.count, zero: 0, padding: 8)
      for (i, byte) in key.utf8.enumerated() { storage.lane[i] = byte }
      return table.view.find(7, storage.lane, 0, key.utf8.count)
    }
    let slots = keys.dropLast().map(slot)
    #expect(Set(slots).count == keys.count - 1)
    #expect(!slots.contains(-1))
    #expect(slot("\0a") == -1)
    #expect(slot("user-0003") == -1)
  }
}
