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
  public var progress: Progress?

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
