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
  /// What must be shown elsewhere.
  public var checks: RolloutChecks?

  /// Creates a switch that is compared with as long a time before it.
  public init(monitoring: Double) { (self.monitoring, before) = (monitoring, monitoring) }
}

/// Results from outside without which no traffic is to stay on the treatment.
public struct RolloutChecks: Equatable, Codable, Sendable {
  /// Cases that the treatment answered before it had traffic.
  public var smoke: SmokePlan?
  public var evidence: [EvidencePlan] = []

  /// Creates a plan that asks for nothing.
  public init() {}

  /// The documents that are read whole, each once.
  public var documents: [String] {
    let files = evidence.flatMap(\.files)
    return files.enumerated().filter { !files[..<$0.offset].contains($0.element) }.map(\.element)
  }

  /// The names of its checks.
  var names: [String] { evidence.map(\.name) + (smoke == nil ? [] : [CheckName.smoke]) }
}

extension Plan {
  /// What a rollout asks of results from outside.
  public var rolloutChecks: RolloutChecks? { switched?.checks ?? rolling?.checks }
}

/// Servers that get the treatment one after the other: a rolling update.
public struct RollingPlan: Equatable, Codable, Sendable {
  /// How many servers there are.
  public var servers: Int
  /// What must be shown elsewhere.
  public var checks: RolloutChecks?

  /// Creates the update of so many servers.
  public init(servers: Int) { self.servers = servers }
}
