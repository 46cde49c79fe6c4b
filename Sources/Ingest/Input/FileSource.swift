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
  /// The copy that is read, and from where: others may read it, too.
  private let copy: InputCopy?
  private var offset = 0
  private let name: String
  private let blockSize: Int
  /// Told of every read how many bytes it gave.
  private let progress: (Int) -> Void
  /// The size of a regular file.
  let size: Int?
  var damage: String? { nil }

  init(_ input: LogInput, blockSize: Int, progress: @escaping (Int) -> Void) throws(IngestError) {
    (name, self.blockSize, self.progress) = (input.name, blockSize, progress)
    switch input {
    case .path(let path): (descriptor, copy) = (unsafe open(path, O_RDONLY | O_CLOEXEC), nil)
    case .copy(let made): (descriptor, copy) = (made.descriptor, made)
    case .standardInput: (descriptor, copy) = (STDIN_FILENO, nil)
    }
    guard descriptor >= 0 else { throw Self.failure(input.name, errno) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Self.failure(input.name, errno) }
    let kind = status.st_mode & S_IFMT
    size = kind == S_IFREG ? Int(status.st_size) : nil
    if kind == S_IFDIR {
      release()
      throw .directory(input.name)
    }
  }

  deinit { release() }

  private func release() {
    if copy == nil, descriptor != STDIN_FILENO { close(descriptor) }
  }

  func read(into bytes: Bytes, at start: Int, count: Int) throws(IngestError) -> Int {
    while true {
      let target = bytes.from(start)
      let got = unsafe target.withPointer { unsafe read(to: $0, min(count, blockSize)) }
      if got >= 0 {
        offset += got
        progress(got)
        return got
      }
      let code = errno
      guard code == EINTR else { throw Self.failure(name, code) }
    }
  }

  private func read(to target: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
    if copy != nil { return unsafe pread(descriptor, target, count, off_t(offset)) }
    #if canImport(Darwin)
      return unsafe Darwin.read(descriptor, target, count)
    #elseif canImport(Musl)
      return unsafe Musl.read(descriptor, target, count)
    #else
      return unsafe Glibc.read(descriptor, target, count)
    #endif
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
