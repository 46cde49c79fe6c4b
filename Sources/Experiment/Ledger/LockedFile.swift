internal import Foundation

/// A file that one process at a time may change, from when this is created until it is gone.
final class LockedFile {
  private let path: String
  private let descriptor: Int32

  /// Opens a file, or creates it, and waits until no other process holds it.
  init(_ path: String, patience: Double) throws(LedgerError) {
    self.path = path
    let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard opened >= 0 else { throw .cannotCreate(path: path, cause: Self.cause) }
    // A device has no end to read to, and keeps nothing.
    var status = stat()
    guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      throw .cannotCreate(path: path, cause: "it is not a file")
    }
    let deadline = Date.now.addingTimeInterval(patience)
    while flock(opened, LOCK_EX | LOCK_NB) != 0 {
      let isHeld = errno == EWOULDBLOCK || errno == EINTR
      guard isHeld, Date.now < deadline else {
        let cause = Self.cause
        close(opened)
        throw isHeld ? .busy(path: path, seconds: patience) : .io(path: path, cause: cause)
      }
      usleep(20_000)
    }
    descriptor = opened
  }

  deinit { close(descriptor) }

  /// All that the file holds.
  func text() throws(LedgerError) -> String {
    var (bytes, offset) = ([UInt8](), 0)
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = block.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress, $0.count, off_t(offset))
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .io(path: path, cause: Self.cause) }
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += block[..<count]
      offset += count
    }
  }

  /// Makes the file end in a text from an offset on, and waits until it is kept; where that fails, what was
  /// written is taken back.
  func replaceTail(from offset: Int, with text: String) throws(LedgerError) {
    var (text, isWritten) = (text, true)
    guard ftruncate(descriptor, off_t(offset)) == 0 else {
      throw .io(path: path, cause: Self.cause)
    }
    text.withUTF8 { bytes in
      var done = 0
      while done < bytes.count, isWritten {
        let count = pwrite(
          descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done,
          off_t(offset + done))
        if count < 0, errno == EINTR { continue }
        isWritten = count > 0
        done += max(0, count)
      }
    }
    guard isWritten, fsync(descriptor) == 0 else {
      let cause = Self.cause
      _ = ftruncate(descriptor, off_t(offset))
      throw .io(path: path, cause: cause)
    }
  }

  private static var cause: String { String(cString: strerror(errno)) }
}
