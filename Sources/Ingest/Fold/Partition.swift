/// One table of records and, when there was no room for it, what was put into a file instead: the table
/// as it was, then the records since then.
final class Partition<Table: RecordTable>: @unchecked Sendable {
  /// Words in the file: of an arena of the table, or records; or what the table is told in between.
  private enum Extent {
    case words(offset: Int, count: Int, arena: Int?)
    case look
    case restart
  }

  /// What is to be done, in order.
  enum Item {
    case fold(RecordBatch)
    case look
  }

  /// Held by who folds.
  let lock = Monitor()
  private let queueLock = Monitor()
  private var queue: [Item] = []
  private let table: Table
  private var extents: [Extent] = []
  private var file: SpillFile?

  init(_ table: Table) { self.table = table }

  /// Whether the table is in a file.
  var isSpilled: Bool { file != nil }

  /// The memory taken by the table, in bytes.
  var size: Int { table.size }

  /// Queues a batch, or a look.
  func enqueue(_ item: Item) { queueLock.locked { queue.append(item) } }

  /// Takes what is queued.
  func dequeue() -> [Item] {
    queueLock.locked {
      let taken = queue
      queue = []
      return taken
    }
  }

  /// Adds a batch to the table, or to the file.
  func fold(_ batch: RecordBatch) throws(IngestError) {
    guard let file else { return table.fold(batch) }
    try write(batch.words.lane, batch.words.count, nil, to: file)
  }

  /// Moves the table to a file.
  func spill(to file: SpillFile) throws(IngestError) {
    self.file = file
    for (index, arena) in table.arenas.enumerated() {
      try arena.forEachSegment { (words, count, _) throws(IngestError) in
        try write(words, count, index, to: file)
      }
    }
    removeAll()
  }

  /// Lets the table sum up what was folded so far.
  func look() {
    if isSpilled { extents.append(.look) } else { table.look() }
  }

  /// Lets the table begin anew, for all records once more.
  func restart() {
    if isSpilled { extents.append(.restart) } else { table.restart() }
  }

  /// Gives up the table's memory.
  func removeAll() { table.removeAll() }

  private func write(
    _ words: Lane<UInt64>, _ count: Int, _ arena: Int?, to file: SpillFile
  ) throws(IngestError) {
    let offset = file.reserve(count)
    try file.write(words, count: count, at: offset)
    extents.append(.words(offset: offset, count: count, arena: arena))
  }

  /// The table with everything that was folded, in the order in which it was.
  func restored() throws(IngestError) -> Table {
    guard let file else { return table }
    var isIndexed = false
    let pool = WordPool()
    for extent in extents {
      if case .words(let offset, let count, let arena?) = extent {
        try table.arenas[arena].appendSegment(count) { words throws(IngestError) in
          try file.read(words, count: count, at: offset)
        }
        continue
      }
      if !isIndexed { table.restore() }
      isIndexed = true
      switch extent {
      case .look: table.look()
      case .restart: table.restart()
      case .words(let offset, let count, _):
        let batch = RecordBatch(capacity: count, in: pool)
        try batch.append(count) { words throws(IngestError) in
          try file.read(words, count: count, at: offset)
        }
        table.fold(batch)
      }
    }
    if !isIndexed { table.restore() }
    (extents, self.file) = ([], nil)
    return table
  }
}
