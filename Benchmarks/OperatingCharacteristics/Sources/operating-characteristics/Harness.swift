import Experiment
import Foundation
import Stats

/// Runs cells and says whether a rate exceeds its promise.
struct Harness {
  let rollouts: Int
  let threads = ProcessInfo.processInfo.activeProcessorCount
  /// Rates that are held against a promise on the whole page.
  let comparisons: Int

  /// A tenth where one rollout takes thousands of looks.
  func count(_ cell: Cell) -> Int {
    cell.settings.looks ?? 0 > 1000 ? max(1, rollouts / 10) : rollouts
  }

  /// The result of a cell under its own plan's judge, or another.
  func run(_ cell: Cell, judge: (any RolloutJudge)? = nil) async throws -> ScenarioResult {
    var settings = cell.settings
    settings.rollouts = count(cell)
    let study = try SimulationStudy(cell.plan, settings: settings)
    guard let index = study.scenarios.firstIndex(where: { $0.kind == cell.scenario }) else {
      throw SimulationProblem.noMetrics
    }
    return await Simulation(study, threads: threads)
      .result(scenario: index, judge: judge ?? study.judge)
  }

  /// The rate of an error in per cent, bold with an arrow where even its lower limit exceeds the promise.
  ///
  /// The limit is one-sided at 5 % shared over the whole page (Bonferroni).
  func text(_ error: SimulatedError, in result: ScenarioResult) -> String {
    guard let rate = result.errors.first(where: { $0.error == error }) else { return "–" }
    let percent = String(format: "%.2f", 100 * Double(rate.count) / Double(result.rollouts))
    let interval = try? ClopperPearsonInterval(level: 1 - 2 * 0.05 / Double(comparisons))
      .interval(BinomialCount(successes: rate.count, trials: result.rollouts))
    return (interval?.lower ?? 0) > rate.promise ? "**\(percent) ↑**" : percent
  }
}

extension ScenarioResult {
  /// The share of rollouts that ended with a verdict.
  func share(_ verdict: Verdict) -> Double {
    Double(verdicts[verdict] ?? 0) / Double(max(1, rollouts))
  }

  var coverage: String {
    intervals == 0 ? "–" : String(format: "%.1f", 100 * Double(alwaysCovered) / Double(intervals))
  }
}
