#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif
internal import CScan

/// Memory that is allocated once, grows on demand, and is freed with its owner.
@safe
final class Storage<Element: BitwiseCopyable> {
  /// So many bytes are mapped, and unmapped with their owner: where the C library keeps them for what comes next,
  /// it clears all of them even if only some are ever written.
  private static var mappedBytes: Int { 1 << 18 }
  /// How many elements before index 0 and behind the last may be read.
  private let padding: Int
  /// What is in memory that was not written; anything if it is `nil`.
  private let zero: Element?
  private var base: UnsafeMutablePointer<Element>
  /// Where the memory comes from; from the C library if it is `nil`.
  private let pages: LargePages?
  private(set) var capacity: Int

  init(_ capacity: Int, zero: Element, padding: Int = 0) {
    (self.capacity, self.zero, self.padding, pages) = (capacity, zero, padding, nil)
    unsafe base = Self.allocated(capacity + 2 * padding, zero)
  }

  /// Creates memory with anything in it: all that is read is written first.
  init(unwritten capacity: Int) {
    (self.capacity, zero, padding, pages) = (capacity, nil, 0, nil)
    unsafe base = Self.allocated(capacity, nil)
  }

  /// Creates elements that are all bits zero, in large pages; it does not grow.
  init(_ capacity: Int, zero: Element, in pages: LargePages) {
    (self.capacity, self.zero, padding, self.pages) = (capacity, zero, 0, pages)
    let raw = unsafe pages.take(max(capacity, 1) * MemoryLayout<Element>.stride)
    unsafe base = raw.bindMemory(to: Element.self, capacity: capacity)
  }

  deinit {
    if let pages {
      unsafe pages.give(base, max(capacity, 1) * MemoryLayout<Element>.stride)
    } else {
      unsafe Self.release(base, capacity + 2 * padding)
    }
  }

  /// Memory that takes none of the machine's until it is written, if zero is all bits zero.
  private static func allocated(_ count: Int, _ zero: Element?) -> UnsafeMutablePointer<Element> {
    let stride = MemoryLayout<Element>.stride
    let raw: UnsafeMutableRawPointer?
    if count * stride >= mappedBytes {
      unsafe raw = cscan_map(count * stride, 0)
    } else {
      unsafe raw = zero == nil ? malloc(max(count, 1) * stride) : calloc(max(count, 1), stride)
    }
    guard let raw = unsafe raw else {
      preconditionFailure("no memory for \(count) elements")
    }
    let base = unsafe raw.bindMemory(to: Element.self, capacity: count)
    guard let zero else { return unsafe base }
    let isZero = unsafe withUnsafeBytes(of: zero) { unsafe $0.allSatisfy { $0 == 0 } }
    if !isZero { unsafe base.update(repeating: zero, count: count) }
    return unsafe base
  }

  private static func release(_ base: UnsafeMutablePointer<Element>, _ count: Int) {
    let bytes = count * MemoryLayout<Element>.stride
    if bytes >= mappedBytes { unsafe cscan_unmap(base, bytes) } else { unsafe free(base) }
  }

  /// The elements; good until the next call of `grow`.
  var lane: Lane<Element> {
    unsafe Lane(base + padding, valid: -padding..<capacity + padding)
  }

  /// Makes room for `capacity` elements; the ones there are keep their values.
  func grow(_ wanted: Int) {
    guard wanted > capacity else { return }
    precondition(pages == nil, "what lies in large pages does not grow")
    let larger = max(wanted, capacity + capacity / 2)
    let new = unsafe Self.allocated(larger + 2 * padding, zero)
    unsafe new.update(from: base, count: capacity + padding)
    unsafe Self.release(base, capacity + 2 * padding)
    unsafe base = new
    capacity = larger
  }

  /// Sets every element to zero.
  func clear() { if let zero { lane.fill(0..<capacity, zero) } }
}

/// Words appended one after the other; who makes room for them writes them.
struct WordList: ~Copyable {
  private let storage: Storage<UInt64>
  private let pool: WordPool
  private(set) var count = 0

  init(capacity: Int, in pool: WordPool) { (storage, self.pool) = (pool.take(capacity), pool) }

  deinit { pool.give(storage) }

  /// The words; good until the next call of `extend`.
  var lane: Lane<UInt64> { storage.lane }

  /// Makes room for `words` more words and returns where they begin.
  mutating func extend(_ words: Int) -> Int {
    let start = count
    count = start + words
    reserve(count)
    return start
  }

  /// Makes room for so many words in all.
  func reserve(_ words: Int) {
    if words > storage.capacity { storage.grow(WordPool.capacity(words)) }
  }

  /// Gives up the last words.
  mutating func removeLast(_ words: Int) { count -= words }

  /// Makes room for `words` more words and returns them.
  mutating func lane(appending words: Int) -> Lane<UInt64> {
    let start = extend(words)
    return lane.from(start)
  }
}
