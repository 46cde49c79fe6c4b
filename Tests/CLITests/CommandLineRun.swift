import AssayTestSupport
import Foundation
import Testing

/// One run of the built `assay`, and what came of it.
struct CommandLineRun {
  var code: Int32
  /// The signal that ended the run, where one did.
  var signal: Int32?
  var output: String
  var error: String

  /// Runs `assay` in the repository's directory.
  ///
  /// - Parameters:
  ///   - arguments: The command line after the name.
  ///   - input: What the standard input holds.
  ///   - environment: Added to a small fixed environment.
  ///   - redirection: What a shell would append, for instance `>/dev/full`.
  /// - Returns: The code and all that was written.
  /// - Throws: An error where the run cannot be started.
  static func assay(
    _ arguments: [String], input: Data = Data(), environment: [String: String] = [:],
    redirection: String = ""
  ) throws -> CommandLineRun {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "exec \"$0\" \"$@\" \(redirection)", binary.path] + arguments
    process.currentDirectoryURL = repositoryRoot
    process.environment = ["PATH": "/usr/bin:/bin"].merging(environment) { _, new in new }
    return try run(process, input: input)
  }

  static func assay(_ arguments: String...) throws -> CommandLineRun { try assay(arguments) }

  /// Runs a line of bash in which `$assay` is the program; what takes a minute is ended by a signal.
  static func shell(_ line: String, _ variables: [String: String]) throws -> CommandLineRun {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/perl")
    process.arguments = ["-e", "alarm 60; exec @ARGV", "/bin/bash", "-c", line]
    process.environment = variables.merging(["PATH": "/usr/bin:/bin", "assay": binary.path]) {
      own, _ in own
    }
    return try run(process, input: Data())
  }

  /// The program beside the tests.
  static let binary: URL = {
    let folders = [
      URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent(),
      repositoryRoot.appending(path: ".build/debug"),
    ]
    let files = folders.map { $0.appending(path: "assay") }
    return files.first { FileManager.default.isExecutableFile(atPath: $0.path) } ?? files[1]
  }()

  private static func run(_ process: Process, input: Data) throws -> CommandLineRun {
    // Files, not pipes: what is in them can be read at leisure, and no side waits for the other.
    let folder = TemporaryFolder()
    let streams = ["in", "out", "err"].map { folder.path($0) }
    try input.write(to: URL(filePath: streams[0]))
    for path in streams.dropFirst() { try Data().write(to: URL(filePath: path)) }
    process.standardInput = try #require(FileHandle(forReadingAtPath: streams[0]))
    process.standardOutput = try #require(FileHandle(forWritingAtPath: streams[1]))
    process.standardError = try #require(FileHandle(forWritingAtPath: streams[2]))
    try process.run()
    process.waitUntilExit()
    let isSignal = process.terminationReason == .uncaughtSignal
    return CommandLineRun(
      code: process.terminationStatus, signal: isSignal ? process.terminationStatus : nil,
      output: try String(contentsOfFile: streams[1], encoding: .utf8),
      error: try String(contentsOfFile: streams[2], encoding: .utf8))
  }
}

/// A directory that is removed with the value.
final class TemporaryFolder {
  let url: URL

  init() {
    url = FileManager.default.temporaryDirectory.appending(path: "assay-tests-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }

  /// Writes a file and returns its path.
  func file(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: url.appending(path: name))
    return path(name)
  }

  var contents: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
  }
}
