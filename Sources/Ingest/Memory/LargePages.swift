internal import CScan

/// Memory for many small tables that are read all over: taken from the system in large pages where it has
/// them, as finding a page would cost more than what is read from it.
///
/// What is given back is used again; the system gets it once nobody uses any of it.
@safe
final class LargePages: @unchecked Sendable {
  private static let slab = 1 << 21
  /// Up to so many bytes pages are large.
  ///
  /// A virtual machine has only some at hand that its host backs; clearing more costs more than they save.
  private static let mostLarge = 192 << 20
  private let lock = Monitor()
  private var slabs: [(base: UnsafeMutableRawPointer, bytes: Int)] = unsafe []
  /// By size what was given back.
  private var free: [Int: [UnsafeMutableRawPointer]] = unsafe [:]
  private var next: UnsafeMutableRawPointer?
  private var left = 0
  private var mapped = 0

  deinit {
    unsafe slabs.forEach { unsafe cscan_unmap($0.base, $0.bytes) }
  }

  /// What was taken from the system, in bytes.
  var size: Int { lock.locked { unsafe slabs.reduce(0) { unsafe $0 + $1.bytes } } }

  /// So many bytes, all zero.
  func take(_ bytes: Int) -> UnsafeMutableRawPointer {
    let (found, isFresh) = unsafe lock.locked {
      if let known = unsafe free[bytes]?.popLast() ?? pieceOfLarger(bytes) {
        return unsafe (known, false)
      }
      return unsafe (fresh(bytes), true)
    }
    if !isFresh { unsafe found.initializeMemory(as: UInt8.self, repeating: 0, count: bytes) }
    return unsafe found
  }

  /// Gives back what was taken.
  func give(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    lock.locked { unsafe free[bytes, default: []].append(memory) }
  }

  /// A segment cut off something larger that was given back: a table that grew leaves its old slots, as
  /// large as all that it held before, and rarely does another one want them.
  private func pieceOfLarger(_ bytes: Int) -> UnsafeMutableRawPointer? {
    guard bytes == WordArena.segmentBytes,
      let size = unsafe free.filter({ unsafe $0.key > bytes && !$0.value.isEmpty }).keys.min(),
      let found = unsafe free[size]?.popLast()
    else { return nil }
    var rest = bytes
    while rest + bytes <= size {
      unsafe free[bytes, default: []].append(found + rest)
      rest += bytes
    }
    if rest < size { unsafe free[size - rest, default: []].append(found + rest) }
    return unsafe found
  }

  private func fresh(_ bytes: Int) -> UnsafeMutableRawPointer {
    // What is large has pages of its own.
    if bytes > Self.slab { return unsafe map((bytes + Self.slab - 1) / Self.slab * Self.slab) }
    if left < bytes {
      keepRest()
      unsafe (next, left) = (map(Self.slab), Self.slab)
    }
    guard let start = unsafe next else { preconditionFailure("no memory for \(bytes) bytes") }
    unsafe (next, left) = (start + bytes, left - bytes)
    return unsafe start
  }

  /// Keeps what is left for pieces of the size that most are of.
  private func keepRest() {
    while left >= WordArena.segmentBytes, let start = unsafe next {
      unsafe free[WordArena.segmentBytes, default: []].append(start)
      unsafe (next, left) = (
        start + WordArena.segmentBytes, left - WordArena.segmentBytes
      )
    }
  }

  private func map(_ bytes: Int) -> UnsafeMutableRawPointer {
    guard let base = unsafe cscan_map(bytes, mapped < Self.mostLarge ? 1 : 0) else {
      preconditionFailure("no memory for \(bytes) bytes")
    }
    mapped += bytes
    unsafe slabs.append((base, bytes))
    return unsafe base
  }
}
