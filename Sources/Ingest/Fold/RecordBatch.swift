/// Rows on their way to the partition that keeps their unit.
///
/// In words: the unit's hash, the time, the variant and the length of the unit's text, the weight, each
/// measure's value, then the text, its last word filled up with zeros.
final class RecordBatch {
  static let head = 4
  private(set) var words = WordList(capacity: 256)
  let measures: Int

  init(measures: Int) { self.measures = measures }

  /// Appends a record up to its measures, and returns where these go.
  @inline(__always)
  func append(
    hash: UInt64, time: Int64, variant: Int, weight: Int, _ p: Bytes, _ start: Int, _ end: Int
  ) -> Lane<UInt64> {
    let length = end &- start
    let keyWords = (length &+ 7) &>> 3
    let at = words.extend(Self.head + measures + keyWords)
    let record = words.lane.from(at)
    record[0] = hash
    record[1] = UInt64(bitPattern: time)
    record[2] = UInt64(variant) &<< 32 | UInt64(length)
    record[3] = UInt64(weight)
    let key = record.from(Self.head + measures)
    for i in 0..<keyWords {
      key[i] = p.load64(start &+ 8 &* i, length: length &- 8 &* i)
    }
    return record.from(Self.head)
  }
}
