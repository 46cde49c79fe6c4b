internal import CScan

/// What a field's text is when it is read as a number.
enum NumberKind: UInt8 {
  case number, missing, text, nonFinite
}

/// Decimal numbers in bytes, to the nearest double.
///
/// Short plain decimals take one division (Clinger 1990: exact operands, hence a correctly rounded
/// quotient); everything else that is a number goes to the C library, which rounds correctly.
enum NumberText {
  /// Powers of ten that are doubles.
  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The powers of ten where the row path can reach them without a reference count.
  static var powerLane: Lane<Double> { unsafe keptPowers.lane }

  nonisolated(unsafe) private static let keptPowers: Storage<Double> = {
    let storage = Storage<Double>(powers.count, zero: 0)
    for (i, power) in powers.enumerated() { storage.lane[i] = power }
    return storage
  }()

  /// The number `start ..< end` holds when it is an optional minus, then at most eight bytes of digits
  /// with at most one point among them; `nil` says to try `parse`.
  @inline(__always)
  static func short(
    _ p: Bytes, _ start: Int, _ end: Int, _ powers: Lane<Double>
  ) -> Double? {
    let negative = p[start] == UInt8(ascii: "-")
    let length = end &- (negative ? start &+ 1 : start)
    guard length >= 1, length <= 8 else { return nil }
    var w = p.load64(end &- 8) ^ 0x3030_3030_3030_3030
    let drop = UInt64(truncatingIfNeeded: (8 &- length) &* 8)
    w = (w &>> drop) &<< drop
    // A point is 0x1E now; find it exactly, and close the gap it leaves.
    let x = w ^ 0x1E1E_1E1E_1E1E_1E1E
    let low7: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let point = ~(((x & low7) &+ low7) | x) & 0x8080_8080_8080_8080
    var fraction = 0
    if point != 0 {
      guard length > 1 else { return nil }
      let bit = UInt64(truncatingIfNeeded: point.trailingZeroBitCount) &- 7
      let before = w & ((1 &<< bit) &- 1)
      w = ((((w &>> bit) &>> 8) &<< bit) &<< 8) | (before &<< 8)
      fraction = 7 &- Int(truncatingIfNeeded: bit &>> 3)
    }
    guard ((w &+ 0x7676_7676_7676_7676) | w) & 0x8080_8080_8080_8080 == 0 else { return nil }
    w = (w &* 10) &+ (w &>> 8)
    let high = (w & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let low = ((w &>> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    let digits = UInt32(truncatingIfNeeded: (high &+ low) &>> 32)
    let value = Double(digits) / powers[fraction]
    return negative ? -value : value
  }

  /// Reads many fields as `short` does where the processor reads several at once, and lists the rows of those
  /// it did not; returns how many these are.
  static func readShort(
    _ p: Bytes, _ view: FieldView, rows: Int, to values: Lane<Double>, others: Lane<UInt32>,
    _ scanner: DelimitedStructure.Scanner
  ) -> Int {
    unsafe p.withPointer { text in
      unsafe view.edges.withPointer { edges in
        unsafe values.withPointer { values in
          unsafe others.withPointer {
            unsafe cscan_short_numbers(
              Int32(scanner.rawValue), text, edges, view.stride, rows, values, $0)
          }
        }
      }
    }
  }

  /// Reads any text as a number: spaces around it do not count; an empty one is missing.
  @inline(never)
  static func parse(_ p: Bytes, _ from: Int, _ to: Int) -> (kind: NumberKind, value: Double) {
    var (start, end) = (from, to)
    while start < end, p[start] == 0x20 || p[start] == 0x09 { start += 1 }
    while start < end, p[end - 1] == 0x20 || p[end - 1] == 0x09 { end -= 1 }
    guard start < end else { return (.missing, 0) }
    // Most texts are told by their first letter.
    let first = p[start] | 0x20
    if first >= UInt8(ascii: "a"), first <= UInt8(ascii: "z"), first != UInt8(ascii: "i"),
      first != UInt8(ascii: "n")
    {
      return (.text, 0)
    }
    var i = start
    let negative = p[i] == UInt8(ascii: "-")
    if negative || p[i] == UInt8(ascii: "+") { i += 1 }
    var (mantissa, digits, significant, fraction) = (UInt64(0), 0, 0, 0)
    var seenPoint = false
    while i < end {
      let digit = p[i] &- 0x30
      if digit <= 9 {
        digits += 1
        if significant > 0 || digit != 0 { significant += 1 }
        if significant <= 19 { mantissa = mantissa &* 10 &+ UInt64(digit) }
        if seenPoint { fraction += 1 }
      } else if p[i] == UInt8(ascii: "."), !seenPoint {
        seenPoint = true
      } else {
        break
      }
      i += 1
    }
    guard digits > 0 else { return (isNonFinite(p, i, end) ? .nonFinite : .text, 0) }
    var exponent = 0
    if i < end, p[i] | 0x20 == UInt8(ascii: "e") {
      i += 1
      let down = i < end && p[i] == UInt8(ascii: "-")
      if i < end, down || p[i] == UInt8(ascii: "+") { i += 1 }
      guard i < end else { return (.text, 0) }
      while i < end, p[i] &- 0x30 <= 9 {
        exponent = min(exponent * 10 + Int(p[i] &- 0x30), 1 << 30)
        i += 1
      }
      guard p[i - 1] &- 0x30 <= 9 else { return (.text, 0) }
      if down { exponent = -exponent }
    }
    guard i == end else { return (.text, 0) }
    let scale = exponent - fraction
    if significant <= 19, mantissa <= 1 << 53, abs(scale) <= 22 {
      let power = powers[abs(scale)]
      let value = scale < 0 ? Double(mantissa) / power : Double(mantissa) * power
      return (.number, negative ? -value : value)
    }
    let number = p.from(start)
    let value = unsafe number.withPointer { unsafe cscan_strtod($0, end - start) }
    return value.isFinite ? (.number, value) : (.nonFinite, value)
  }

  private static let nonFiniteTexts: [[UInt8]] = ["nan", "inf", "infinity"].map { Array($0.utf8) }

  private static func isNonFinite(_ p: Bytes, _ start: Int, _ end: Int) -> Bool {
    nonFiniteTexts.contains { name in
      name.count == end - start && name.indices.allSatisfy { p[start + $0] | 0x20 == name[$0] }
    }
  }
}
