internal import Foundation
internal import Synchronization

/// How far a scan or a simulation has come, on a terminal's standard error, where it takes more than a second.
final class ProgressBar: Sendable {
  /// What is counted.
  enum Counted: Sendable {
    case bytes
    case rollouts
  }

  private struct State {
    var lastDrawn: ContinuousClock.Instant?
  }

  private let start = ContinuousClock.now
  private let state = Mutex(State())
  private let counted: Counted

  init(_ counted: Counted = .bytes) { self.counted = counted }

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
    guard let total, total > 0 else { return "read \(amount(done))" }
    let share = min(1, Double(done) / Double(total))
    let filled = Int(share * 30)
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
    return "[\(bar)] \(Int(share * 100))% of \(amount(total))"
  }

  private func amount(_ count: Int) -> String {
    switch counted {
    case .bytes: "\(count >> 20) MiB"
    case .rollouts: "\(count) rollouts"
    }
  }
}
