/// A reason that rests on named checks.
public enum CheckReason: Equatable, Codable, Sendable {
  case failed(Check)
  case notJudged(Check)
  case overridden(Check)
  /// Every check passed, or was set aside by name.
  case allPassed(Int, overridden: Int)
}
