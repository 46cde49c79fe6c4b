internal import Stats

/// Which departures from the null of a classical test count.
public enum TestSides: String, Sendable, CaseIterable {
  /// Either direction.
  case two = "two-sided"
  /// The effect is less than its null value.
  case less
  /// The effect is greater than its null value.
  case greater

  /// The same for a test of `Stats`.
  var alternative: Alternative {
    switch self {
    case .two: .twoSided
    case .less: .less
    case .greater: .greater
    }
  }
}
