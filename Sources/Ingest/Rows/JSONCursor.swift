/// Goes through one line of JSON and checks its grammar (RFC 8259).
struct JSONCursor {
  /// How deep objects and arrays may nest.
  static let deepest = 256

  /// A string as it stands between its quotes.
  struct Key {
    var text: Range<Int>
    var hasEscapes: Bool
  }

  /// A value: a scalar's text, or nothing of an object, an array or null.
  struct Value {
    var text: Range<Int>
    var hasEscapes = false
    var isScalar = true

    static let none = Value(text: 0..<0, isScalar: false)
  }

  let bytes: Bytes
  private var i: Int
  private let end: Int
  /// Where the next key of the object at hand is to be looked for first.
  var guess = 0

  init(_ bytes: Bytes, _ start: Int, _ end: Int) {
    (self.bytes, i, self.end) = (bytes, start, end)
  }

  var isAtEnd: Bool { i >= end }

  /// The byte that comes next.
  var position: Int { i }

  @inline(__always)
  mutating func skipSpace() {
    while i < end {
      let byte = bytes[i]
      guard byte == 0x20 || byte == 0x09 || byte == 0x0D else { return }
      i &+= 1
    }
  }

  mutating func onlySpaceLeft() -> Bool {
    skipSpace()
    return i >= end
  }

  @inline(__always)
  private mutating func take(_ byte: UInt8) -> Bool {
    guard i < end, bytes[i] == byte else { return false }
    i &+= 1
    return true
  }

  /// The first byte of the value at hand.
  mutating func valueStart() -> UInt8? {
    skipSpace()
    return i < end ? bytes[i] : nil
  }

  /// Reads an object; `member` is to read the value of each key.
  mutating func object(_ member: (inout JSONCursor, Key) -> Bool) -> Bool {
    guard take(UInt8(ascii: "{")) else { return false }
    skipSpace()
    if take(UInt8(ascii: "}")) { return true }
    while true {
      skipSpace()
      guard let key = string() else { return false }
      skipSpace()
      guard take(UInt8(ascii: ":")), member(&self, key) else { return false }
      skipSpace()
      if take(UInt8(ascii: "}")) { return true }
      guard take(UInt8(ascii: ",")) else { return false }
    }
  }

  /// Reads any value; objects and arrays are checked and left out.
  mutating func value(depth: Int) -> Value? {
    guard depth < Self.deepest, let first = valueStart() else { return nil }
    switch first {
    case UInt8(ascii: "\""):
      return string().map { Value(text: $0.text, hasEscapes: $0.hasEscapes) }
    case UInt8(ascii: "{"):
      return object { cursor, _ in cursor.value(depth: depth + 1) != nil } ? Value.none : nil
    case UInt8(ascii: "["):
      return array(depth: depth + 1) ? Value.none : nil
    case UInt8(ascii: "n"): return word("null") == nil ? nil : Value.null
    case UInt8(ascii: "t"): return word("true")
    case UInt8(ascii: "f"): return word("false")
    case UInt8(ascii: "N"): return word("NaN")
    case UInt8(ascii: "I"): return word("Infinity")
    default: return number()
    }
  }

  private mutating func array(depth: Int) -> Bool {
    i &+= 1
    skipSpace()
    if take(UInt8(ascii: "]")) { return true }
    while true {
      guard value(depth: depth) != nil else { return false }
      skipSpace()
      if take(UInt8(ascii: "]")) { return true }
      guard take(UInt8(ascii: ",")) else { return false }
    }
  }

  private mutating func word(_ text: String) -> Value? {
    let start = i
    for byte in text.utf8 { guard take(byte) else { return nil } }
    return Value(text: start..<i)
  }

  private mutating func digits() -> Int {
    let start = i
    while i < end, bytes[i] &- 0x30 <= 9 { i &+= 1 }
    return i - start
  }

  private mutating func number() -> Value? {
    let start = i
    if take(UInt8(ascii: "-")), i < end, bytes[i] == UInt8(ascii: "I") {
      return word("Infinity").map { Value(text: start..<$0.text.upperBound) }
    }
    let leadingZero = i < end && bytes[i] == 0x30
    let whole = digits()
    guard whole > 0, !leadingZero || whole == 1 else { return nil }
    if take(UInt8(ascii: ".")), digits() == 0 { return nil }
    if i < end, bytes[i] | 0x20 == UInt8(ascii: "e") {
      i &+= 1
      if i < end, bytes[i] == UInt8(ascii: "+") || bytes[i] == UInt8(ascii: "-") { i &+= 1 }
      guard digits() > 0 else { return nil }
    }
    return Value(text: start..<i)
  }

  /// Reads a string; control characters within are let pass.
  private mutating func string() -> Key? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    let start = i
    var hasEscapes = false
    while i < end {
      let byte = bytes[i]
      if byte == UInt8(ascii: "\"") {
        i &+= 1
        return Key(text: start..<i - 1, hasEscapes: hasEscapes)
      }
      if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        guard let length = JSONString.escapeLength(bytes, i, end) else { return nil }
        i &+= length
      } else {
        i &+= 1
      }
    }
    return nil
  }
}

extension JSONCursor.Value {
  /// A value that is there and says that there is none: its column has been seen.
  static let null = JSONCursor.Value(text: 0..<0)
}
