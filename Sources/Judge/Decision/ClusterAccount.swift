public import Summaries

/// Which clusters were compared, where there are few of them and nobody assigned them by chance.
public struct ClusterAccount: Equatable, Codable, Sendable {
  /// What a cluster is.
  public enum Kind: String, Codable, Sendable {
    /// A block of time: before a switch against after it.
    case timeBlocks
    /// A server: those that were updated against those that were not.
    case servers
  }

  /// One server.
  public struct Server: Equatable, Codable, Sendable {
    public var name: String
    /// Rows that each variant answered on it, control first.
    public var rows: [Int]
    /// By metric, what the treatment answered on it; nil where it has no value there.
    public var treatment: [Double?]
    /// By metric, what the control answered on it.
    public var control: [Double?]
  }

  public var kind: Kind
  /// How many clusters of each variant, control first.
  public var clusters: [Int]
  public var required: Int
  public var degreesOfFreedom: Double?
  /// Seconds of a block of time.
  public var blockSeconds: Double?
  /// When traffic was switched, or the first server was updated.
  public var changed: Timestamp?
  /// Who says so.
  public var source: Source
  /// Looks are at equal distances, each at an error rate of its own: how many were taken, up to when.
  public var looks: Int
  public var judgedUntil: Timestamp?
  /// Rows of the treatment before the change, and of the control after it; none of them count.
  public var strays: [Int]
  /// The last row that the control answered.
  public var lastControlRow: Timestamp?
  public var servers: [Server]
  /// How many servers there are to update.
  public var planned: Int?

  /// Who says when the change was.
  public enum Source: String, Codable, Sendable {
    case plan, log
  }
}
