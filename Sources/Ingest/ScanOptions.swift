/// How a scan is carried out; no option changes what it finds.
public struct ScanOptions: Sendable {
  /// Told now and then how many bytes of a source have been read, of how many if that is known; joined
  /// sources come before the log.
  public typealias Progress = @Sendable (_ bytesDone: Int, _ bytesTotal: Int?) -> Void

  /// How many threads parse; from 1.
  public var threads: Int
  /// How many bytes are asked of a file at once.
  public var blockSize: Int
  /// How many bytes a keyed scan may hold, or `nil` for no limit; what is more goes to a temporary file.
  ///
  /// A scan takes about 14 MiB for each thread besides its tables, and of a joined source an index of up
  /// to 11 bytes a key stays in memory: a budget below that is not kept. What the system caches of the file
  /// is its own to drop.
  public var memoryBudget: Int?
  /// Where temporary files are made.
  public var temporaryDirectory: String
  /// What is told of the progress.
  public var progress: Progress?
  /// Sizes that only tests change.
  var sizes = Sizes()

  /// Creates options; by default there is a thread for each processor.
  public init(
    threads: Int? = nil, blockSize: Int = 1 << 18, memoryBudget: Int? = nil,
    temporaryDirectory: String = "/tmp", progress: Progress? = nil
  ) {
    self.threads = min(max(threads ?? Threads.processors, 1), 256)
    self.blockSize = max(blockSize, 1)
    (self.memoryBudget, self.temporaryDirectory) = (memoryBudget, temporaryDirectory)
    self.progress = progress
  }
}

extension ScanOptions {
  /// How many bytes tables may take beside what others hold already, and what a scan needs without them:
  /// for each thread a chunk, its rows on their way, and the results of chunks that wait for their turn.
  func tableBudget(besides held: Int) -> Int? {
    memoryBudget.map { max($0 - held - threads * (4 << 20 + 5 * sizes.chunk), $0 / 4) }
  }
}

/// The sizes a scan works in.
struct Sizes: Sendable {
  /// A chunk holds the rows that begin within so many decompressed bytes of a file: a constant of the
  /// format, because sums are rounded chunk by chunk.
  ///
  /// Each thread holds one: it should find room in the caches.
  var chunk = 2 << 20
  /// The most bytes of a row; what is longer is skipped and counted as an error.
  var longestRow = 16 << 20
  /// Small enough for a block and what is found in it to stay in the nearer caches.
  var block = 1 << 17
  /// Which code looks for the structure of delimited text.
  var scanner = DelimitedStructure.Scanner.best
}
