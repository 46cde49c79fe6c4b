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

  /// Something was said of a log.
  var isGiven: Bool {
    rows != nil || users != nil || days != nil || challengerShare != nil
  }

  func generator(seed: UInt64) throws(Failure) -> LogGenerator {
    var configuration = LogGenerator.Configuration(seed: seed)
    configuration.rows = rows ?? configuration.rows
    configuration.users = users ?? configuration.users
    configuration.days = days ?? configuration.days
    configuration.challengerShare = challengerShare ?? configuration.challengerShare
    do throws(LogGenerator.InvalidConfiguration) {
      return try LogGenerator(configuration)
    } catch {
      throw Failure(.usage, error.description)
    }
  }
}
