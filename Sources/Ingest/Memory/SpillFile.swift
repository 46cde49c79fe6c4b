#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Words that do not fit into memory, in a temporary file without a name: it is gone when it is closed,
/// however the process ends.
final class SpillFile: @unchecked Sendable {
  private static let pageWords = 1 << 13
  private let directory: String
  private let descriptor: Int32
  private let lock = Monitor()
  private var end = 0

  init(in directory: String) throws(IngestError) {
    self.directory = directory
    descriptor = Self.create(in: directory)
    guard descriptor >= 0 else { throw Self.failure(directory, errno) }
  }

  /// The descriptor of a new temporary file without a name; negative where that failed, for the cause in
  /// `errno`.
  static func create(in directory: String) -> Int32 {
    var path = Array("\(directory)/assay-XXXXXX".utf8CString)
    return unsafe path.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return -1 }
      let descriptor = unsafe mkstemp(start)
      guard descriptor >= 0 else { return descriptor }
      _ = unsafe unlink(start)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      return descriptor
    }
  }

  deinit { close(descriptor) }

  /// Takes so many words of the file and returns where they begin.
  func reserve(_ count: Int) -> Int {
    lock.locked {
      defer { end += count }
      return end
    }
  }

  /// Takes so many words of the file, so that they can be mapped, and returns where they begin.
  func reservePages(_ count: Int) -> Int {
    lock.locked {
      let start = (end + Self.pageWords - 1) / Self.pageWords * Self.pageWords
      end = start + count
      return start
    }
  }

  /// Writes words to a place that was reserved.
  func write(_ words: Lane<UInt64>, count: Int, at offset: Int) throws(IngestError) {
    try unsafe transfer(words, count, offset) { unsafe pwrite(descriptor, $0, $1, $2) }
  }

  /// Reads words that were written.
  func read(_ words: Lane<UInt64>, count: Int, at offset: Int) throws(IngestError) {
    try unsafe transfer(words, count, offset) { unsafe pread(descriptor, $0, $1, $2) }
  }

  private func transfer(
    _ words: Lane<UInt64>, _ count: Int, _ offset: Int,
    _ call: (UnsafeMutableRawPointer, Int, off_t) -> Int
  ) throws(IngestError) {
    var done = 0
    while done < 8 * count {
      let moved = unsafe words.withPointer {
        unsafe call(
          UnsafeMutableRawPointer($0) + done, 8 * count - done, off_t(8 * offset + done))
      }
      if moved > 0 {
        done += moved
      } else if moved == 0 || errno != EINTR {
        throw Self.failure(directory, moved == 0 ? EIO : errno)
      }
    }
  }

  /// The words of a place that begins a page, as the system pages them in.
  func map(_ count: Int, at offset: Int) throws(IngestError) -> MappedWords {
    let base = unsafe mmap(
      nil, max(8 * count, 1), PROT_READ, MAP_PRIVATE, descriptor, off_t(8 * offset))
    guard let base = unsafe base, unsafe base != MAP_FAILED else {
      throw Self.failure(directory, errno)
    }
    return unsafe MappedWords(base, count)
  }

  private static func failure(_ directory: String, _ code: Int32) -> IngestError {
    .spillFailed(directory, cause: unsafe String(cString: strerror(code)))
  }
}

/// Words of a file that are read where the system maps them.
@safe
final class MappedWords: @unchecked Sendable {
  private let base: UnsafeMutableRawPointer
  private let count: Int

  fileprivate init(_ base: UnsafeMutableRawPointer, _ count: Int) {
    unsafe self.base = unsafe base
    self.count = count
  }

  deinit { unsafe munmap(base, max(8 * count, 1)) }

  /// The words, which must not be written.
  var lane: Lane<UInt64> {
    unsafe Lane(base.assumingMemoryBound(to: UInt64.self), valid: 0..<count)
  }
}
