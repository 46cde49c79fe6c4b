/// How a scan is carried out; no option changes what it finds.
public struct ScanOptions: Sendable {
  /// Told now and then how many bytes of the input have been read, of how many if that is known.
  public typealias Progress = @Sendable (_ bytesDone: Int, _ bytesTotal: Int?) -> Void

  /// How many threads parse; from 1.
  public var threads: Int
  /// How many bytes are asked of a file at once.
  public var blockSize: Int
  /// How many bytes a keyed scan may hold, or `nil` for no limit.
  public var memoryBudget: Int?
  /// What is told of the progress.
  public var progress: Progress?
  /// Sizes that only tests change.
  var sizes = Sizes()

  /// Creates options; by default there is a thread for each processor.
  public init(
    threads: Int? = nil, blockSize: Int = 1 << 18, memoryBudget: Int? = nil,
    progress: Progress? = nil
  ) {
    self.threads = min(max(threads ?? Threads.processors, 1), 256)
    self.blockSize = max(blockSize, 1)
    (self.memoryBudget, self.progress) = (memoryBudget, progress)
  }
}

/// The sizes a scan works in.
struct Sizes: Sendable {
  /// A chunk holds the rows that begin within so many decompressed bytes of a file: a constant of the
  /// format, because sums are rounded chunk by chunk.
  var chunk = 8 << 20
  /// The most bytes of a row; what is longer is skipped and counted as an error.
  var longestRow = 16 << 20
  /// Small enough for a block and what is found in it to stay in the nearer caches.
  var block = 1 << 17
  /// Which code looks for the structure of delimited text.
  var scanner = DelimitedStructure.Scanner.best
}
