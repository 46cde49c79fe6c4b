/// A slow and obvious reader of CSV: what the fast one is compared with.
struct CSVReference {
  /// A row, or what is wrong with it.
  struct Row: Equatable {
    var line: Int
    var fields: [String] = []
    var failure: String?
  }

  var header: [String] = []
  var rows: [Row] = []

  /// Reads a whole file; a row that ends only with the file inside quotes is read line by line.
  init(_ bytes: [UInt8], delimiter: UInt8 = UInt8(ascii: ",")) {
    var rest = bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    var line = 1
    var isFirst = true
    while !rest.isEmpty {
      var row = Self.row(rest, delimiter, acrossLines: true)
      let unterminated = row.endsInQuotes
      if unterminated { row = Self.row(rest, delimiter, acrossLines: false) }
      // Once a quote stays open until the end, no later one may span lines either.
      if unterminated, !isFirst {
        while !rest.isEmpty {
          let single = Self.row(rest, delimiter, acrossLines: false)
          note(single, line)
          line += 1
          rest = rest.dropFirst(single.length)
        }
        return
      }
      if isFirst {
        if row.fields != [""] || row.sawQuotes {
          header = row.fields
          isFirst = false
        }
      } else {
        note(row, line)
      }
      line += rest.prefix(row.length).count { $0 == 0x0A }
      rest = rest.dropFirst(row.length)
    }
  }

  private struct Read {
    var fields: [String] = []
    var length = 0
    var stray = false
    var sawQuotes = false
    var endsInQuotes = false
  }

  private mutating func note(_ row: Read, _ line: Int) {
    var failure: String?
    if row.endsInQuotes {
      failure = "unterminatedQuote"
    } else if row.stray {
      failure = "strayQuote"
    } else if row.fields == [""], !row.sawQuotes {
      return
    } else if row.fields.count < header.count {
      failure = "tooFewFields"
    } else if row.fields.count > header.count {
      failure = "tooManyFields"
    }
    rows.append(Row(line: line, fields: failure == nil ? row.fields : [], failure: failure))
  }

  private static func row(_ text: ArraySlice<UInt8>, _ delimiter: UInt8, acrossLines: Bool) -> Read
  {
    var result = Read()
    var field: [UInt8] = []
    var (quoted, wasQuoted, first) = (false, false, true)
    var i = text.startIndex
    func next() -> UInt8? { i + 1 < text.endIndex ? text[i + 1] : nil }
    while i < text.endIndex {
      let byte = text[i]
      if quoted {
        if byte == UInt8(ascii: "\"") {
          if next() == UInt8(ascii: "\"") {
            field.append(byte)
            i += 1
          } else {
            quoted = false
          }
        } else if byte == 0x0A, !acrossLines {
          break
        } else {
          field.append(byte)
        }
      } else if byte == 0x0A {
        break
      } else if byte == delimiter {
        result.fields.append(String(decoding: field, as: UTF8.self))
        (field, first, wasQuoted) = ([], true, false)
        i += 1
        continue
      } else if byte == UInt8(ascii: "\""), first {
        (quoted, wasQuoted) = (true, true)
        result.sawQuotes = true
      } else if byte == 0x0D, next() == nil || next() == 0x0A {
        // The carriage return of a line end.
      } else {
        if wasQuoted || byte == UInt8(ascii: "\"") { result.stray = true }
        field.append(byte)
      }
      first = false
      i += 1
    }
    result.fields.append(String(decoding: field, as: UTF8.self))
    result.endsInQuotes = quoted
    result.length = min(i + 1, text.endIndex) - text.startIndex
    return result
  }
}
