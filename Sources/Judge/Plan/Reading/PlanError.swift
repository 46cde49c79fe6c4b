/// Everything that is wrong with a plan, in the order of the file.
public struct PlanError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Never empty.
  public var problems: [PlanProblem]

  /// Creates an error from what was found.
  public init(problems: [PlanProblem]) { self.problems = problems }

  /// One line a problem.
  public var description: String { problems.map(\.description).joined(separator: "\n") }

  /// The exit code of a plan that cannot be used: `EX_CONFIG` of sysexits.
  public static let exitCode: Int32 = 78
}

/// One thing that is wrong with a plan: where, what was found, and how to mend it.
public struct PlanProblem: Error, Hashable, Codable, Sendable, CustomStringConvertible {
  /// What sort of mistake this is.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// The text is not YAML.
    case syntax
    case unknownKey
    case duplicateKey
    case missingKey
    /// A list where a number was expected, or the like.
    case wrongType
    case invalidValue
    /// The design knows this, and this version does not do it.
    case notSupported
    /// Two values of the plan exclude each other.
    case contradiction
  }

  public var file: String
  /// Counted from 1.
  public var line: Int
  /// Counted from 1, in Unicode scalars.
  public var column: Int
  /// The way to the value through the plan, for instance `metrics[1].margin`.
  public var path: String
  public var kind: Kind
  /// What was found.
  public var complaint: String
  /// What to write instead.
  public var mend: String

  /// Creates a problem.
  public init(
    file: String, line: Int, column: Int, path: String, kind: Kind, complaint: String, mend: String
  ) {
    (self.file, self.line, self.column) = (file, line, column)
    (self.path, self.kind, self.complaint, self.mend) = (path, kind, complaint, mend)
  }

  /// One line for an editor to jump to.
  ///
  /// `plan.yaml:12:5: unknown key "minimum_improvment"; did you mean "minimum_improvement"?`
  public var description: String { "\(file):\(line):\(column): \(complaint); \(mend)" }
}
