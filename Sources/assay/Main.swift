internal import ArgumentParser
internal import Foundation

/// Runs a command, and turns its answer or its failure into an exit code.
///
/// ArgumentParser would end a failed run with 1, which is no code of assay; so its entry point is not used.
@main
enum Main {
  static func main() async {
    // A closed pipe is then an error of the write, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    StandardStreams.reserve()
    exit(await code())
  }

  private static func code() async -> Int32 {
    do {
      var command = try Assay.parseAsRoot()
      if let command = command as? any AnsweringCommand { return try await answer(of: command) }
      try command.run()
      return 0
    } catch let failure as Failure {
      return failure.report()
    } catch {
      return report(error)
    }
  }

  private static func answer(of command: any AnsweringCommand) async throws -> Int32 {
    let code = try await command.answer()
    try StandardOutput.close()
    return code
  }

  /// Help and version are results, mistakes of usage are told with the usage, and anything else is a mistake of
  /// assay.
  private static func report(_ error: any Error) -> Int32 {
    let message = Assay.fullMessage(for: error)
    switch Assay.exitCode(for: error) {
    case .success:
      do throws(Failure) {
        try StandardOutput.write(message.hasSuffix("\n") ? message : message + "\n")
        try StandardOutput.close()
        return 0
      } catch {
        return error.report()
      }
    case .validationFailure:
      let prefix = "Error: "
      let text = message.hasPrefix(prefix) ? message.dropFirst(prefix.count) : message[...]
      StandardError.write("assay: \(text)\n")
      return Failure.Code.usage.rawValue
    default: return Failure(.software, "internal error: \(error)").report()
    }
  }
}

/// A command that ends with an exit code of its own.
protocol AnsweringCommand: AsyncParsableCommand {
  /// Does what the command does.
  ///
  /// - Returns: The exit code, told once everything has been written.
  func answer() async throws(Failure) -> Int32
}

extension AnsweringCommand {
  mutating func run() async throws { throw ExitCode(try await answer()) }
}
