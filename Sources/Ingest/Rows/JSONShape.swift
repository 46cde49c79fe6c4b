internal import CScan

/// What the rows of one shape have in common: the bytes between their scalars.
///
/// Most rows of a log differ in nothing but their values. A row that has the very bytes of an earlier one
/// around values that are well-formed is well-formed, too, and has its values under the same keys.
struct JSONShape {
  /// A scalar, or an array, of the row the shape was learnt from.
  struct Leaf {
    /// Its bytes, with the quotes of a string.
    var text: Range<Int>
    /// Where its value is wanted.
    var slot: Int?
    var depth: Int
    var isScalar: Bool
  }

  /// What comes before a leaf, and what the leaf is; the last one only ends the row.
  private struct Step {
    /// Where the words begin that hold the bytes before it, each followed by its mask; and their number.
    var literal: Int
    var words: Int
    /// How many bytes come before it.
    var length: Int
    var slot: Int
    var depth: Int
    var isScalar: Bool
  }

  private let steps: Storage<Step>
  private let literals: Storage<UInt64>
  private let leaves: Int

  /// Learns the shape of a well-formed row from its leaves in order.
  init(_ p: Bytes, row: Range<Int>, _ found: [Leaf]) {
    leaves = found.count
    let none = Step(literal: 0, words: 0, length: 0, slot: -1, depth: 0, isScalar: false)
    steps = Storage(found.count + 1, zero: none)
    literals = Storage(2 * (row.count / 8 + found.count + 1), zero: 0)
    var (from, next) = (row.lowerBound, 0)
    for k in 0...found.count {
      let leaf = k < found.count ? found[k] : nil
      let length = (leaf?.text.lowerBound ?? row.upperBound) - from
      steps.lane[k] = Step(
        literal: next, words: (length + 7) / 8, length: length, slot: leaf?.slot ?? -1,
        depth: leaf?.depth ?? 0, isScalar: leaf?.isScalar ?? false)
      for i in stride(from: 0, to: length, by: 8) {
        let left = length - i
        literals.lane[next] = p.load64(from + i, length: left)
        literals.lane[next + 1] = left >= 8 ? .max : 1 << UInt64(8 * left) - 1
        next += 2
      }
      from = leaf?.text.upperBound ?? from
    }
  }

  /// Reads a row of this shape and returns where its line ends; `nil` for a row of another shape.
  ///
  /// `count` bytes may be read. `edges` gets the wanted values, two for each slot as in `FieldView`, and
  /// `escaped` the slots of those that have escapes; both are written even if the row is of another shape.
  func read(
    _ p: Bytes, _ start: Int, count: Int, into edges: Lane<UInt32>, escaped: inout [Int]
  ) -> Int? {
    let (steps, literals) = (steps.lane, literals.lane)
    var i = start
    for k in 0..<leaves {
      let step = steps[k]
      guard Self.matches(p, i, literals.from(step.literal), step.words) else { return nil }
      i &+= step.length
      let text: Range<Int>
      let first = p[i]
      if step.isScalar, let plain = Self.plainScalar(p, i, first) {
        (text, i) = plain
      } else {
        // Nothing of it is a new key, and a line ends it.
        guard first != UInt8(ascii: "{"), step.isScalar == (first != UInt8(ascii: "[")) else {
          return nil
        }
        var cursor = JSONCursor(p, i, JSONRows.lineEnd(p, i, count))
        guard let value = cursor.value(depth: step.depth) else { return nil }
        if value.hasEscapes, step.slot >= 0 { escaped.append(step.slot) }
        (text, i) = (value.text, cursor.position)
      }
      if step.slot >= 0 {
        edges[2 &* step.slot] = UInt32(truncatingIfNeeded: text.lowerBound) &- 1
        edges[2 &* step.slot &+ 1] = UInt32(truncatingIfNeeded: text.upperBound)
      }
    }
    let last = steps[leaves]
    guard Self.matches(p, i, literals.from(last.literal), last.words), p[i &+ last.length] == 0x0A
    else { return nil }
    return i &+ last.length
  }

  /// The value of a string without escapes, a number without exponent, or a word, and where it ends.
  @inline(__always)
  private static func plainScalar(
    _ p: Bytes, _ i: Int, _ first: UInt8
  ) -> (text: Range<Int>, end: Int)? {
    if first == UInt8(ascii: "\"") {
      let close = i &+ 1 &+ plainLength(p, i &+ 1)
      return p[close] == UInt8(ascii: "\"") ? (i &+ 1..<close, close &+ 1) : nil
    }
    guard let end = plainEnd(p, i, first) else { return nil }
    return (first == UInt8(ascii: "n") ? 0..<0 : i..<end, end)
  }

  @inline(__always)
  private static func matches(
    _ p: Bytes, _ start: Int, _ literal: Lane<UInt64>, _ words: Int
  ) -> Bool {
    var different: UInt64 = 0
    for k in 0..<words {
      different |= (p.load64(start &+ 8 &* k) ^ literal[2 &* k]) & literal[2 &* k &+ 1]
    }
    return different == 0
  }

  /// How many bytes come before a quote, a backslash or the end of the line.
  @inline(__always)
  private static func plainLength(_ p: Bytes, _ i: Int) -> Int {
    unsafe p.from(i).withPointer { unsafe Int(cscan_plain_length($0)) }
  }

  @inline(__always)
  private static func digitCount(_ p: Bytes, _ i: Int) -> Int {
    unsafe p.from(i).withPointer { unsafe Int(cscan_digit_count($0)) }
  }

  /// Where a number or a word ends; `nil` when it is neither.
  @inline(__always)
  private static func plainEnd(_ p: Bytes, _ start: Int, _ first: UInt8) -> Int? {
    switch first {
    case UInt8(ascii: "n"): return p.load64(start, length: 4) == 0x6C6C_756E ? start &+ 4 : nil
    case UInt8(ascii: "t"): return p.load64(start, length: 4) == 0x6575_7274 ? start &+ 4 : nil
    case UInt8(ascii: "f"):
      return p.load64(start, length: 5) == 0x65_736C_6166 ? start &+ 5 : nil
    default: return numberEnd(p, start)
    }
  }

  /// Where a number of plain digits ends; `nil` for what is none, and for one with an exponent.
  @inline(__always)
  private static func numberEnd(_ p: Bytes, _ start: Int) -> Int? {
    var i = p[start] == UInt8(ascii: "-") ? start &+ 1 : start
    let whole = i
    i &+= digitCount(p, i)
    guard i > whole, p[whole] != 0x30 || i == whole &+ 1 else { return nil }
    if p[i] == UInt8(ascii: ".") {
      let fraction = i &+ 1
      i = fraction &+ digitCount(p, fraction)
      guard i > fraction else { return nil }
    }
    return p[i] | 0x20 == UInt8(ascii: "e") ? nil : i
  }
}
