/// Escapes in JSON strings.
enum JSONString {
  /// The length of the escape at `i`, or `nil` when it is none.
  static func escapeLength(_ p: Bytes, _ i: Int, _ end: Int) -> Int? {
    guard i + 1 < end else { return nil }
    switch p[i + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return 2
    case UInt8(ascii: "u"):
      return hex(p, i + 2, end) == nil ? nil : 6
    default: return nil
    }
  }

  private static func hex(_ p: Bytes, _ i: Int, _ end: Int) -> UInt32? {
    guard i + 4 <= end else { return nil }
    var value: UInt32 = 0
    for k in i..<i + 4 {
      let (digit, letter) = (p[k] &- 0x30, (p[k] | 0x20) &- UInt8(ascii: "a"))
      guard digit <= 9 || letter <= 5 else { return nil }
      value = value << 4 | UInt32(digit <= 9 ? digit : letter + 10)
    }
    return value
  }

  /// Resolves the escapes of checked text in place and returns where it ends now.
  ///
  /// What is left over becomes spaces. Half a surrogate pair becomes U+FFFD.
  static func unescape(_ p: Bytes, _ start: Int, _ end: Int) -> Int {
    var (from, to) = (start, start)
    while from < end {
      guard p[from] == UInt8(ascii: "\\"), from + 1 < end else {
        p[to] = p[from]
        (from, to) = (from + 1, to + 1)
        continue
      }
      switch p[from + 1] {
      case UInt8(ascii: "u"):
        (from, to) = unescapeUnicode(p, from, to, end)
        continue
      case UInt8(ascii: "b"): p[to] = 0x08
      case UInt8(ascii: "f"): p[to] = 0x0C
      case UInt8(ascii: "n"): p[to] = 0x0A
      case UInt8(ascii: "r"): p[to] = 0x0D
      case UInt8(ascii: "t"): p[to] = 0x09
      case let byte: p[to] = byte
      }
      (from, to) = (from + 2, to + 1)
    }
    p.fill(to..<end, 0x20)
    return to
  }

  private static func unescapeUnicode(
    _ p: Bytes, _ from: Int, _ to: Int, _ end: Int
  ) -> (Int, Int) {
    var code = hex(p, from + 2, end) ?? 0xFFFD
    var next = from + 6
    if code & 0xFC00 == 0xD800, next + 6 <= end, p[next] == UInt8(ascii: "\\"),
      p[next + 1] == UInt8(ascii: "u"), let low = hex(p, next + 2, end), low & 0xFC00 == 0xDC00
    {
      code = 0x10000 + (code & 0x3FF) << 10 + (low & 0x3FF)
      next += 6
    }
    var at = to
    for byte in Unicode.UTF8.encode(Unicode.Scalar(code) ?? "\u{FFFD}")
      ?? Unicode.UTF8.encodedReplacementCharacter
    {
      p[at] = byte
      at += 1
    }
    return (next, at)
  }
}
