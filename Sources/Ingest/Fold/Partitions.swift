internal import CScan

/// Tables of records, each fed its batches in the order of chunks by whichever thread is free.
///
/// Where they take more memory than they may, the one at hand goes to a file until all is read; each is
/// then brought back by itself. It is the same table, fed in the same order.
final class Partitions<Table: RecordTable>: @unchecked Sendable {
  private let partitions: [Partition<Table>]
  private let budget: Int?
  private let directory: String
  private let accounts = Monitor()
  private var size = 0
  private var file: SpillFile?
  private var firstFailure: IngestError?

  /// Creates empty tables that may take `budget` bytes together.
  init(budget: Int?, directory: String, _ makeTable: (LargePages) -> Table) {
    let pages = LargePages()
    partitions = (0..<RowFold.partitions).map { _ in Partition(makeTable(pages)) }
    (self.budget, self.directory) = (budget, directory)
  }

  /// Why a table could not be kept, if one could not.
  var failure: IngestError? { accounts.locked { firstFailure } }

  /// Queues the batches of the next chunk; to be called in the order of chunks.
  func enqueue(_ part: SummaryBuilder.Part) {
    switch part {
    case .records(let batches):
      for (partition, batch) in zip(partitions, batches) where batch.words.count > 0 {
        partition.enqueue(.fold(batch))
      }
    case .look:
      for partition in partitions { partition.enqueue(.look) }
    }
  }

  /// Folds what is queued and nobody else is folding; a thread begins at a place of its own.
  func drain(from thread: Int, of threads: Int) {
    let start = thread * partitions.count / max(threads, 1)
    for i in partitions.indices {
      let partition = partitions[(start + i) % partitions.count]
      _ = partition.lock.lockedIfFree {
        while failure == nil {
          let items = partition.dequeue()
          if items.isEmpty { return }
          do throws(IngestError) {
            try work(off: items, of: partition)
          } catch {
            accounts.locked { firstFailure = firstFailure ?? error }
          }
        }
      }
    }
  }

  /// Lets all tables begin anew; nothing may be queued.
  func restart() {
    for partition in partitions { partition.restart() }
  }

  private func work(
    off items: [Partition<Table>.Item], of partition: Partition<Table>
  ) throws(IngestError) {
    for item in items {
      guard case .fold(let batch) = item else {
        partition.look()
        continue
      }
      let before = partition.size
      try partition.fold(batch)
      guard let budget, !partition.isSpilled else { continue }
      let total = accounts.locked {
        size += partition.size - before
        return size
      }
      guard total > budget else { continue }
      let held = partition.size
      try partition.spill(to: try spillFile())
      accounts.locked { size -= held }
      cscan_give_back_memory()
    }
  }

  private func spillFile() throws(IngestError) -> SpillFile {
    let result = accounts.locked { () -> Result<SpillFile, IngestError> in
      do throws(IngestError) {
        if let file { return .success(file) }
        let made = try SpillFile(in: directory)
        file = made
        return .success(made)
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// What `body` makes of each table, in the order of partitions; those in memory come first, and none
  /// is kept.
  func map<Result: Sendable>(
    threads: Int, _ body: @escaping @Sendable (Table) -> Result
  ) throws(IngestError) -> [Result] {
    try workOff(threads: threads) { (partition) throws(IngestError) in
      let result = body(try partition.restored())
      partition.removeAll()
      return result
    }
  }

  /// The tables, in the order of partitions, each made ready by `settle`; of those that had no room in memory, what
  /// they keep then is read from the file.
  func tables(
    threads: Int, _ settle: @escaping @Sendable (Table) throws(IngestError) -> Void
  ) throws(IngestError) -> [Table] {
    _ = try workOff(threads: threads) { [self] (partition) throws(IngestError) in
      let wasSpilled = partition.isSpilled
      let table = try partition.restored()
      try settle(table)
      guard wasSpilled else { return }
      let file = try spillFile()
      for arena in table.arenas { try arena.move(to: file) }
    }
    var tables: [Table] = []
    for partition in partitions { tables.append(try partition.restored()) }
    return tables
  }

  /// What `body` makes of each partition, in their order; those in memory come first.
  private func workOff<Result: Sendable>(
    threads: Int,
    _ body: @escaping @Sendable (Partition<Table>) throws(IngestError) -> Result
  ) throws(IngestError) -> [Result] {
    let spilled = partitions.indices.filter { partitions[$0].isSpilled }
    let order = partitions.indices.filter { !partitions[$0].isSpilled } + spilled
    let work = Work<Result>(order)
    Threads.run(spilled.isEmpty ? threads : 1) { [self] _ in
      while let index = work.next() {
        do throws(IngestError) {
          work.finish(index, try body(partitions[index]))
          if !spilled.isEmpty { cscan_give_back_memory() }
        } catch {
          return accounts.locked { firstFailure = firstFailure ?? error }
        }
      }
    }
    if let failure { throw failure }
    return work.results
  }
}

/// What several threads work off.
private final class Work<Result: Sendable>: @unchecked Sendable {
  private let lock = Monitor()
  private var waiting: ArraySlice<Int>
  private var found: [Int: Result] = [:]

  init(_ order: [Int]) { waiting = order[...] }

  func next() -> Int? { lock.locked { waiting.popFirst() } }

  func finish(_ index: Int, _ result: Result) { lock.locked { found[index] = result } }

  var results: [Result] { found.keys.sorted().compactMap { found[$0] } }
}
