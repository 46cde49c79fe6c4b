internal import Summaries

/// The values of a column row by row: those of a chunk, or of all chunks so far.
final class ColumnValues {
  private var numbers: [Double?] = []
  private var texts = TextTable()
  private var indices: [Int?] = []
  private let kind: ScanPlan.Column.Kind

  init(_ kind: ScanPlan.Column.Kind) { self.kind = kind }

  func append(_ number: Double?) { numbers.append(number) }

  func appendMissingText() { indices.append(nil) }

  func append(_ p: Bytes, _ start: Int, _ end: Int) {
    indices.append(texts.insert(p, start, end))
  }

  /// Appends the values of the next chunk.
  func append(_ part: ColumnValues) {
    numbers.append(contentsOf: part.numbers)
    let index = (0..<part.texts.count).map { position in
      let text = part.texts.text(position)
      let storage = Storage<UInt8>(text.count, zero: 0, padding: 8)
      for (i, byte) in text.enumerated() { storage.lane[i] = byte }
      return texts.insert(storage.lane, 0, text.count)
    }
    indices.append(contentsOf: part.indices.map { $0.map { index[$0] } })
  }

  /// The values as they are handed back.
  var values: RawColumns.Values {
    guard kind == .category else { return .numbers(numbers) }
    let names = (0..<texts.count).map { String(decoding: texts.text($0), as: UTF8.self) }
    return .categories(RawColumns.Categories(names: names, indices: indices))
  }
}
