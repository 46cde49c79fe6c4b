/// How a rank test finds its p-value.
public enum RankTestMethod: String, Codable, Sendable, CaseIterable {
  /// Exact below 50 observations a sample when no two are equal, else asymptotic, as R does.
  case automatic
  /// The normal approximation with the variance that ties leave.
  case asymptotic
}
