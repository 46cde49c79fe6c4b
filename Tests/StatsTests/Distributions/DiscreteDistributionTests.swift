import Foundation
import Stats
import Testing

@Suite("Discrete distributions")
struct DiscreteDistributionTests {
  static let families: [any DiscreteDistribution] = [
    Binomial(trials: 12, probability: 0.3), Binomial(trials: 40, probability: 0.001),
    Poisson(mean: 4.2), NegativeBinomial(size: 3.5, probability: 0.6),
    Hypergeometric(successes: 9, failures: 14, draws: 7),
    Hypergeometric(successes: 3, failures: 4, draws: 6),
  ]

  @Test("a lower tail is the sum of the masses up to it", arguments: families.indices)
  func tailsAreSums(index: Int) throws {
    let family = Self.families[index]
    var sum = 0.0
    for k in family.support.lowerBound...min(family.support.upperBound, 60) {
      sum += try family.mass(k)
      try #expect(abs(family.lowerTail(k) - sum) < 1e-14)
      try #expect(abs(family.lowerTail(k) + family.upperTail(k) - 1) < 1e-15)
      try #expect(abs(family.logMass(k) - log(family.mass(k))) < 1e-12)
    }
    #expect(abs(sum - 1) < 1e-14)
  }

  @Test(
    "a quantile is the smallest count that reaches its probability", arguments: families.indices)
  func quantiles(index: Int) throws {
    let family = Self.families[index]
    for p in stride(from: 0.005, to: 1, by: 0.0317) {
      let k = try family.quantile(lowerTail: p)
      try #expect(family.lowerTail(k) >= p)
      try #expect(k == family.support.lowerBound || family.lowerTail(k - 1) < p)
      let j = try family.quantile(upperTail: p)
      try #expect(family.upperTail(j) <= p)
      try #expect(j == family.support.lowerBound || family.upperTail(j - 1) > p)
    }
    try #expect(family.quantile(lowerTail: 0) == family.support.lowerBound)
    try #expect(family.quantile(upperTail: 0) == family.support.upperBound)
    try #expect(family.lowerTail(family.support.lowerBound - 1) == 0)
    try #expect(family.mass(family.support.lowerBound - 1) == 0)
  }

  /// Symmetric cases whose answer is known without computing: one half plus half the middle mass.
  @Test("counts far beyond 32 bits")
  func hugeCounts() throws {
    let n = 4_000_000_000_000
    let coin = Binomial(trials: n, probability: 0.5)
    let half = try 0.5 + coin.mass(n / 2) / 2
    try #expect(abs(coin.lowerTail(n / 2) - half) < 1e-13)
    try #expect(coin.quantile(lowerTail: 0.5) == n / 2)
    // Stirling: the middle mass is √(2/(πn)) to a relative 1/(4n).
    try #expect(abs(coin.mass(n / 2) / (2 / (.pi * Double(n))).squareRoot() - 1) < 1e-12)
    let urn = Hypergeometric(successes: n, failures: n, draws: n)
    let urnHalf = try 0.5 + urn.mass(n / 2) / 2
    try #expect(abs(urn.lowerTail(n / 2) - urnHalf) < 1e-12)
    try #expect(urn.quantile(lowerTail: 0.5) == n / 2)
  }

  @Test("certain outcomes")
  func degenerate() throws {
    try #expect(Binomial(trials: 5, probability: 0).mass(0) == 1)
    try #expect(Binomial(trials: 5, probability: 0).upperTail(0) == 0)
    try #expect(Binomial(trials: 5, probability: 1).lowerTail(4) == 0)
    try #expect(Binomial(trials: 5, probability: 1).quantile(lowerTail: 0.2) == 5)
    try #expect(Binomial(trials: 0, probability: 0.4).lowerTail(0) == 1)
    try #expect(Poisson(mean: 0).mass(0) == 1)
    try #expect(Poisson(mean: 0).upperTail(0) == 0)
    try #expect(NegativeBinomial(size: 2, probability: 1).lowerTail(0) == 1)
    try #expect(Hypergeometric(successes: 0, failures: 4, draws: 2).mass(0) == 1)
  }

  @Test("a parameter outside its domain is a throw")
  func invalidParameters() {
    #expect(throws: StatsError.self) { try Binomial(trials: -1, probability: 0.5).mass(0) }
    #expect(throws: StatsError.self) { try Binomial(trials: 3, probability: 1.1).mass(0) }
    #expect(throws: StatsError.self) { try Poisson(mean: .nan).lowerTail(2) }
    #expect(throws: StatsError.self) { try NegativeBinomial(size: 1, probability: 0).mass(0) }
    #expect(throws: StatsError.self) {
      try Hypergeometric(successes: 2, failures: 2, draws: 5).lowerTail(1)
    }
  }
}
