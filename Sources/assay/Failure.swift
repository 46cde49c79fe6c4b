internal import Experiment
internal import Reports

/// Why a run ends without a verdict.
struct Failure: Error, Equatable {
  /// The exit codes of sysexits that assay uses.
  enum Code: Int32, CaseIterable {
    case usage = 64
    case data = 65
    case noInput = 66
    case software = 70
    case cannotCreate = 73
    case io = 74
    case tryAgain = 75
    case configuration = 78
  }

  var exitCode: Int32
  /// What is wrong, where, and how to mend it; one problem a line.
  var message: String

  init(_ code: Code, _ message: String) { (exitCode, self.message) = (code.rawValue, message) }

  init(_ exitCode: Int32, _ message: String) {
    (self.exitCode, self.message) = (exitCode, message)
  }

  init(_ error: ExperimentError) { (exitCode, message) = (error.exitCode, error.message) }

  init(_ error: PlanError) {
    (exitCode, message) = (PlanError.exitCode, error.description)
  }

  /// Says on the standard error what went wrong.
  ///
  /// - Returns: The exit code.
  func report() -> Int32 {
    for line in message.split(separator: "\n") {
      StandardError.write("assay: \(InertText.line(String(line)))\n")
    }
    return exitCode
  }
}
