internal import ArgumentParser
internal import Experiment
internal import Foundation

/// How rollouts of a plan are simulated.
struct RolloutArguments: ParsableArguments {
  @Option(help: "Rollouts of each scenario. (default: 1000)")
  var rollouts: Int?

  @Option(
    help:
      "Looks, evenly over the plan's maximum duration; of a canary in each stage. (default: as the plan spaces them)"
  )
  var looks: Int?

  @Option(help: "Units in all variants by the last look. (default: the plan's sample)")
  var units: Int?

  @Option(
    help: "What rows look like: planned, rare, common, heavy or clustered. (default: planned)")
  var shape: SimulationSettings.Shape?

  @Flag(
    help: ArgumentHelp(
      "Of a canary: hold its limits against estimates, too, as operations documents do, on the same rollouts."
    ))
  var besideRules = false

  @Option(help: "How many threads draw; the result is the same for any. (default: one a processor)")
  var threads: Int?

  @Flag(name: .shortAndLong, help: "No report on the standard output, and no progress.")
  var quiet = false

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads is at least 1.") }
  }

  /// Something was said of rollouts.
  var isGiven: Bool {
    besideRules || rollouts != nil || looks != nil || units != nil || shape != nil || threads != nil
  }

  /// Something was said of what is made up.
  var describesUnits: Bool { looks != nil || units != nil || shape != nil }

  func simulate(_ plan: Plan, seed: UInt64) async throws(Failure) -> SimulationResult {
    var settings = SimulationSettings()
    settings.seed = seed
    settings.rollouts = rollouts ?? settings.rollouts
    (settings.looks, settings.units) = (looks, units)
    settings.shape = shape ?? settings.shape
    do throws(SimulationProblem) {
      guard plan.strategy == .canary else {
        return await run(try SimulationStudy(plan, settings: settings))
      }
      return await run(
        try CanaryStudy(plan, settings: settings, beside: besideRules ? .rules : .nothing))
    } catch {
      throw Failure(error)
    }
  }

  /// Draws from the units of a log.
  func simulate(
    _ plan: Plan, seed: UInt64, from logs: [LogInput], labels: [LogInput]?
  ) async throws(Failure) -> SimulationResult {
    var settings = SimulationSettings()
    (settings.seed, settings.rollouts) = (seed, rollouts ?? settings.rollouts)
    let scan: ScanPlan
    do throws(SimulationProblem) { scan = try LogStudy.scan(plan) } catch { throw Failure(error) }
    let found: LogSummary
    do throws(ExperimentError) {
      found = try await LogStudy.read(
        plan, scan, of: logs, labels: labels, options: ScanOptions(threads: threads))
    } catch {
      throw Failure(error)
    }
    do throws(SimulationProblem) {
      return await run(try LogStudy(plan, found, settings: settings))
    } catch {
      throw Failure(error)
    }
  }

  private func run(_ study: any RolloutStudy) async -> SimulationResult {
    let bar = ProgressBar(.rollouts)
    defer { bar.clear() }
    let isWatched = !quiet && TerminalSettings.errorIsTerminal
    var progress: (@Sendable (Int, Int?) -> Void)?
    if isWatched { progress = { done, total in bar.update(done, of: total) } }
    let count = threads ?? ProcessInfo.processInfo.activeProcessorCount
    return await Simulation(study, threads: count, progress: progress).run()
  }
}

extension Failure {
  fileprivate init(_ problem: SimulationProblem) {
    self.init(problem.code, problem.message)
  }
}

extension SimulationProblem {
  fileprivate var code: Failure.Code {
    switch self {
    case .emptyLog, .invalidLog: .data
    default: isUsage ? .usage : .configuration
    }
  }

  /// A number on the command line is at fault, not the plan.
  fileprivate var isUsage: Bool {
    switch self {
    case .setting, .tooManyUnits: true
    default: false
    }
  }
}
