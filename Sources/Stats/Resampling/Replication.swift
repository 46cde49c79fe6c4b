internal import Dispatch
internal import Foundation
internal import Synchronization

/// Many replicates computed by several threads, the same ones by any number of them.
struct Replication: Sendable {
  /// The number of replicates.
  let count: Int
  /// The most threads that work on them.
  let threads: Int

  /// Replicates are handed out in runs of this many: cut by size, never by the number of threads.
  private static let runLength = 16

  /// As many threads as there are processors.
  static var processors: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

  init(count: Int, threads: Int) throws(StatsError) {
    guard count > 0 else {
      throw .tooFewObservations(arm: "replicates", needed: 1, found: count)
    }
    guard threads > 0 else {
      throw .invalidParameter(name: "threads", value: Double(threads), expected: "at least one")
    }
    (self.count, self.threads) = (count, threads)
  }

  /// The values of all replicates in order, computed by `body` for a range of them at a time.
  ///
  /// - Throws: the error of the first range that fails.
  func values<Value: Sendable>(
    _ body: @Sendable (Range<Int>) throws(StatsError) -> [Value]
  ) throws(StatsError) -> [Value] {
    let runs = (count + Self.runLength - 1) / Self.runLength
    let results = Mutex([Result<[Value], StatsError>?](repeating: nil, count: runs))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(threads, runs)) { _ in
      while true {
        // Runs are taken in order, so every run before one that fails is finished too.
        let run = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard run < runs else { return }
        let start = run * Self.runLength
        let result = Result { () throws(StatsError) in
          try body(start..<min(start + Self.runLength, count))
        }
        results.withLock { $0[run] = result }
        if case .failure = result { next.store(runs, ordering: .relaxed) }
      }
    }
    var values: [Value] = []
    values.reserveCapacity(count)
    for result in results.withLock({ $0 }) {
      if let result { values += try result.get() }
    }
    return values
  }
}
