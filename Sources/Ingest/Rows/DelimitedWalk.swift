internal import Summaries

/// Goes through delimited text byte by byte: for blocks in which something is not as it should be.
struct DelimitedWalk {
  let structure: DelimitedStructure
  /// How many fields a row must have.
  let width: Int
  /// A line end ends the row even inside quotes.
  let linewise: Bool
  /// How many good rows there were.
  private(set) var rows = 0
  /// How many doubled quotes there were.
  private(set) var doubled = 0

  init(structure: DelimitedStructure, width: Int, linewise: Bool) {
    (self.structure, self.width, self.linewise) = (structure, width, linewise)
  }

  /// Writes the edges of every good row's fields, `width + 1` a row, and where the second one of each
  /// doubled quote is; reports the other rows, and returns where the last row ends.
  mutating func run(
    _ p: Bytes, _ length: Int, edges: Storage<UInt32>, doubled quotes: Storage<UInt32>,
    into consumer: some RowConsumer
  ) -> Int {
    let stride = width + 1
    var state = DelimitedStructure.State.fieldStart
    var (rowStart, fields, stray) = (0, 0, false)
    for i in 0..<length {
      let byte = p[i]
      let before = state
      state = structure.next(state, byte)
      switch (before, state) {
      case (.unquoted, .unquoted):
        if byte == UInt8(ascii: "\"") { stray = true }
        continue
      case (.quoteInQuoted, .unquoted):
        if byte != 0x0D || i + 1 < length && p[i + 1] != 0x0A { stray = true }
        continue
      case (_, .fieldStart): break
      case (.quoteInQuoted, .quoted):
        quotes.lane[doubled] = UInt32(truncatingIfNeeded: i)
        doubled += 1
        continue
      default:
        guard linewise, byte == 0x0A else { continue }
      }
      if fields == 0 {
        edges.grow((rows + 1) * stride + 1)
        edges.lane[rows * stride] = UInt32(truncatingIfNeeded: rowStart) &- 1
      }
      fields += 1
      if fields <= width {
        edges.lane[rows * stride + fields] = UInt32(truncatingIfNeeded: i)
      }
      guard byte == 0x0A else { continue }
      let end = i > rowStart && p[i - 1] == 0x0D ? i - 1 : i
      let row = rowStart..<end
      if state != .fieldStart {
        consumer.fail(RowFailure(kind: .unterminatedQuote, row: rowStart, text: row))
      } else if stray {
        consumer.fail(RowFailure(kind: .strayQuote, row: rowStart, text: row))
      } else if row.isEmpty {
        // A blank line is no row.
      } else if fields != width {
        let kind: RowErrors.Kind = fields < width ? .tooFewFields : .tooManyFields
        consumer.fail(RowFailure(kind: kind, row: rowStart, text: row))
      } else {
        rows += 1
      }
      (state, rowStart, fields, stray) = (.fieldStart, i + 1, 0, false)
    }
    return rowStart
  }
}
