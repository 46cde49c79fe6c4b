internal import CScan

/// Where the fields and rows of delimited text end, as RFC 4180 has it.
///
/// A field that begins with a quote ends at the next quote that is not doubled; a quote anywhere else is
/// text, and so is what follows a closing quote until the field ends. Both are errors of their row.
struct DelimitedStructure {
  /// Where a reader stands in a field.
  enum State: Equatable { case fieldStart, unquoted, quoted, quoteInQuoted }

  /// Which code looks for structure, and reads short numbers and plain rows of JSON Lines: that of the best
  /// vectors the processor has.
  enum Scanner: Int, CaseIterable {
    case portable, sse2, avx2, avx512

    /// The fastest that this machine runs.
    static let best = Scanner(rawValue: Int(cscan_level())) ?? .portable
  }

  /// What a run over a piece of text found.
  struct Found: Equatable {
    var offsets = 0
    var newlines = 0
    var quotes = 0
    /// How many of them were listed: those that open a field, while these are few, and the second one of each
    /// doubled quote.
    var listed = 0
    /// Newlines up to `lastRowEnd`, those inside quotes too.
    var lines = 0
    /// One past the last newline that ends a row.
    var lastRowEnd = 0
    /// Quotes stand where they may not: what was found does not hold.
    var irregular = false
    var openQuote = false
    /// Every quote that opens a field was listed.
    var listsAll = true
  }

  let delimiter: UInt8
  var scanner = Scanner.best

  init(delimiter: UInt8) { self.delimiter = delimiter }

  /// Finds the delimiters and newlines outside quotes in the first `count` bytes of text that begins
  /// with a row, and writes their offsets, and to `quotes` those of the quotes that are listed.
  func scan(
    _ bytes: Bytes, count: Int, offsets: Lane<UInt32>, quotes: Lane<UInt32>
  ) -> Found {
    guard scanner != .portable else {
      return PortableScan(delimiter: delimiter).scan(
        bytes, count: count, offsets: offsets, quotes: quotes)
    }
    var result = cscan_result()
    unsafe bytes.withPointer { source in
      unsafe offsets.withPointer { offsets in
        unsafe quotes.withPointer {
          unsafe cscan_delimited(
            Int32(scanner.rawValue), source, count, delimiter, offsets, $0, &result)
        }
      }
    }
    return Found(
      offsets: result.count, newlines: result.newlines, quotes: result.quotes,
      listed: result.listed, lines: result.lines, lastRowEnd: result.lastRowEnd,
      irregular: result.irregular != 0, openQuote: result.openQuote != 0,
      listsAll: result.listsAll != 0)
  }

  /// What is known of the quotes in the first bytes of a text.
  struct Quoting {
    fileprivate var state = cscan_quoting()
    /// Quotes stand where they may not.
    var isIrregular: Bool { state.irregular != 0 }
    /// The last byte looked at is inside quotes.
    var isOpen: Bool { state.inside != 0 }
  }

  /// Follows the quotes on to the byte `count`, or to a little before.
  func follow(_ bytes: Bytes, count: Int, _ quoting: inout Quoting) {
    guard scanner != .portable else { return }
    let whole = count / 64 * 64
    if whole > quoting.state.at { followOn(bytes, count: whole, &quoting) }
  }

  /// Follows the quotes on to the byte `count`; there is no going on from there.
  func finish(_ bytes: Bytes, count: Int, _ quoting: inout Quoting) {
    guard scanner != .portable else {
      let found = PortableScan(delimiter: delimiter).scan(
        bytes, count: count, offsets: nil, quotes: nil)
      quoting.state.irregular = found.irregular ? 1 : 0
      quoting.state.inside = found.openQuote ? .max : 0
      return
    }
    followOn(bytes, count: count, &quoting)
  }

  private func followOn(_ bytes: Bytes, count: Int, _ quoting: inout Quoting) {
    unsafe bytes.withPointer {
      unsafe cscan_follow_quotes(Int32(scanner.rawValue), $0, count, delimiter, &quoting.state)
    }
  }

  /// The state behind a byte; a newline that ends a row leads to `fieldStart`.
  @inline(__always)
  func next(_ state: State, _ byte: UInt8) -> State {
    switch state {
    case .fieldStart, .unquoted:
      if byte == delimiter || byte == 0x0A { return .fieldStart }
      return byte == UInt8(ascii: "\"") && state == .fieldStart ? .quoted : .unquoted
    case .quoted:
      return byte == UInt8(ascii: "\"") ? .quoteInQuoted : .quoted
    case .quoteInQuoted:
      if byte == UInt8(ascii: "\"") { return .quoted }
      return byte == delimiter || byte == 0x0A ? .fieldStart : .unquoted
    }
  }
}
