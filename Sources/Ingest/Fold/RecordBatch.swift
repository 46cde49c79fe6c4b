/// Rows on their way to the partition that keeps their unit.
///
/// In words: the unit's hash, the time, the variant and the length of the unit's text, the weight, each
/// measure's value, then the text, its last word filled up with zeros.
final class RecordBatch {
  static let head = 4
  private(set) var words = WordList(capacity: 256)
  let measures: Int

  init(measures: Int) { self.measures = measures }

  /// Where rows come from: lanes with one element a row.
  struct Source {
    var bytes: Bytes
    var keys: FieldView
    var hashes: Lane<UInt64>
    var times: Lane<Int64>?
    var variants: Lane<UInt16>
    var weights: Lane<Int64>?
    var measures: [Lane<Double>]
  }

  /// Appends some rows.
  func append(_ source: Source, _ rows: Lane<UInt32>, count: Int) {
    for i in 0..<count {
      let row = Int(rows[i])
      let start = source.keys.start(row)
      let length = source.keys.end(row) &- start
      let keyWords = (length &+ 7) &>> 3
      let at = words.extend(Self.head + measures + keyWords)
      let record = words.lane.from(at)
      record[0] = source.hashes[row]
      record[1] = source.times.map { UInt64(bitPattern: $0[row]) } ?? 0
      record[2] = UInt64(source.variants[row]) &<< 32 | UInt64(truncatingIfNeeded: length)
      record[3] = source.weights.map { UInt64(bitPattern: $0[row]) } ?? 1
      for m in 0..<measures { record[Self.head &+ m] = source.measures[m][row].bitPattern }
      let key = record.from(Self.head &+ measures)
      for k in 0..<keyWords {
        key[k] = source.bytes.load64(start &+ 8 &* k, length: length &- 8 &* k)
      }
    }
  }
}
