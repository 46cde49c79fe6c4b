import Experiment
import Foundation
import Simulated

/// The page, section by section.
struct Page {
  enum Section: CaseIterable {
    case introduction, sizes, outliers, gaps, millions, sparse, chunks, end
  }

  let runs: Int
  let seed: UInt64
  let kept: KeptTotals
  /// What must hold and does not.
  var broken: [String] = []

  mutating func text(_ section: Section) async throws -> String {
    switch section {
    case .introduction: introduction
    case .sizes: try await sizes()
    case .outliers: try await outliers()
    case .gaps: try await gaps()
    case .millions: try await millions()
    case .sparse: try await sparse()
    case .chunks: try await chunks()
    case .end: end
    }
  }

  /// The sums of what each of this page's draws counts.
  ///
  /// - Parameters:
  ///   - key: What is drawn.
  ///   - family: A family of random numbers of its own.
  ///   - draw: Makes one draw.
  /// - Returns: The sums.
  /// - Throws: What a draw throws.
  func totals(
    _ key: String, family: UInt64, _ draw: @escaping @Sendable (inout SplitMix64) throws -> [Int]
  ) async throws -> [Int] {
    let seed = seed
    return try await kept.totals("\(key), seed \(seed)", 0..<runs) { run in
      var generator = SplitMix64(seed: seed, family: family, index: run)
      return try draw(&generator)
    }
  }

  /// The rate of something in per cent.
  func percent(_ count: Int) -> String {
    String(format: "%.1f", 100 * Double(count) / Double(max(1, runs)))
  }

  /// A rate that may be at most 5 %, marked where it is more, beyond three Monte Carlo errors; and where it is
  /// below 4 % by as much although every category expects twenty rows and more.
  mutating func judged(_ count: Int, expected: Double?, _ what: String) -> String {
    let rate = Double(count) / Double(max(1, runs))
    func error(_ p: Double) -> Double { (p * (1 - p) / Double(max(1, runs))).squareRoot() }
    if rate > 0.05 + 3 * error(0.05) { return mark(percent(count) + " ↑", what) }
    if let expected, expected >= 20, rate < 0.04 - 3 * error(0.04) {
      return mark(percent(count) + " ↓", what)
    }
    return percent(count)
  }

  /// A number of draws that must be what it is.
  mutating func required(_ count: Int, _ expected: Int, _ what: String) -> String {
    count == expected ? "\(count)" : mark("\(count)", what)
  }

  private mutating func mark(_ text: String, _ what: String) -> String {
    broken.append("\(what): \(text)")
    return "**\(text)**"
  }

  private var introduction: String {
    """
    # Drift that is not noise

    What usual drift rules do on data without drift, and with it, and what `assay drift` answers to the very same
    draws. Everything assay says here comes from its decision code on generated counts and numbers; nothing is a
    model of it. The page is made by

    ```sh
    make drift-conformance             # 1,000 draws a row
    make drift-conformance RUNS=10000  # ten times as long
    ```

    This page: \(runs) draws a row, seed \(seed). What must not be is **bold**: a rate of assay's that exceeds 5 %
    by more than three Monte Carlo errors (↑), one that lies below 4 % by more than three although every category
    expects 20 rows and more (↓), and any draw answered otherwise than it must be.
    """
  }

  private var end: String {
    broken.isEmpty
      ? "\nAll of it holds."
      : "\n**Not all of it holds:**\n\n" + broken.map { "- \($0)" }.joined(separator: "\n")
  }
}
