import Summaries
import Testing

@testable import Ingest

/// Keys are told apart by their bytes, whatever their hashes, and rows of one key by what they say.
@Suite struct JoinTableTests {
  private struct Row {
    var key: String
    var time: Int64?
    var fields: [String] = ["x"]
  }

  /// The rows on their way, as `RecordBatch` lays them out.
  private func batch(_ rows: [Row], hash: (String) -> UInt64 = { _ in 7 }) -> RecordBatch {
    let batch = RecordBatch(capacity: 64, in: WordPool())
    for row in rows {
      let (text, fields) = (storage(row.key), row.fields.map { ($0.utf8.count, storage($0)) })
      let (length, isTimed) = (row.key.utf8.count, row.time != nil)
      let keyWords = Entry.words(ofKey: length)
      let bytes = fields.reduce(0) { $0 + $1.0 + ($1.0 < 255 ? 1 : 5) }
      let words = (isTimed ? 2 : 1) + keyWords + (bytes + 7) / 8
      let record = Storage<UInt64>(words + 3, zero: 0)
      defer { withExtendedLifetime((record, text, fields)) {} }
      record.lane[0] = hash(row.key)
      record.lane[1] = JoinEntry.header(keyLength: length, words: words, isTimed: isTimed)
      if let time = row.time { record.lane[2] = UInt64(bitPattern: time) }
      let key = record.lane.from(isTimed ? 3 : 2)
      for k in 0..<keyWords { key[k] = text.lane.load64(8 * k, length: length - 8 * k) }
      var end = 0
      for (length, text) in fields {
        end = JoinEntry.append(text.lane, 0, length, to: key.from(keyWords).bytes, at: end)
      }
      batch.append(words + 1) { for k in 0...words { $0[k] = record.lane[k] } }
    }
    return batch
  }

  private func storage(_ text: String) -> Storage<UInt8> {
    let storage = Storage<UInt8>(text.utf8.count + 1, zero: 0, padding: 16)
    for (i, byte) in text.utf8.enumerated() { storage.lane[i] = byte }
    return storage
  }

  private func table(_ batches: [RecordBatch]) throws -> JoinTable {
    let table = JoinTable(in: LargePages(), places: LargePages())
    for batch in batches { table.fold(batch) }
    try table.settle()
    return table
  }

  private func first(
    _ key: String, in table: JoinTable, hash: UInt64 = 7
  ) -> (entry: Lane<UInt64>, position: Int)? {
    let text = storage(key)
    return withExtendedLifetime(text) { table.view.find(hash, text.lane, 0, key.utf8.count) }
  }

  /// The fields of what is known of a key, the first of them by default.
  private func known(
    _ key: String, in table: JoinTable, before instant: Int64 = .max, fields: Int = 1
  ) -> String? {
    guard let found = first(key, in: table) else { return nil }
    switch table.view.knowledge(found.entry, before: instant) {
    case .nothing: return "nothing"
    case .conflict: return "conflict"
    case .values(let entry):
      let bytes = entry.from(JoinEntry.fields(entry[0])).bytes
      var (texts, at) = ([String](), 0)
      for _ in 0..<fields {
        let field = JoinEntry.field(bytes, at: at)
        texts.append(bytes.text(field.start..<field.end))
        at = field.end
      }
      return texts.joined(separator: "|")
    }
  }

  private let keys = ["", "a", "b", "user-0001", "user-0002", "user-00021", "a\0", "\0a"]

