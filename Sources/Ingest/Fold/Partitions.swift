internal import Summaries

/// What one partition keeps of the records whose keys are dealt to it.
protocol RecordTable: AnyObject, SendableMetatype {
  /// Takes the records of a batch, in order.
  func fold(_ batch: RecordBatch)
}

/// Tables of records, each fed its batches in the order of chunks by whichever thread is free.
final class Partitions<Table: RecordTable>: @unchecked Sendable {
  private final class Partition: @unchecked Sendable {
    let lock = Monitor()
    let queueLock = Monitor()
    var queue: [RecordBatch] = []
    let table: Table
    init(_ table: Table) { self.table = table }
  }

  private let partitions: [Partition]

  init(_ makeTable: () -> Table) {
    partitions = (0..<RowFold.partitions).map { _ in Partition(makeTable()) }
  }

  /// The tables, in the order of partitions.
  var tables: [Table] { partitions.map(\.table) }

  /// Queues the batches of the next chunk; to be called in the order of chunks.
  func enqueue(_ batches: [RecordBatch]) {
    for (partition, batch) in zip(partitions, batches) where batch.words.count > 0 {
      partition.queueLock.locked { partition.queue.append(batch) }
    }
  }

  /// Folds what is queued and nobody else is folding; a thread begins at a place of its own.
  func drain(from thread: Int, of threads: Int) {
    let start = thread * partitions.count / max(threads, 1)
    for i in partitions.indices {
      let partition = partitions[(start + i) % partitions.count]
      _ = partition.lock.lockedIfFree {
        while true {
          let batches = partition.queueLock.locked {
            let taken = partition.queue
            partition.queue = []
            return taken
          }
          if batches.isEmpty { return }
          for batch in batches { partition.table.fold(batch) }
        }
      }
    }
  }

  /// Whether anything is still queued.
  var isDrained: Bool {
    partitions.allSatisfy { partition in partition.queueLock.locked { partition.queue.isEmpty } }
  }

  /// What `body` makes of each table, in the order of partitions, found by several threads.
  func map<Result>(
    threads: Int, _ body: @escaping @Sendable (Table) -> Result
  ) -> [Result] {
    let lock = Monitor()
    let found = Slots<Result>(count: partitions.count)
    Threads.run(threads) { [partitions] _ in
      while let index = lock.locked({ found.take() }) {
        let result = body(partitions[index].table)
        lock.locked { found.results[index] = result }
      }
    }
    return found.results.compactMap(\.self)
  }

  /// What the threads share while they work; guarded by a lock.
  private final class Slots<Result>: @unchecked Sendable {
    var results: [Result?]
    private var next = 0
    init(count: Int) { results = Array(repeating: nil, count: count) }

    func take() -> Int? {
      guard next < results.count else { return nil }
      next += 1
      return next - 1
    }
  }
}
