/// Which departures from the null hypothesis count as evidence.
public enum Alternative: String, Codable, Sendable, CaseIterable {
  /// The effect differs from its null value in either direction.
  case twoSided
  /// The effect is greater than its null value.
  case greater
  /// The effect is less than its null value.
  case less
}

extension Alternative {
  /// The same claim seen from the other arm.
  var reversed: Alternative {
    switch self {
    case .twoSided: .twoSided
    case .greater: .less
    case .less: .greater
    }
  }
}
