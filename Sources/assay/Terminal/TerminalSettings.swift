internal import Foundation

/// What the process's terminal can do: read here and nowhere else.
enum TerminalSettings {
  static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Colour is for terminals whose user has not asked for none (no-color.org).
  static var colour: Bool {
    let environment = ProcessInfo.processInfo.environment
    let isRefused = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    return outputIsTerminal && !isRefused && environment["TERM"] != "dumb"
  }

  /// The terminal's columns, or a width that fits a report where there is no terminal.
  static var width: Int {
    var size = winsize()
    guard outputIsTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0
    else { return 120 }
    return Int(size.ws_col)
  }
}