  @Test func findsKeysOfOneHash() throws {
    let table = try table([batch(keys.dropLast().map { Row(key: $0, fields: ["of \($0)"]) })])
    #expect(table.count == keys.count - 1)
    for key in keys.dropLast() { #expect(known(key, in: table) == "of \(key)") }
    #expect(first("\0a", in: table) == nil)
    #expect(first("user-0003", in: table) == nil)
    let positions = keys.dropLast().compactMap { first($0, in: table)?.position }
    #expect(Set(positions.map { $0 / table.shortest }).count == positions.count)
  }

  @Test func equalRowsAreOne() throws {
    let rows = (0..<1000).map { _ in Row(key: "k", time: 5, fields: ["1", "two"]) }
    let table = try table([batch(rows), batch(rows)])
    #expect((table.rows, table.count) == (2000, 1))
    #expect(table.unsettledKeys() == (0, 0))
    #expect(known("k", in: table) == "1")
  }

  @Test func theLatestRowBeforeAnInstantCounts() throws {
    let rows = [
      Row(key: "k", time: 30, fields: ["c"]), Row(key: "other", time: 1),
      Row(key: "k", time: 10, fields: ["a"]), Row(key: "k", time: 20, fields: ["b"]),
      Row(key: "k", time: 20, fields: ["B"]),
    ]
    for order in [rows, rows.reversed()] {
      let table = try table([batch(order)])
      let found = [10, 11, 21, 31].map { known("k", in: table, before: $0) }
      #expect(found == ["nothing", "a", "conflict", "c"])
      #expect(table.unsettledKeys() == (1, 0))
      #expect(table.count == 2)
    }
  }

  @Test func tooManyVersionsAreAConflict() throws {
    for (versions, expected) in [(64, "v63"), (65, "conflict"), (200, "conflict")] {
      let rows = (0..<versions).map { Row(key: "k", time: Int64($0), fields: ["v\($0)"]) }
      let table = try table([batch(rows + [Row(key: "l", time: 0)])])
      #expect(known("k", in: table) == expected)
      #expect(table.count == 2)
      #expect(table.unsettledKeys() == (versions > 64 ? (0, 1) : (1, 0)))
    }
  }

  @Test func textsOfAnyLengthComeBack() throws {
    let lengths = [0, 1, 7, 8, 9, 254, 255, 256, 1000, 70_000]
    let texts = lengths.map { String(repeating: "y", count: $0) + "z" }
    let rows = texts.enumerated().map { Row(key: "\($0)" + $1, fields: [$1, "", $1]) }
    // All in one bucket, which is larger than a segment of memory.
    let table = try table([batch(rows)])
    for (index, text) in texts.enumerated() {
      #expect(known("\(index)" + text, in: table, fields: 3) == "\(text)||\(text)")
    }
    #expect(table.longest >= 140_000)
  }

  @Test func aGuessFindsWhatTheListFinds() throws {
    // Keys that come again with the same and with other fields, in several segments of memory.
    let rows = (0..<5000).map { i in
      Row(key: "key-\(i % 50 == 3 ? i - 2 : i)", fields: [i % 100 == 3 ? "y" : "x"])
    }
    func hash(_ key: String) -> UInt64 {
      let text = storage(key)
      return withExtendedLifetime(text) { TextHash.of(text.lane, 0, key.utf8.count) }
    }
    let table = try table([rows[..<1700], rows[1700...]].map { batch(Array($0), hash: hash) })
    #expect(table.end > 2 * WordArena.segmentBytes / 8)
    let (view, keys) = (table.view, rows.map(\.key) + ["none", ""])
    let mixed = keys.indices.map { keys[$0 * 7919 % keys.count] }
    var guess = JoinGuess()
    for order in [keys, keys.reversed(), mixed, keys] {
      for (number, key) in order.enumerated() {
        let (text, length) = (storage(key), key.utf8.count)
        withExtendedLifetime(text) {
          let found = guess.find(view, 0, hash(key), text.lane, 0, length)
          let listed = view.find(hash(key), text.lane, 0, length)
          #expect(found?.position == listed?.position, "\(key)")
        }
        if number % 1000 == 999 { guess.learn() }
      }
      // Few rows of those in order ask for a key that came before.
      #expect(guess.isOrdered == (order == keys))
      guess.learn()
    }
  }
}
