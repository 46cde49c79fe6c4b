/// Keys of which rows say different things.
extension JoinTable {
  /// What is known of a key.
  enum Knowledge {
    case nothing
    /// The latest entry.
    case values(Lane<UInt64>)
    /// The latest entries differ.
    case conflict
  }

  /// What was known of the key of its first entry before an instant.
  @inline(__always)
  static func knowledge(_ first: Lane<UInt64>, before instant: Int64) -> Knowledge {
    if first[0] & (JoinEntry.hasVersions | JoinEntry.hasTooMany) == 0 {
      return JoinEntry.time(first) < instant ? .values(first) : .nothing
    }
    return latest(first, before: instant)
  }

  @inline(never)
  private static func latest(_ first: Lane<UInt64>, before instant: Int64) -> Knowledge {
    guard first[0] & JoinEntry.hasTooMany == 0 else { return .conflict }
    var latest: Lane<UInt64>?
    var conflicts = false
    forEachVersion(first) { entry in
      let time = JoinEntry.time(entry)
      guard time < instant else { return }
      if let best = latest, time <= JoinEntry.time(best) {
        if time == JoinEntry.time(best) { conflicts = true }
      } else {
        (latest, conflicts) = (entry, false)
      }
    }
    guard let latest else { return .nothing }
    return conflicts ? .conflict : .values(latest)
  }

  /// Calls `body` with the entries of a key.
  private static func forEachVersion(
    _ first: Lane<UInt64>, _ body: (_ entry: Lane<UInt64>) -> Void
  ) {
    forEachEntry(first) { entry in
      if JoinEntry.haveSameKey(entry, first) { body(entry) }
    }
  }

  /// Calls `body` with an entry and those behind it in its bucket.
  private static func forEachEntry(
    _ begin: Lane<UInt64>, _ body: (_ entry: Lane<UInt64>) -> Void
  ) {
    var entry = begin
    body(entry)
    while entry[0] & JoinEntry.isLast == 0 {
      entry = entry.from(JoinEntry.words(entry[0]))
      body(entry)
    }
  }

  /// How many keys have rows of several times, and of how many the latest rows differ.
  func unsettledKeys() -> (revised: Int, conflicting: Int) {
    var (revised, conflicting) = (0, 0)
    guard hasVersions else { return (0, 0) }
    forEachBucket { begin in
      Self.forEachEntry(begin) { entry in
        let hasTooMany = entry[0] & JoinEntry.hasTooMany != 0
        guard hasTooMany || entry[0] & JoinEntry.hasVersions != 0 else { return }
        if case .conflict = Self.knowledge(entry, before: .max) { conflicting += 1 }
        var times: Set<Int64> = []
        if !hasTooMany { Self.forEachVersion(entry) { times.insert(JoinEntry.time($0)) } }
        if times.count > 1 { revised += 1 }
      }
    }
    return (revised, conflicting)
  }
}
