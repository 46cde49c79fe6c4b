/// How rows on their way and the states of keys lie in memory, in words: the key's hash, a time, a
/// shape, the key filled up with zeros, then a payload.
///
/// The shape is, from the highest bit: a variant in 16 bits, the number of the payload's words in 24, and
/// that of the key's bytes in 24. A row has no more than 2^24 bytes.
enum Entry {
  /// Where the key begins.
  static let head = 3

  @inline(__always)
  static func shape(variant: UInt16, payloadWords: Int, keyLength: Int) -> UInt64 {
    UInt64(variant) &<< 48 | UInt64(truncatingIfNeeded: payloadWords) &<< 24
      | UInt64(truncatingIfNeeded: keyLength)
  }

  /// The same shape with another variant.
  @inline(__always)
  static func shape(_ shape: UInt64, variant: UInt16) -> UInt64 {
    shape & (1 &<< 48 &- 1) | UInt64(variant) &<< 48
  }

  @inline(__always)
  static func variant(_ shape: UInt64) -> UInt16 { UInt16(truncatingIfNeeded: shape &>> 48) }

  @inline(__always)
  static func keyLength(_ shape: UInt64) -> Int { Int(truncatingIfNeeded: shape & 0xFF_FFFF) }

  @inline(__always)
  static func words(ofKey length: Int) -> Int { (length &+ 7) &>> 3 }

  /// Where the payload begins.
  @inline(__always)
  static func payload(_ shape: UInt64) -> Int { head &+ words(ofKey: keyLength(shape)) }

  /// How many words there are in all.
  @inline(__always)
  static func words(_ shape: UInt64) -> Int {
    payload(shape) &+ Int(truncatingIfNeeded: shape &>> 24 & 0xFF_FFFF)
  }

  /// Whether two entries have the same key.
  @inline(__always)
  static func haveSameKey(_ a: Lane<UInt64>, _ b: Lane<UInt64>) -> Bool {
    guard a[0] == b[0], keyLength(a[2]) == keyLength(b[2]) else { return false }
    for i in head..<payload(a[2]) where a[i] != b[i] { return false }
    return true
  }
}
