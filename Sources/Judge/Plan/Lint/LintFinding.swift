/// An issue and the place in the plan that it is about.
public struct LintFinding: Equatable, Codable, Sendable {
  /// The way to the value, for instance `metrics[1].margin`.
  public var path: String
  public var issue: LintIssue

  /// Creates a finding.
  public init(path: String, issue: LintIssue) { (self.path, self.issue) = (path, issue) }

  public var severity: LintIssue.Severity { issue.severity }
  public var code: String { issue.code }
}
