public import Summaries

/// A switch of all traffic from the control to the treatment, and how it is watched: blue-green.
public struct SwitchPlan: Equatable, Codable, Sendable {
  /// When traffic was switched; found in the log where nil.
  public var at: Timestamp?
  /// Seconds after the switch that are judged.
  public var monitoring: Double
  /// Seconds before it that they are compared with.
  public var before: Double
  /// Seconds of one block of time, which is one cluster.
  public var block: Double = 60

  /// Creates a switch that is compared with as long a time before it.
  public init(monitoring: Double) { (self.monitoring, before) = (monitoring, monitoring) }
}

/// Servers that get the treatment one after the other: a rolling update.
public struct RollingPlan: Equatable, Codable, Sendable {
  /// How many servers there are.
  public var servers: Int

  /// Creates the update of so many servers.
  public init(servers: Int) { self.servers = servers }
}
