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
  private var quoting = DelimitedStructure.Quoting()

  /// Creates a cutter of text that begins with a row.
  init(structure: DelimitedStructure?) { self.structure = structure }

  /// Looks at bytes while they are still in the nearer caches; `count` are there by now.
  mutating func follow(_ p: Bytes, count: Int, wanted: Int) {
    structure?.follow(p, count: min(wanted - 1, count), &quoting)
  }

  /// Finds the first end of a row at or behind `wanted` in the first `count` bytes, which begin a row.
  func cut(_ p: Bytes, count: Int, wanted: Int) -> Cut {
    guard let structure else { return cutLines(p, count: count, wanted: wanted) }
    let skipped = min(max(wanted - 1, 0), count)
    var quoting = quoting
    structure.finish(p, count: skipped, &quoting)
    guard skipped > 0, !quoting.isIrregular else {
      return walk(p, from: 0, .fieldStart, structure, count: count, wanted: wanted)
    }
    if skipped == count { return Self.open(p, count: count, quoted: quoting.isOpen) }
    let state = Self.state(p, behind: skipped, quoting, structure)
    let cut = walk(p, from: skipped, state, structure, count: count, wanted: wanted)
    if case .rowEnd = cut { return cut }
    // Rare: where the last row began must be told, too.
    return walk(p, from: 0, .fieldStart, structure, count: count, wanted: wanted)
  }

  /// Where the last row of text without stray quotes began: behind a newline with as many quotes to come as
  /// end outside of quotes.
  private static func open(_ p: Bytes, count: Int, quoted: Bool) -> Cut {
    var (i, isInside) = (count, quoted)
    while i > 0, isInside || p[i - 1] != 0x0A {
      if p[i - 1] == UInt8(ascii: "\"") { isInside.toggle() }
      i -= 1
    }
    return .open(rowStart: i, quoted: quoted)
  }

  private func walk(
    _ p: Bytes, from start: Int, _ initial: DelimitedStructure.State,
    _ structure: DelimitedStructure, count: Int, wanted: Int
  ) -> Cut {
    var (i, state, rowStart) = (start, initial, 0)
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
    _ p: Bytes, behind end: Int, _ quoting: DelimitedStructure.Quoting,
    _ structure: DelimitedStructure
  ) -> DelimitedStructure.State {
    if quoting.isOpen { return .quoted }
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
