internal import Summaries

/// The unit tables, each fed its batches in the order of chunks by whichever thread is free.
final class UnitPartitions: @unchecked Sendable {
  private final class Partition: @unchecked Sendable {
    let lock = Monitor()
    let queueLock = Monitor()
    var queue: [RecordBatch] = []
    let table: UnitTable
    init(measures: Int) { table = UnitTable(measures: measures) }
  }

  private let partitions: [Partition]

  init(measures: Int) {
    partitions = (0..<RowFold.partitions).map { _ in Partition(measures: measures) }
  }

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

  /// The moments of each partition's units, found by several threads.
  func totals(_ plan: ScanPlan, threads: Int) -> [UnitTotals] {
    let lock = Monitor()
    let found = Slots(count: partitions.count)
    Threads.run(threads) { [partitions] _ in
      while let index = lock.locked({ found.take() }) {
        let totals = UnitTotals(partitions[index].table, plan)
        lock.locked { found.totals[index] = totals }
      }
    }
    return found.totals.compactMap(\.self)
  }

  /// What the threads share while they find totals; guarded by a lock.
  private final class Slots: @unchecked Sendable {
    var totals: [UnitTotals?]
    private var next = 0
    init(count: Int) { totals = Array(repeating: nil, count: count) }

    func take() -> Int? {
      guard next < totals.count else { return nil }
      next += 1
      return next - 1
    }
  }
}
