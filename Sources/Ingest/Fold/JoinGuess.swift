/// Where a thread looks for a row's key first: behind the row of the source that it found last in the
/// partition.
///
/// What is found does not depend on it.
struct JoinGuess {
  /// By partition the position behind the row found last plus one; zero for none.
  private let following = Storage<Int>(RowFold.partitions, zero: 0)
  private var (asked, ordered) = (0, 0)
  /// Nearly all rows that were asked for lately followed each other in the source, too.
  private(set) var isOrdered = true

  /// A key's first row and its position.
  @inline(__always)
  mutating func find(
    _ view: JoinTable.View, _ partition: Int, _ hash: UInt64, _ p: Bytes, _ start: Int,
    _ length: Int
  ) -> (entry: Lane<UInt64>, position: Int)? {
    let following = following.lane
    let guess = following[partition] &- 1
    asked &+= 1
    if isOrdered, guess >= 0 {
      let entry = view.entry(at: guess)
      if JoinEntry.isFirst(entry, of: p, start, length) {
        ordered &+= 1
        following[partition] = Self.behind(entry, guess)
        // The partition is asked for a row again when some dozens of others have been.
        entry.prefetch(JoinEntry.words(entry[0]) &+ 8)
        return (entry, guess)
      }
    }
    guard let found = view.find(hash, p, start, length) else { return nil }
    if found.position == guess { ordered &+= 1 }
    following[partition] = Self.behind(found.entry, found.position)
    return found
  }

  @inline(__always)
  private static func behind(_ entry: Lane<UInt64>, _ position: Int) -> Int {
    let next = position &+ 2 &+ JoinEntry.words(entry[0])
    return entry[0] & JoinEntry.isLast == 0 ? next : 0
  }

  /// Decides from the rows since the last time whether the next ones are likely to follow each other.
  mutating func learn() {
    if asked > 0 { isOrdered = ordered * 8 >= asked * 7 }
    (asked, ordered) = (0, 0)
  }
}
