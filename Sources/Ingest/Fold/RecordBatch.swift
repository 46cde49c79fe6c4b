/// Rows on their way to the partition that keeps their key.
///
/// Each is an `Entry` with its variant and time whose payload is the weight and each measure's value
/// times it, or what `PackedMeasures` makes of them; or, on the way from a joined source, one with its time
/// whose payload is what `JoinTable` keeps.
final class RecordBatch {
  private(set) var words: WordList

  /// Creates a batch with room for so many words.
  init(capacity: Int, in pool: WordPool) { words = WordList(capacity: capacity, in: pool) }

  /// Makes room for so many words in all.
  func reserve(_ count: Int) { words.reserve(count) }

  /// Appends so many words, which `fill` writes.
  func append<Failure>(
    _ count: Int, _ fill: (Lane<UInt64>) throws(Failure) -> Void
  ) throws(Failure) {
    try fill(words.lane(appending: count))
  }

  /// Where rows come from: lanes with one element a row.
  struct Source {
    var bytes: Bytes
    var keys: FieldView
    var hashes: Lane<UInt64>
    var times: Lane<Int64>
    var variants: Lane<UInt16>
  }

  /// Appends some rows with what their payloads begin with, and some of their measures behind it.
  func append(
    _ source: Source, first: Lane<UInt64>, then numbers: [Lane<Double>], _ rows: Lane<UInt32>,
    count: Int
  ) {
    let payloadWords = 1 &+ numbers.count
    var size = 0
    for i in 0..<count {
      let row = Int(rows[i])
      let length = source.keys.end(row) &- source.keys.start(row)
      size &+= Entry.head &+ Entry.words(ofKey: length) &+ payloadWords
    }
    var record = words.lane(appending: size)
    for i in 0..<count {
      let row = Int(rows[i])
      let start = source.keys.start(row)
      let length = source.keys.end(row) &- start
      record[0] = source.hashes[row]
      record[1] = UInt64(bitPattern: source.times[row])
      record[2] = Entry.shape(
        variant: source.variants[row], payloadWords: payloadWords, keyLength: length)
      record = record.from(Entry.head)
      for k in 0..<Entry.words(ofKey: length) {
        record[k] = source.bytes.load64(start &+ 8 &* k, length: length &- 8 &* k)
      }
      record = record.from(Entry.words(ofKey: length))
      record[0] = first[row]
      let values = record.from(1).doubles
      for m in numbers.indices { values[m] = numbers[m][row] }
      record = record.from(payloadWords)
    }
  }

  /// Appends some rows of a joined source with the texts of some fields; missing ones become empty.
  func append(
    _ source: Source, fields: [FieldView], missing: MissingTexts, _ rows: Lane<UInt32>, count: Int
  ) {
    let p = source.bytes
    var size = 0
    for view in [source.keys] + fields {
      for i in 0..<count {
        let row = Int(rows[i])
        size &+= Entry.words(ofKey: view.end(row) &- view.start(row))
      }
    }
    size += count * (Entry.head + JoinTable.fieldsBegin(fields.count))
    // Room for texts that mean "no value", too, which are left out.
    var record = words.lane(appending: size)
    for i in 0..<count {
      let row = Int(rows[i])
      let start = source.keys.start(row)
      let length = source.keys.end(row) - start
      let keyWords = Entry.words(ofKey: length)
      let shape = record.from(2)
      record[0] = source.hashes[row]
      record[1] = UInt64(bitPattern: source.times[row])
      record = record.from(Entry.head)
      for k in 0..<keyWords { record[k] = p.load64(start + 8 * k, length: length - 8 * k) }
      record = record.from(keyWords)
      for k in 0..<JoinTable.fieldsBegin(fields.count) { record[k] = 0 }
      var payloadWords = JoinTable.fieldsBegin(fields.count)
      for (field, view) in fields.enumerated() {
        let (start, end) = (view.start(row), view.end(row))
        let length = missing.contain(p, start, end) ? 0 : end - start
        JoinTable.setLength(length, of: field, in: record)
        for k in 0..<Entry.words(ofKey: length) {
          record[payloadWords + k] = p.load64(start + 8 * k, length: length - 8 * k)
        }
        payloadWords += Entry.words(ofKey: length)
      }
      shape[0] = Entry.shape(variant: 0, payloadWords: payloadWords, keyLength: length)
      record = record.from(payloadWords)
      size -= Entry.head + keyWords + payloadWords
    }
    words.removeLast(size)
  }
}
