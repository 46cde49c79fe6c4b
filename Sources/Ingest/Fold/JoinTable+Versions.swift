/// Keys of which rows say different things.
extension JoinTable {
  /// What is known of a key.
  enum Knowledge {
    case nothing
    /// The latest row.
    case values(Lane<UInt64>)
    /// The latest rows differ.
    case conflict
  }

  /// How many keys have rows of several times, and of how many the latest rows differ.
  func unsettledKeys() -> (revised: Int, conflicting: Int) {
    var (revised, conflicting) = (0, 0)
    guard hasVersions else { return (0, 0) }
    let view = view
    forEachUnsettled { first in
      if case .conflict = view.knowledge(first, before: .max) { conflicting += 1 }
      var times: Set<Int64> = []
      if first[0] & JoinEntry.hasTooMany == 0 {
        view.forEachVersion(first) { times.insert(JoinEntry.time($0)) }
      }
      if times.count > 1 { revised += 1 }
    }
    return (revised, conflicting)
  }
}

extension JoinTable.View {
  /// What was known of the key of its first row before an instant.
  @inline(__always)
  func knowledge(_ first: Lane<UInt64>, before instant: Int64) -> JoinTable.Knowledge {
    if first[0] & (JoinEntry.hasVersions | JoinEntry.hasTooMany) == 0 {
      return JoinEntry.time(first) < instant ? .values(first) : .nothing
    }
    return latest(first, before: instant)
  }

  @inline(never)
  private func latest(_ first: Lane<UInt64>, before instant: Int64) -> JoinTable.Knowledge {
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

  /// Calls `body` with a key's first row and with those that differ from it and from each other.
  func forEachVersion(_ first: Lane<UInt64>, _ body: (_ entry: Lane<UInt64>) -> Void) {
    body(first)
    guard first[0] & JoinEntry.hasVersions != 0 else { return }
    var next = first[-1]
    while next != 0 {
      let entry = entry(at: Int(truncatingIfNeeded: next) &- 1)
      body(entry)
      next = entry[-1]
    }
  }
}
