internal import ArgumentParser
internal import Experiment
internal import Foundation

/// How rollouts of a plan are simulated.
struct RolloutArguments: ParsableArguments {
  @Option(help: "Rollouts of each scenario. (default: 1000)")
  var rollouts: Int?

  @Option(
    help: "Looks, evenly over the plan's maximum duration. (default: as the plan spaces them)")
  var looks: Int?

  @Option(help: "Units in all variants by the last look. (default: the plan's sample)")
  var units: Int?

  @Option(
    help: "What rows look like: planned, rare, common, heavy or clustered. (default: planned)")
  var shape: SimulationSettings.Shape?

  @Option(help: "How many threads draw; the result is the same for any. (default: one a processor)")
  var threads: Int?

  @Flag(name: .shortAndLong, help: "No report on the standard output, and no progress.")
  var quiet = false

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads is at least 1.") }
  }

  /// Something was said of rollouts.
  var isGiven: Bool {
    rollouts != nil || looks != nil || units != nil || shape != nil || threads != nil
  }

  func simulate(_ plan: Plan, seed: UInt64) async throws(Failure) -> SimulationResult {
    var settings = SimulationSettings()
    settings.seed = seed
    settings.rollouts = rollouts ?? settings.rollouts
    (settings.looks, settings.units) = (looks, units)
    settings.shape = shape ?? settings.shape
    let study: SimulationStudy
    do throws(SimulationProblem) {
      study = try SimulationStudy(plan, settings: settings)
    } catch {
      throw Failure(error.isUsage ? .usage : .configuration, error.message)
    }
    let bar = ProgressBar(.rollouts)
    defer { bar.clear() }
    let isWatched = !quiet && TerminalSettings.errorIsTerminal
    var progress: (@Sendable (Int, Int?) -> Void)?
    if isWatched { progress = { done, total in bar.update(done, of: total) } }
    let count = threads ?? ProcessInfo.processInfo.activeProcessorCount
    return await Simulation(study, threads: count, progress: progress).run()
  }
}

extension SimulationProblem {
  /// A number on the command line is at fault, not the plan.
  fileprivate var isUsage: Bool {
    switch self {
    case .setting, .tooManyUnits: true
    default: false
    }
  }
}
