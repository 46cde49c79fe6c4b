import Stats
import Summaries

/// A table: procedures down, populations across.
struct Study: Sendable {
  /// What the numbers of a table are.
  enum Measure: Sendable {
    /// The share of rejections of a true null, nominally 5 %.
    case size
    /// The share of intervals that hold the truth, nominally 95 %.
    case coverage
  }

  /// One population and sample size, and what is asked of every sample.
  struct Column: Sendable {
    let name: String
    let replicate: @Sendable (inout SplitMix64, inout Tally) throws -> Void

    init(
      _ name: String,
      _ replicate: @escaping @Sendable (inout SplitMix64, inout Tally) throws -> Void
    ) {
      (self.name, self.replicate) = (name, replicate)
    }
  }

  let title: String
  let measure: Measure
  /// What is compared, before the table.
  let introduction: String
  /// What the marked values mean, after it.
  let remarks: String
  let columns: [Column]
}

/// Runs replicates on several threads.
///
/// Every replicate has a stream of random numbers of its own, and only whole numbers are added up: the
/// answer does not depend on the number of threads.
struct Simulation: Sendable {
  let seed: UInt64
  let replicates: Int
  private let block = 250

  func run(_ column: Study.Column, family: UInt64) async throws -> Tally {
    try await withThrowingTaskGroup(of: (Int, Tally).self) { group in
      for start in stride(from: 0, to: replicates, by: block) {
        group.addTask {
          var tally = Tally()
          for index in start..<min(start + block, replicates) {
            var random = SplitMix64(seed: seed, family: family, index: index)
            try column.replicate(&random, &tally)
          }
          return (start, tally)
        }
      }
      var tallies: [(start: Int, tally: Tally)] = []
      for try await result in group { tallies.append(result) }
      var total = Tally()
      for part in tallies.sorted(by: { $0.start < $1.start }) { total.merge(part.tally) }
      return total
    }
  }
}
