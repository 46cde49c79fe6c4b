#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The bytes of a file or of standard input as they are stored.
final class FileSource: ByteSource {
  private let descriptor: Int32
  private let name: String
  private let blockSize: Int
  /// Told of every read how many bytes it gave.
  private let progress: (Int) -> Void
  /// The size of a regular file.
  let size: Int?
  var damage: String? { nil }

  init(_ input: LogInput, blockSize: Int, progress: @escaping (Int) -> Void) throws(IngestError) {
    (name, self.blockSize, self.progress) = (input.name, blockSize, progress)
    if let file = input.file {
      descriptor = unsafe open(file, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw Self.failure(input.name, errno) }
    } else {
      descriptor = STDIN_FILENO
    }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Self.failure(input.name, errno) }
    let kind = status.st_mode & S_IFMT
    size = kind == S_IFREG ? Int(status.st_size) : nil
    if kind == S_IFDIR {
      if descriptor != STDIN_FILENO { close(descriptor) }
      throw .directory(input.name)
    }
  }

  deinit { if descriptor != STDIN_FILENO { close(descriptor) } }

  func read(into bytes: Bytes, at start: Int, count: Int) throws(IngestError) -> Int {
    while true {
      let target = bytes.from(start)
      let got = unsafe target.withPointer {
        #if canImport(Darwin)
          unsafe Darwin.read(descriptor, $0, min(count, blockSize))
        #elseif canImport(Musl)
          unsafe Musl.read(descriptor, $0, min(count, blockSize))
        #else
          unsafe Glibc.read(descriptor, $0, min(count, blockSize))
        #endif
      }
      if got >= 0 {
        progress(got)
        return got
      }
      let code = errno
      guard code == EINTR else { throw Self.failure(name, code) }
    }
  }

  /// The size of the file at a path, if it is a regular file.
  static func size(_ path: String) -> Int? {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  private static func failure(_ name: String, _ code: Int32) -> IngestError {
    switch code {
    case ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP: .missingFile(name)
    case EISDIR: .directory(name)
    case EACCES, EPERM: .notPermitted(name)
    default: .readFailed(name, cause: unsafe String(cString: strerror(code)))
    }
  }
}
