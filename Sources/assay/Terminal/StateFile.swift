internal import Experiment
internal import Foundation

/// The file in which a scheduled report keeps its state, locked for as long as the value lives.
///
/// The lock is on a file beside it: the state itself is replaced whole, and a lock on what was replaced
/// would hold nobody back.
final class StateFile {
  private let path: String
  private let lock: Int32

  /// Locks the state of a path.
  ///
  /// - Throws: `Failure` where another run has it.
  init(_ path: String) throws(Failure) {
    self.path = path
    lock = open("\(path).lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard lock >= 0 else {
      throw Failure(
        .cannotCreate, "\(path).lock: cannot be created: \(SystemText.cause(errno: errno))")
    }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      let isHeld = errno == EWOULDBLOCK
      let cause = SystemText.cause(errno: errno)
      close(lock)
      throw isHeld
        ? Failure(.tryAgain, "\(path): another run has the state; try again when it is done")
        : Failure(.io, "\(path).lock: cannot be locked: \(cause)")
    }
  }

  deinit { close(lock) }

  /// Reads the state; nil where there is none yet.
  func read() throws(Failure) -> DriftState? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw Failure(
        .noInput, "\(path): the state cannot be read: \(SystemText.cause(errno: errno))")
    }
    defer { try? file.close() }
    let data: Data
    do {
      data = try file.readToEnd() ?? Data()
    } catch {
      throw Failure(.io, "\(path): the state cannot be read: \(SystemText.cause(error))")
    }
    do throws(DriftStateError) {
      return try DriftState(text: Array(data))
    } catch {
      let failure = Failure(ExperimentError.state(error))
      throw Failure(failure.exitCode, "\(path): \(failure.message)")
    }
  }

  /// Replaces the state, whole or not at all.
  func write(_ state: DriftState) throws(Failure) {
    let file = try OutputFile(path)
    try file.write(state.text)
    try file.finish()
  }
}
