/// How a test finds its p-value.
///
/// The test says where `automatic` changes over, and the method of its result says which it was.
public enum PValueMethod: String, Codable, Sendable, CaseIterable {
  /// Exact where that is quick, else asymptotic.
  case automatic
  /// The null distribution itself, given the ties; an error where that would take minutes.
  case exact
  /// The limit of the null distribution for many observations.
  case asymptotic

  /// Whether to sum the null distribution, which takes about `steps` additions.
  func isExact(automatically: Bool, steps: Double) throws(StatsError) -> Bool {
    switch self {
    case .automatic: return automatically
    case .asymptotic: return false
    case .exact:
      guard steps <= 1e9 else {
        throw .invalidParameter(
          name: "steps", value: steps, expected: "at most 1e9 for an exact p-value")
      }
      return true
    }
  }

  /// The name of a test with how its p-value was found.
  static func title(_ test: String, isExact: Bool) -> String {
    test + (isExact ? ", exact" : ", asymptotic")
  }
}
