/// Rows on their way to the partition that keeps their key.
///
/// Each is an `Entry` with its variant and time whose payload is the weight and each measure's value
/// times it, or what `PackedMeasures` makes of them; or, on the way from a joined source, a
/// `JoinEntry` behind its key's hash.
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
    _ source: Source, isTimed: Bool, fields: [FieldView], missing: MissingTexts,
    _ rows: Lane<UInt32>, count: Int
  ) {
    let p = source.bytes
    var size = count * JoinEntry.mostOtherWords
    for view in [source.keys] + fields {
      for i in 0..<count {
        let row = Int(rows[i])
        size &+= JoinEntry.mostWords(ofField: view.end(row) &- view.start(row))
      }
    }
    let start = words.lane(appending: size)
    var record = start
    for i in 0..<count {
      let row = Int(rows[i])
      let start = source.keys.start(row)
      let length = source.keys.end(row) &- start
      let (key, keyWords) = (isTimed ? 3 : 2, Entry.words(ofKey: length))
      record[0] = source.hashes[row]
      if isTimed { record[2] = UInt64(bitPattern: source.times[row]) }
      for k in 0..<keyWords {
        record[key &+ k] = p.load64(start &+ 8 &* k, length: length &- 8 &* k)
      }
      let texts = record.from(key &+ keyWords).bytes
      var end = 0
      for view in fields {
        let (start, stop) = (view.start(row), view.end(row))
        let length = missing.contain(p, start, stop) ? 0 : stop &- start
        end = JoinEntry.append(p, start, length, to: texts, at: end)
      }
      texts.store64(end, 0)
      let words = key &+ keyWords &+ Entry.words(ofKey: end)
      record[1] = JoinEntry.header(keyLength: length, words: words &- 1, isTimed: isTimed)
      record = record.from(words)
    }
    words.removeLast(size &- start.distance(to: record))
  }
}
