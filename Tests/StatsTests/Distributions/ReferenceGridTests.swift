import Stats
import Testing

/// The library against 50-digit values over parameters 1e-2 … 1e8 and probabilities 1e-300 … 1.
@Suite("Distributions on the reference grid")
struct ReferenceGridTests {
  static let central = ["normal", "t", "chi2", "gamma", "beta", "f", "kolmogorov"]
  static let noncentral = ["ncchi2", "ncf", "nct", "tukey"]

  /// Below this a double has no full precision left to compare.
  static let smallest = 1e-300

  @Test("the grid holds every family")
  func isComplete() {
    for family in Self.central + Self.noncentral + ReferenceGrid.discrete {
      #expect(ReferenceGrid.points[family, default: []].count >= 25, "\(family)")
    }
    #expect(ReferenceGrid.points.values.map(\.count).reduce(0, +) > 5000)
  }

  /// The exponent of a tail of 1e-300 is 690, where an ulp alone costs 1e-13.
  @Test("tails, densities and quantiles to 1e-12", arguments: central)
  func centralFamilies(family: String) throws {
    try compareContinuous(family, tolerance: 1e-12, smallest: Self.smallest)
  }

  /// 1e-9 is asked for tails of at least 1e-12.
  @Test("noncentral tails, densities and quantiles to 1e-9", arguments: noncentral)
  func noncentralFamilies(family: String) throws {
    try compareContinuous(family, tolerance: 1e-9, smallest: 1e-12)
  }

  @Test("masses, tails and quantiles of counts to 1e-12", arguments: ReferenceGrid.discrete)
  func discreteFamilies(family: String) throws {
    for point in ReferenceGrid.points[family, default: []] {
      let name = Comment(rawValue: point.description)
      let distribution = try #require(ReferenceGrid.discrete(point))
      let k = try #require(point.counts.last)
      let mass = try #require(point.density)
      let tails = try distribution.tails(at: k)
      #expect(isClose(tails.lower, point.lower, 1e-12), name)
      #expect(isClose(tails.upper, point.upper, 1e-12), name)
      try #expect(isClose(distribution.mass(k), mass, 1e-12), name)
      // Where neighbours differ by more than the tolerance the quantile is k itself.
      guard point.smallerTail > Self.smallest, mass / point.smallerTail > 1e-9 else { continue }
      if point.lowerIsSmaller {
        try #expect(distribution.quantile(lowerTail: point.lower) == k, name)
      } else {
        try #expect(distribution.quantile(upperTail: point.upper) == k, name)
      }
    }
  }

  private func compareContinuous(
    _ family: String, tolerance: Double, smallest: Double
  ) throws {
    for (index, point) in ReferenceGrid.points[family, default: []].enumerated() {
      let name = Comment(rawValue: point.description)
      let distribution = try #require(ReferenceGrid.continuous(family, point.parameters))
      let tails = try distribution.tails(at: point.x)
      #expect(isClose(tails.lower, point.lower, tolerance, above: smallest), name)
      #expect(isClose(tails.upper, point.upper, tolerance, above: smallest), name)
      if let density = point.density {
        try #expect(
          isClose(distribution.density(point.x), density, tolerance, above: smallest), name)
      }
      guard point.smallerTail > smallest else { continue }
      if let logSmaller = point.logSmaller {
        let log = point.lowerIsSmaller ? tails.logLower : tails.logUpper
        #expect(abs(log - logSmaller) <= tolerance * max(1, abs(logSmaller)), name)
      }
      // Noncentral quantiles cost milliseconds each in a debug build; a quarter will do.
      if let shift = point.quantileShift, Self.central.contains(family) || index % 4 == 0 {
        let expected = point.x + point.x * shift
        let quantile =
          point.lowerIsSmaller
          ? try distribution.quantile(lowerTail: point.lower)
          : try distribution.quantile(upperTail: point.upper)
        #expect(isClose(quantile, expected, tolerance), name)
      }
    }
  }

  private func isClose(
    _ found: Double, _ expected: Double, _ tolerance: Double, above smallest: Double = smallest
  ) -> Bool {
    if abs(expected) < smallest { return abs(found) <= 2 * smallest }
    return abs(found - expected) <= tolerance * abs(expected)
  }
}
