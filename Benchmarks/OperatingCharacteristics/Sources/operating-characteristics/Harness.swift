import Experiment
import Foundation
import Stats

/// Runs cells and says whether a rate exceeds its promise.
struct Harness {
  let rollouts: Int
  /// Every cell is run under each.
  let seeds: [UInt64]
  let threads = ProcessInfo.processInfo.activeProcessorCount
  /// Rates that are held against a promise on the whole page.
  let comparisons: Int

  /// Where one rollout takes hundreds of looks no more than a thousand.
  func count(_ cell: Cell) -> Int {
    cell.settings.looks ?? 0 > 500 ? min(1000, rollouts) : rollouts
  }

  /// The results of a cell under its own plan's judge, or another, seed by seed.
  func run(_ cell: Cell, judge: (any RolloutJudge)? = nil) async throws -> [ScenarioResult] {
    var results: [ScenarioResult] = []
    for seed in seeds {
      var settings = cell.settings
      (settings.rollouts, settings.seed) = (count(cell), seed)
      let study = try SimulationStudy(cell.plan, settings: settings)
      guard let index = study.scenarios.firstIndex(where: { $0.kind == cell.scenario }) else {
        throw SimulationProblem.noMetrics
      }
      results.append(
        await Simulation(study, threads: threads)
          .result(scenario: index, judge: judge ?? study.judge))
    }
    return results
  }

  /// The rate of an error in per cent, seed by seed.
  func text(_ error: SimulatedError, in results: [ScenarioResult]) -> String {
    results.map { text(error, in: $0) }.joined(separator: " · ")
  }

  /// The rate of an error in per cent, bold with an arrow where even its lower limit exceeds the promise.
  ///
  /// The limit is one-sided at 5 % shared over the whole page (Bonferroni).
  private func text(_ error: SimulatedError, in result: ScenarioResult) -> String {
    guard let rate = result.errors.first(where: { $0.error == error }) else { return "–" }
    return text(rate.count, of: result.rollouts, promise: rate.promise)
  }

  func text(_ count: Int, of rollouts: Int, promise: Double) -> String {
    let percent = String(format: "%.2f", 100 * Double(count) / Double(rollouts))
    let interval = try? ClopperPearsonInterval(level: 1 - 2 * 0.05 / Double(comparisons))
      .interval(BinomialCount(successes: count, trials: rollouts))
    return (interval?.lower ?? 0) > promise ? "**\(percent) ↑**" : percent
  }
}

extension [ScenarioResult] {
  /// The share of all rollouts that ended with a verdict.
  func share(_ verdict: Verdict) -> Double { share { $0.verdicts[verdict] ?? 0 } }

  /// The share of all rollouts of which a number is counted.
  func share(_ count: (ScenarioResult) -> Int) -> Double {
    Double(map(count).reduce(0, +)) / Double(Swift.max(1, map(\.rollouts).reduce(0, +)))
  }

  var coverage: String {
    map { result in
      result.intervals == 0
        ? "–"
        : String(format: "%.1f", 100 * Double(result.alwaysCovered) / Double(result.intervals))
    }.joined(separator: " · ")
  }

  /// How many rollouts each seed has.
  var rollouts: Int { first?.rollouts ?? 0 }
}
