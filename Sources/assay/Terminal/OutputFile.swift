internal import Experiment
internal import Foundation

/// A file that appears whole or not at all: written aside, synced and renamed.
///
/// What is no regular file, such as a pipe, is written directly.
final class OutputFile {
  private let path: String
  private let aside: String?
  private let descriptor: Int32
  private var isFinished = false

  /// Creates the file aside of `path`.
  init(_ path: String) throws(Failure) {
    var information = stat()
    let exists = stat(path, &information) == 0
    if exists, information.st_mode & S_IFMT != S_IFREG {
      guard information.st_mode & S_IFMT != S_IFDIR else {
        throw Failure(.cannotCreate, "\(path): this is a directory; name a file in it")
      }
      (self.path, aside) = (path, nil)
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
    } else {
      // A link keeps pointing to the file it points to.
      let target = exists ? URL(filePath: path).resolvingSymlinksInPath().path : path
      // Not the process's number: in a container it is the same in every run, and a killed one left its file.
      let name = "\(target).assay-\(UUID().uuidString.prefix(8))"
      (self.path, aside) = (target, name)
      let mode = exists ? information.st_mode & 0o7777 : 0o666
      descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    }
    guard descriptor >= 0 else {
      throw Failure(
        .cannotCreate, "\(path): cannot be created: \(SystemText.cause(errno: errno))")
    }
  }

  deinit {
    guard !isFinished, descriptor >= 0 else { return }
    close(descriptor)
    if let aside { unlink(aside) }
  }

  /// Appends a text.
  func write(_ text: String) throws(Failure) {
    var text = text
    let written = text.withUTF8 { bytes -> Bool in
      var done = 0
      while done < bytes.count {
        let count = Foundation.write(
          descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        done += count
      }
      return true
    }
    guard written else { throw failure() }
  }

  /// Puts the file in its place.
  func finish() throws(Failure) {
    if let aside {
      guard fsync(descriptor) == 0, rename(aside, path) == 0 else { throw failure() }
    }
    isFinished = true
    guard close(descriptor) == 0 else { throw failure() }
  }

  private func failure() -> Failure {
    Failure(.io, "\(path): writing failed: \(SystemText.cause(errno: errno))")
  }
}
