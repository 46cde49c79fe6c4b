internal import CScan

/// Where the fields and rows of delimited text end, as RFC 4180 has it.
///
/// A field that begins with a quote ends at the next quote that is not doubled; a quote anywhere else is
/// text, and so is what follows a closing quote until the field ends. Both are errors of their row.
struct DelimitedStructure {
  /// Where a reader stands in a field.
  enum State: Equatable { case fieldStart, unquoted, quoted, quoteInQuoted }

  /// Which code looks for structure.
  enum Scanner: Int, CaseIterable {
    case portable, sse2, avx2

    /// The fastest that this machine runs.
    static let best = Scanner(rawValue: Int(cscan_level())) ?? .portable
  }

  /// What a run over a piece of text found.
  struct Found: Equatable {
    var offsets = 0
    var newlines = 0
    var quotes = 0
    /// Newlines up to `lastRowEnd`, those inside quotes too.
    var lines = 0
    /// One past the last newline that ends a row.
    var lastRowEnd = 0
    /// Quotes stand where they may not: what was found does not hold.
    var irregular = false
    var openQuote = false
  }

  let delimiter: UInt8
  var scanner = Scanner.best

  init(delimiter: UInt8) { self.delimiter = delimiter }

  /// Finds the delimiters and newlines outside quotes in the first `count` bytes of text that begins
  /// with a row, and writes their offsets if there is somewhere to write.
  func scan(_ bytes: Bytes, count: Int, offsets: Lane<UInt32>?) -> Found {
    guard scanner != .portable else {
      return PortableScan(delimiter: delimiter).scan(bytes, count: count, offsets: offsets)
    }
    var result = cscan_result()
    unsafe bytes.withPointer { source in
      if let offsets {
        unsafe offsets.withPointer {
          unsafe cscan_delimited(
            Int32(scanner.rawValue), source, count, delimiter, $0, &result)
        }
      } else {
        unsafe cscan_delimited(Int32(scanner.rawValue), source, count, delimiter, nil, &result)
      }
    }
    return Found(
      offsets: result.count, newlines: result.newlines, quotes: result.quotes,
      lines: result.lines, lastRowEnd: result.lastRowEnd, irregular: result.irregular != 0,
      openQuote: result.openQuote != 0)
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
