/// Finds where a chunk may end: behind the first row that reaches a given byte.
struct RowCutter {
  /// What was found.
  enum Cut: Equatable {
    /// A row ends one byte before this offset.
    case rowEnd(Int)
    /// No row ends from the wanted byte on; the last one began here.
    case open(rowStart: Int, quoted: Bool)
  }

  /// How rows are delimited; `nil` where each newline ends a row.
  let structure: DelimitedStructure?

  /// Finds the first end of a row at or behind `wanted` in the first `count` bytes, which begin a row.
  func cut(_ p: Bytes, count: Int, wanted: Int) -> Cut {
    guard let structure else { return cutLines(p, count: count, wanted: wanted) }
    let skipped = min(max(wanted - 1, 0), count)
    let found = structure.scan(p, count: skipped, offsets: nil)
    var state = DelimitedStructure.State.fieldStart
    var (i, rowStart) = (0, 0)
    if !found.irregular, skipped > 0 {
      (i, rowStart) = (skipped, found.lastRowEnd)
      state = Self.state(p, behind: skipped, found, structure)
    }
    while i < count {
      let before = state
      state = structure.next(state, p[i])
      i += 1
      if p[i - 1] == 0x0A, before != .quoted {
        if i >= wanted { return .rowEnd(i) }
        rowStart = i
      }
    }
    return .open(rowStart: rowStart, quoted: state == .quoted)
  }

  private static func state(
    _ p: Bytes, behind end: Int, _ found: DelimitedStructure.Found,
    _ structure: DelimitedStructure
  ) -> DelimitedStructure.State {
    if found.openQuote { return .quoted }
    switch p[end - 1] {
    case structure.delimiter, 0x0A: return .fieldStart
    case UInt8(ascii: "\""): return .quoteInQuoted
    default: return .unquoted
    }
  }

  private func cutLines(_ p: Bytes, count: Int, wanted: Int) -> Cut {
    var i = max(wanted - 1, 0)
    while i < count {
      if p[i] == 0x0A { return .rowEnd(i + 1) }
      i += 1
    }
    i = min(max(wanted - 1, 0), count)
    while i > 0, p[i - 1] != 0x0A { i -= 1 }
    return .open(rowStart: i, quoted: false)
  }
}
