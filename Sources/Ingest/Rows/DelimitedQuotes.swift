internal import CScan

/// The quotes of a block's fields: which columns have any, and the columns without them.
///
/// The quotes around a field are left out by its edges. Of doubled ones inside, which are rare, each field is
/// mended in place.
final class DelimitedQuotes {
  /// Where quotes are, as `DelimitedStructure.scan` lists them.
  let listed = Storage<UInt32>(0, zero: 0)
  /// By column its slot, or -1.
  private var slotOfColumn: [Int] = []
  private var lastColumn = 0
  /// By slot: whether some field of the block may have quotes.
  private var mayHaveQuotes: [Bool] = []
  /// By slot the edges of fields without quotes.
  private var stripped: [Storage<UInt32>] = []
  /// The fields with doubled quotes in their order.
  private var doubled: [(row: Int, slot: Int)] = []
  private var nextDoubled = 0

  /// Turns to a file.
  func begin(_ file: LogFile) {
    let columns = file.slotColumns
    slotOfColumn = Array(repeating: -1, count: file.columns.count)
    for (slot, column) in columns.enumerated() { slotOfColumn[column] = slot }
    lastColumn = file.columns.count - 1
    mayHaveQuotes = Array(repeating: false, count: columns.count)
    while stripped.count < columns.count {
      stripped.append(Storage(RowBatch.capacity * 2, zero: 0))
    }
  }

  /// Turns to a block of so many rows whose fields' edges are `stride` a row; of its quotes `count` are
  /// listed, and every one that opens a field if `listsAll`.
  func begin(
    _ p: Bytes, _ edges: Lane<UInt32>, stride: Int, rows: Int, count: Int, listsAll: Bool
  ) {
    doubled.removeAll(keepingCapacity: true)
    nextDoubled = 0
    for slot in mayHaveQuotes.indices { mayHaveQuotes[slot] = !listsAll }
    let listed = listed.lane
    var field = 0
    for i in 0..<(rows > 0 ? count : 0) {
      let position = Int(listed[i])
      let isDoubled = p[position &- 1] == UInt8(ascii: "\"")
      guard listsAll || isDoubled else { continue }
      field = Self.field(at: position, edges, from: field, end: rows &* stride)
      // A quote may stand in a row that is left out: before the first, behind the last, or in between.
      guard Int(edges[field] &+ 1) <= position, position < Int(edges[field &+ 1]),
        field % stride < slotOfColumn.count
      else { continue }
      let slot = slotOfColumn[field % stride]
      guard slot >= 0 else { continue }
      mayHaveQuotes[slot] = true
      let row = field / stride
      if isDoubled, doubled.last.map({ $0 != (row, slot) }) ?? true { doubled.append((row, slot)) }
    }
  }

  /// The last field that begins at a position or before it, looked for from one that does.
  private static func field(
    at position: Int, _ edges: Lane<UInt32>, from first: Int, end: Int
  ) -> Int {
    var (low, high) = (first, end)
    while high &- low > 1 {
      let middle = (low &+ high) &>> 1
      if Int(edges[middle] &+ 1) <= position { low = middle } else { high = middle }
    }
    return low
  }

  /// The fields of one slot's column in some rows, without quotes, and without a carriage return at the end
  /// of a row.
  func strip(_ p: Bytes, _ raw: FieldView, _ count: Int, slot: Int, column: Int) -> FieldView {
    let isLast = column == lastColumn
    guard mayHaveQuotes[slot] || isLast else { return raw }
    let edges = stripped[slot].lane
    let found = unsafe p.withPointer { text in
      unsafe edges.withPointer { out in
        unsafe raw.edges.withPointer {
          unsafe cscan_strip(text, $0, raw.stride, count, isLast ? 1 : 0, out)
        }
      }
    }
    return found == 0 ? raw : FieldView(edges: edges, stride: 2)
  }

  /// Makes each doubled quote one in the stripped fields of rows from `first` on.
  func mend(_ p: Bytes, rows: Range<Int>) {
    while nextDoubled < doubled.count, doubled[nextDoubled].row < rows.upperBound {
      let (row, slot) = doubled[nextDoubled]
      nextDoubled += 1
      let edges = stripped[slot].lane.from(2 * (row - rows.lowerBound))
      edges[1] = UInt32(Self.undouble(p, Int(edges[0] &+ 1), Int(edges[1])))
    }
  }

  /// Makes each doubled quote one, in place, and returns where the text ends now.
  ///
  /// What is left over becomes spaces, so that line ends can still be counted.
  private static func undouble(_ p: Bytes, _ start: Int, _ end: Int) -> Int {
    var (from, to) = (start, start)
    while from < end {
      if p[from] == UInt8(ascii: "\""), from + 1 < end { from += 1 }
      p[to] = p[from]
      (to, from) = (to + 1, from + 1)
    }
    p.fill(to..<end, 0x20)
    return to
  }
}
