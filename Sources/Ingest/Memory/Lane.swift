internal import CScan

/// A view of memory that somebody else owns: an array without reference counting.
///
/// The one place where the row path touches pointers. Bounds are checked in debug builds.
@safe
struct Lane<Element: BitwiseCopyable>: BitwiseCopyable, @unchecked Sendable {
  private let base: UnsafeMutablePointer<Element>
  #if DEBUG
    // Two numbers, as a range of them is not trivially copied.
    private let (first, end): (Int, Int)
  #endif

  /// A view whose index 0 is at `base`; indices within `valid` may be used.
  init(_ base: UnsafeMutablePointer<Element>, valid: Range<Int>) {
    unsafe self.base = unsafe base
    #if DEBUG
      (first, end) = (valid.lowerBound, valid.upperBound)
    #endif
  }

  subscript(i: Int) -> Element {
    @inline(__always) get {
      check(i)
      return unsafe base[i]
    }
    @inline(__always) nonmutating set {
      check(i)
      unsafe base[i] = newValue
    }
  }

  /// The same memory seen from `offset` on.
  @inline(__always)
  func from(_ offset: Int) -> Lane<Element> {
    #if DEBUG
      unsafe Lane(base + offset, valid: first - offset..<end - offset)
    #else
      unsafe Lane(base + offset, valid: 0..<0)
    #endif
  }

  /// Sets the elements of a range to one value.
  func fill(_ range: Range<Int>, _ value: Element) {
    guard !range.isEmpty else { return }
    check(range.lowerBound)
    check(range.upperBound - 1)
    unsafe (base + range.lowerBound).update(repeating: value, count: range.count)
  }

  /// Sets the first elements to those of another view, which lie elsewhere.
  func copy(_ other: Self, count: Int) {
    guard count > 0 else { return }
    check(count - 1)
    other.check(count - 1)
    unsafe base.update(from: other.base, count: count)
  }

  /// Asks for the memory around an element before it is needed.
  @inline(__always)
  func prefetch(_ i: Int) { unsafe cscan_prefetch(base + i) }

  /// How far behind this view's first element that of another one lies.
  func distance(to other: Self) -> Int { unsafe other.base - base }

  /// Lends the pointer to C.
  @inline(__always)
  @unsafe func withPointer<R>(_ body: (UnsafeMutablePointer<Element>) -> R) -> R {
    unsafe body(base)
  }

  /// Lends a range as a buffer.
  @inline(__always)
  func withBuffer<R>(_ range: Range<Int>, _ body: (UnsafeBufferPointer<Element>) -> R) -> R {
    if !range.isEmpty {
      check(range.lowerBound)
      check(range.upperBound - 1)
    }
    return unsafe body(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
  }

  @inline(__always)
  private func check(_ i: Int) {
    #if DEBUG
      precondition(i >= first && i < end, "lane index \(i) outside \(first)..<\(end)")
    #endif
  }
}

extension Lane<UInt64> {
  /// The words as the doubles whose bits they are.
  @inline(__always)
  var doubles: Lane<Double> {
    let base = unsafe UnsafeMutableRawPointer(base).assumingMemoryBound(to: Double.self)
    #if DEBUG
      return unsafe Lane<Double>(base, valid: first..<end)
    #else
      return unsafe Lane<Double>(base, valid: 0..<0)
    #endif
  }

  /// The words as the bytes they are made of.
  var bytes: Bytes {
    let base = unsafe UnsafeMutableRawPointer(base).assumingMemoryBound(to: UInt8.self)
    #if DEBUG
      return unsafe Bytes(base, valid: 8 * first..<8 * end)
    #else
      return unsafe Bytes(base, valid: 0..<0)
    #endif
  }

  /// Sets a bit of the bits the words make.
  @inline(__always)
  func setBit(_ bit: Int) { self[bit &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: bit & 63) }
}

/// Bytes of a chunk; index 0 is its first byte, and some bytes before and behind it may be read.
typealias Bytes = Lane<UInt8>

extension Lane<UInt8> {
  /// Eight bytes from `i` on, the first in the lowest bits.
  @inline(__always)
  func load64(_ i: Int) -> UInt64 {
    check(i)
    check(i + 7)
    return unsafe UInt64(
      littleEndian: UnsafeRawPointer(base).loadUnaligned(fromByteOffset: i, as: UInt64.self))
  }

  /// The first `length` bytes from `i` on, at most eight, the rest zero.
  @inline(__always)
  func load64(_ i: Int, length: Int) -> UInt64 {
    length >= 8
      ? load64(i) : load64(i) & ((1 &<< UInt64(truncatingIfNeeded: length &* 8)) &- 1)
  }

  /// The first `length` bytes from `i` on, at most sixteen, the rest zero: no branch depends on the length.
  @inline(__always)
  func load128(_ i: Int, length: Int) -> (low: UInt64, high: UInt64) {
    let (low, high) = (min(length, 8), max(length, 8) &- 8)
    return (
      load64(i) & (UInt64.max >> UInt64(truncatingIfNeeded: 64 &- 8 &* low)),
      load64(i &+ 8) & (UInt64.max >> UInt64(truncatingIfNeeded: 64 &- 8 &* high))
    )
  }

  /// Writes eight bytes from `i` on, the lowest bits first.
  @inline(__always)
  func store64(_ i: Int, _ word: UInt64) {
    check(i)
    check(i + 7)
    unsafe UnsafeMutableRawPointer(base).storeBytes(
      of: word.littleEndian, toByteOffset: i, as: UInt64.self)
  }

  /// The text of a range, repaired where it is no UTF-8.
  func text(_ range: Range<Int>) -> String {
    unsafe withBuffer(range) { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// A copy of a range.
  func array(_ range: Range<Int>) -> [UInt8] {
    unsafe withBuffer(range) { unsafe Array($0) }
  }

  /// How many bytes of a range equal `byte`.
  func count(of byte: UInt8, in range: Range<Int>) -> Int {
    var count = 0
    for i in range where self[i] == byte { count += 1 }
    return count
  }

  /// Where `byte` first stands in a range.
  func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    range.first { self[$0] == byte }
  }
}
