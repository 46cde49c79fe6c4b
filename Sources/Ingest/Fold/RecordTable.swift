/// What one partition keeps of the records whose keys are dealt to it.
protocol RecordTable: AnyObject, SendableMetatype {
  /// Takes the records of a batch, in order.
  func fold(_ batch: RecordBatch)

  /// Takes note that a look ends: what was folded so far is all that is known at its end.
  func look()

  /// Makes ready for all records once more, with what is known now of each key's first one.
  func restart()

  /// All that is kept.
  var arenas: [WordArena] { get }

  /// The memory taken, in bytes.
  var size: Int { get }

  /// Gives up all memory.
  func removeAll()

  /// Finds its way in arenas that were filled anew.
  func restore()
}

extension RecordTable {
  func look() {}

  func restart() {}
}

/// A table that looks its entries up as it goes; the arena of the keys' entries is the first of its arenas.
protocol KeyedTable: RecordTable {
  /// The keys.
  var keyTable: KeyTable { get }
}

extension KeyedTable {
  var size: Int { keyTable.size + 8 * arenas.dropFirst().map(\.capacity).reduce(0, +) }

  func removeAll() {
    keyTable.removeAll()
    for arena in arenas.dropFirst() { arena.removeAll() }
  }

  func restore() { keyTable.restore() }
}
