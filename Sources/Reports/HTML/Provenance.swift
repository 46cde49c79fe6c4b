/// What a report was made from, and by which program.
public struct Provenance: Equatable, Sendable {
  /// Files of one kind, as they were named to the program.
  public struct Input: Equatable, Sendable {
    /// What the files hold.
    public enum Role: String, Sendable {
      case reference, current, log, labels
      case shadow = "shadow log"
      case plan
      case prePeriod = "pre-period"
    }

    public var role: Role
    public var names: [String]

    /// Creates a list of files.
    public init(_ role: Role, _ names: [String]) { (self.role, self.names) = (role, names) }
  }

  public var version: String
  public var inputs: [Input]

  /// Creates the origin of a report; inputs without files are left out.
  public init(version: String, inputs: [Input] = []) {
    (self.version, self.inputs) = (version, inputs.filter { !$0.names.isEmpty })
  }
}
