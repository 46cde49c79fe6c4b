internal import ArgumentParser
internal import Experiment

/// What a simulated log looks like.
struct LogSimulationArguments: ParsableArguments {
  @Option(help: "How many rows the log has. (default: 36000)")
  var rows: Int?

  @Option(help: "How many users could send requests. (default: 10000)")
  var users: Int?

  @Option(help: "How many days the log covers. (default: 14)")
  var days: Int?

  @Option(help: "The share of users who get the challenger, 0 to 1. (default: 0.5)")
  var challengerShare: Double?

  @Option(
    help: "How the challenger truly is: better, healthy, unchanged or degraded. (default: better)")
  var challenger: SimulatedChallenger?

  @Option(help: "Who answers a request: split, by the user's variant, or both. (default: split)")
  var exposure: LogGenerator.Exposure?

  @Option(help: "How far risks lie apart: with more, labels depend less on chance. (default: 1)")
  var separation: Double?

  /// Something was said of a log.
  var isGiven: Bool {
    separation != nil || rows != nil || users != nil || days != nil || challengerShare != nil
      || challenger != nil
      || exposure != nil
  }

  func generator(seed: UInt64) throws(Failure) -> LogGenerator {
    var configuration = LogGenerator.Configuration(seed: seed)
    configuration.rows = rows ?? configuration.rows
    configuration.users = users ?? configuration.users
    configuration.days = days ?? configuration.days
    configuration.challengerShare = challengerShare ?? configuration.challengerShare
    configuration.challenger = (challenger ?? .better).model
    configuration.separation = separation ?? configuration.separation
    configuration.exposure = exposure ?? configuration.exposure
    do throws(LogGenerator.InvalidConfiguration) {
      return try LogGenerator(configuration)
    } catch {
      throw Failure(.usage, error.description)
    }
  }
}

/// What is to be found out about the challenger of a simulated log.
enum SimulatedChallenger: String, CaseIterable, ExpressibleByArgument {
  case better, healthy, unchanged, degraded

  var model: SimulatedModel {
    switch self {
    case .better: .challenger
    case .healthy: .healthy
    case .unchanged: .unchanged
    case .degraded: .degraded
    }
  }
}
