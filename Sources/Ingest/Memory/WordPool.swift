/// Memory of batches that were worked off, for those to come: the system need not clear it anew each time.
final class WordPool: @unchecked Sendable {
  private let lock = Monitor()
  /// By the power of two that they have room for.
  private var free: [Int: [Storage<UInt64>]] = [:]

  /// Memory for at least so many words, with anything in it.
  func take(_ words: Int) -> Storage<UInt64> {
    let power = Self.power(words)
    return lock.locked { free[power]?.popLast() } ?? Storage(unwritten: 1 << power)
  }

  /// Gives memory back.
  func give(_ storage: Storage<UInt64>) {
    lock.locked { free[Self.power(storage.capacity), default: []].append(storage) }
  }

  /// How many words memory for so many has room for.
  static func capacity(_ words: Int) -> Int { 1 << power(words) }

  /// Gives all that is not in use to the system.
  func removeAll() { lock.locked { free.removeAll() } }

  private static func power(_ words: Int) -> Int {
    Int.bitWidth - (max(words, 64) - 1).leadingZeroBitCount
  }
}
