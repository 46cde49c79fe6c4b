/// What a field's text is when it is read as a boolean.
enum BooleanKind: UInt8 {
  case no, yes, missing, text
}

/// Booleans in bytes: `true`, `t`, `yes`, `y`, `1` and their opposites in any case, and numbers equal to
/// one or zero, as a column of `1.0` and gaps is what many tools make of booleans.
enum BooleanText {
  private static let names: [(text: [UInt8], kind: BooleanKind)] =
    ["true", "t", "yes", "y"].map { (Array($0.utf8), .yes) }
    + ["false", "f", "no", "n"].map { (Array($0.utf8), .no) }

  /// Reads any text as a boolean: spaces around it do not count; an empty one is missing.
  @inline(__always)
  static func parse(_ p: Bytes, _ start: Int, _ end: Int) -> BooleanKind {
    if end &- start == 1 {
      let digit = p[start] &- 0x30
      if digit <= 1 { return digit == 1 ? .yes : .no }
    }
    return start == end ? .missing : general(p, start, end)
  }

  @inline(never)
  private static func general(_ p: Bytes, _ from: Int, _ to: Int) -> BooleanKind {
    var (start, end) = (from, to)
    while start < end, p[start] == 0x20 { start += 1 }
    while start < end, p[end - 1] == 0x20 { end -= 1 }
    guard start < end else { return .missing }
    for (text, kind) in names where text.count == end - start {
      if text.indices.allSatisfy({ p[start + $0] | 0x20 == text[$0] }) { return kind }
    }
    let (kind, value) = NumberText.parse(p, start, end)
    guard kind == .number, value == 0 || value == 1 else { return .text }
    return value == 1 ? .yes : .no
  }
}
