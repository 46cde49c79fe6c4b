/// What one partition keeps of the records whose keys are dealt to it.
protocol RecordTable: AnyObject, SendableMetatype {
  /// Takes the records of a batch, in order.
  func fold(_ batch: RecordBatch)

  /// Takes note that a look ends: what was folded so far is all that is known at its end.
  func look()

  /// The keys.
  var keyTable: KeyTable { get }

  /// Makes ready for all records once more, with what is known now of each key's first one.
  func restart()

  /// All that is kept: the arena of the keys' entries, then others.
  var arenas: [WordArena] { get }
}

extension RecordTable {
  func look() {}

  func restart() {}

  /// The memory taken, in bytes.
  var size: Int { keyTable.size + 8 * arenas.dropFirst().map(\.capacity).reduce(0, +) }
}
