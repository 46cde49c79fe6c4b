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

  /// What comes before each leaf, and what the leaf is; the last one only ends the row.
  private let steps: Storage<cscan_json_step>
  private let literals: Storage<UInt8>
  /// The shape where the row path can use it without a reference count; good as long as the shape is.
  let view: View

  /// Learns the shape of a well-formed row from its leaves in order.
  init(_ p: Bytes, row: Range<Int>, _ found: [Leaf]) {
    steps = Storage(found.count + 1, zero: cscan_json_step())
    literals = Storage(row.count, zero: 0, padding: 64)
    var (from, kept) = (row.lowerBound, 0)
    for k in 0...found.count {
      let leaf = k < found.count ? found[k] : nil
      let length = (leaf?.text.lowerBound ?? row.upperBound) - from
      steps.lane[k] = cscan_json_step(
        literal: UInt32(kept), length: UInt32(length), slot: Int32(leaf?.slot ?? -1),
        depth: UInt16(leaf?.depth ?? 0), isScalar: leaf?.isScalar == true ? 1 : 0)
      for i in 0..<length { literals.lane[kept + i] = p[from + i] }
      kept += length
      from = leaf?.text.upperBound ?? from
    }
    view = View(steps: steps.lane, literals: literals.lane, leaves: found.count)
  }

  /// A shape that somebody else keeps.
  struct View {
    fileprivate let steps: Lane<cscan_json_step>
    fileprivate let literals: Bytes
    fileprivate let leaves: Int
  }
}

extension JSONShape.View {
  /// Reads rows of this shape while their values are plain.
  ///
  /// Plain are strings without escapes, numbers without exponent, and words. The rows lie before `count`;
  /// each one's edges are those of a batch of so many slots.
  ///
  /// - Returns: How many rows were read, at most `rows`, and where the next one begins.
  func readPlain(
    _ p: Bytes, _ start: Int, count: Int, into edges: Lane<UInt32>, slots: Int, rows: Int,
    _ scanner: DelimitedStructure.Scanner
  ) -> (rows: Int, next: Int) {
    var next = start
    let read = unsafe p.withPointer { text in
      unsafe steps.withPointer { steps in
        unsafe literals.withPointer { literals in
          unsafe edges.withPointer {
            unsafe cscan_json_rows(
              Int32(scanner.rawValue), text, start, count, steps, leaves, literals, $0,
              2 &* slots &+ 1, slots,
              rows, &next)
          }
        }
      }
    }
    return (read, next)
  }

  /// Reads a row of this shape and returns where its line ends; `nil` for a row of another shape.
  ///
  /// `count` bytes may be read. `edges` gets the wanted values, two for each slot as in `FieldView`, and
  /// `escaped` the slots of those that have escapes; both are written even if the row is of another shape.
  func read(
    _ p: Bytes, _ start: Int, count: Int, into edges: Lane<UInt32>, escaped: inout [Int]
  ) -> Int? {
    var i = start
    for k in 0..<leaves {
      let step = steps[k]
      let length = Int(step.length)
      guard Self.matches(p, i, literals.from(Int(step.literal)), length) else { return nil }
      i &+= length
      let text: Range<Int>
      let first = p[i]
      if step.isScalar != 0, let plain = Self.plainScalar(p, i, first) {
        (text, i) = plain
      } else {
        // Nothing of it is a new key, and a line ends it.
        guard first != UInt8(ascii: "{"), (step.isScalar != 0) == (first != UInt8(ascii: "["))
        else {
          return nil
        }
        var cursor = JSONCursor(p, i, JSONRows.lineEnd(p, i, count))
        guard let value = cursor.value(depth: Int(step.depth)) else { return nil }
        if value.hasEscapes, step.slot >= 0 { escaped.append(Int(step.slot)) }
        (text, i) = (value.text, cursor.position)
      }
      if step.slot >= 0 {
        let edge = 2 &* Int(step.slot)
        edges[edge] = UInt32(truncatingIfNeeded: text.lowerBound) &- 1
        edges[edge &+ 1] = UInt32(truncatingIfNeeded: text.upperBound)
      }
    }
    let last = steps[leaves]
    let end = i &+ Int(last.length)
    guard Self.matches(p, i, literals.from(Int(last.literal)), Int(last.length)), p[end] == 0x0A
    else { return nil }
    return end
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
  private static func matches(_ p: Bytes, _ i: Int, _ literal: Bytes, _ length: Int) -> Bool {
    unsafe p.from(i).withPointer { text in
      unsafe literal.withPointer { unsafe cscan_same(text, $0, length) != 0 }
    }
  }

  /// How many bytes come before a quote, a backslash or the end of the line.
  @inline(__always)
  private static func plainLength(_ p: Bytes, _ i: Int) -> Int {
    unsafe p.from(i).withPointer { unsafe Int(cscan_plain_length($0)) }
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

  /// Where a number without exponent ends; `nil` for anything else, and for a long one.
  @inline(__always)
  private static func numberEnd(_ p: Bytes, _ start: Int) -> Int? {
    let digits = p[start] == UInt8(ascii: "-") ? start &+ 1 : start
    let length = unsafe p.from(digits).withPointer { unsafe Int(cscan_decimal_length($0)) }
    return length > 0 ? digits &+ length : nil
  }
}
