internal import Experiment
internal import Foundation

/// Where results go.
///
/// A result that could not be written in full is a failure, never a verdict.
enum StandardOutput {
  /// Writes all of a text.
  static func write(_ text: String) throws(Failure) {
    guard !text.isEmpty else { return }
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      throw failure(error)
    }
  }

  /// Closes the stream: some file systems tell only now that they had no room.
  static func close() throws(Failure) {
    do {
      try FileHandle.standardOutput.close()
    } catch {
      throw failure(error)
    }
  }

  private static func failure(_ error: any Error) -> Failure {
    Failure(.io, "standard output: writing failed: \(SystemText.cause(error))")
  }
}

/// The three streams a process is born with.
enum StandardStreams {
  /// Gives the numbers of closed streams to something that cannot be written, lest a file opened later gets
  /// the number, and with it what was meant for the stream.
  static func reserve() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    where fcntl(descriptor, F_GETFD) == -1 {
      _ = open("/dev/null", O_RDONLY)
    }
  }
}

/// Where everything else goes; what cannot be said here is lost.
enum StandardError {
  static func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
