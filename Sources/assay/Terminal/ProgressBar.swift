internal import Foundation
internal import Synchronization

/// How far a scan has come, on a terminal's standard error, for scans of more than a second.
final class ProgressBar: Sendable {
  private struct State {
    var lastDrawn: ContinuousClock.Instant?
  }

  private let start = ContinuousClock.now
  private let state = Mutex(State())

  /// Draws the bar, at most ten times a second.
  func update(_ done: Int, of total: Int?) {
    let now = ContinuousClock.now
    guard now - start > .seconds(1) else { return }
    state.withLock { state in
      if let last = state.lastDrawn, now - last < .milliseconds(100) { return }
      state.lastDrawn = now
      StandardError.write("\r\u{1B}[K" + text(done, of: total))
    }
  }

  /// Removes the bar.
  func clear() {
    state.withLock { state in
      if state.lastDrawn != nil { StandardError.write("\r\u{1B}[K") }
      state.lastDrawn = nil
    }
  }

  private func text(_ done: Int, of total: Int?) -> String {
    guard let total, total > 0 else { return "read \(done >> 20) MiB" }
    let share = min(1, Double(done) / Double(total))
    let filled = Int(share * 30)
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
    return "[\(bar)] \(Int(share * 100))% of \(total >> 20) MiB"
  }
}
