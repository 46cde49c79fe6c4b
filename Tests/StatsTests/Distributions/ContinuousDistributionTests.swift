import Foundation
import Stats
import Testing

@Suite("Continuous distributions")
struct ContinuousDistributionTests {
  static let families: [any ContinuousDistribution] = [
    Normal(), Normal(mean: 3, sd: 2), StudentT(degreesOfFreedom: 1),
    StudentT(degreesOfFreedom: 5), StudentT(degreesOfFreedom: 1e8),
    ChiSquared(degreesOfFreedom: 3), ChiSquared(degreesOfFreedom: 1e6),
    FDistribution(numerator: 2, denominator: 9), FDistribution(numerator: 1e6, denominator: 1e6),
    GammaDistribution(shape: 0.05, scale: 1), GammaDistribution(shape: 1e8, scale: 0.1),
    BetaDistribution(alpha: 2, beta: 3), BetaDistribution(alpha: 1e6, beta: 1e6),
    BetaDistribution(alpha: 0.1, beta: 5.5), Kolmogorov(),
    NoncentralChiSquared(degreesOfFreedom: 4, noncentrality: 3),
  ]

  /// R 4 to seventeen digits; in the body, at these small parameters, R is exact to a few ulps.
  @Test("tails and quantiles equal R's in the body")
  func bodyValues() throws {
    let t = StudentT(degreesOfFreedom: 5)
    let chiSquared = ChiSquared(degreesOfFreedom: 3)
    let f = FDistribution(numerator: 2, denominator: 9)
    let gamma = GammaDistribution(shape: 2, scale: 1)
    let beta = BetaDistribution(alpha: 2, beta: 3)
    let noncentral = NoncentralChiSquared(degreesOfFreedom: 4, noncentrality: 3)
    let values: [(Double, Double)] = [
      (try Normal().upperTail(1.96), 0.024997895148220428),  // pnorm
      (try Normal().quantile(lowerTail: 0.975), 1.9599639845400536),  // qnorm
      (try t.upperTail(2.5), 0.027245049671188102),  // pt
      (try t.quantile(lowerTail: 0.975), 2.5705818356363137),  // qt
      (try t.density(2.5), 0.033326238887022824),  // dt
      (try chiSquared.upperTail(7.8), 0.050331097859853374),  // pchisq
      (try chiSquared.quantile(lowerTail: 0.95), 7.8147279032511792),  // qchisq
      (try chiSquared.density(7.8), 0.022553237209896011),  // dchisq
      (try f.upperTail(4.2), 0.051477764080395692),  // pf
      (try f.quantile(lowerTail: 0.95), 4.256494729093748),  // qf
      (try f.density(4.2), 0.026626429696756413),  // df
      (try gamma.lowerTail(1.5), 0.44217459962892536),  // pgamma
      (try gamma.quantile(lowerTail: 0.3), 1.0973492107034917),  // qgamma
      (try gamma.density(1.5), 0.3346952402226448),  // dgamma
      (try beta.lowerTail(0.4), 0.5248),  // pbeta
      (try beta.quantile(lowerTail: 0.9), 0.6795394162781816),  // qbeta
      (try beta.density(0.4), 1.728),  // dbeta
      (try noncentral.upperTail(9), 0.273373386058752),  // pchisq with ncp
    ]
    for (found, expected) in values { #expect(abs(found / expected - 1) < 4e-15) }
  }

  @Test("a quantile undoes its tail", arguments: families.indices)
  func roundTrip(index: Int) throws {
    let family = Self.families[index]
    for p in [1e-300, 1e-100, 1e-17, 1e-5, 0.3, 0.499999] {
      let low = try family.quantile(lowerTail: p)
      let high = try family.quantile(upperTail: p)
      // Within 1e-13 of the quantile, or the last subnormal, the tail must pass through p.
      let lowWidth = max(1e-13 * abs(low), .leastNonzeroMagnitude)
      try #expect(family.logLowerTail(low - lowWidth) <= log(p))
      try #expect(family.logLowerTail(low + lowWidth) >= log(p))
      let highWidth = max(1e-13 * abs(high), .leastNonzeroMagnitude)
      try #expect(family.logUpperTail(high - highWidth) >= log(p))
      try #expect(family.logUpperTail(high + highWidth) <= log(p))
    }
  }

  @Test("ends of the support and of probability", arguments: families.indices)
  func ends(index: Int) throws {
    let family = Self.families[index]
    try #expect(family.quantile(lowerTail: 0) == family.support.lowerBound)
    try #expect(family.quantile(lowerTail: 1) == family.support.upperBound)
    try #expect(family.quantile(upperTail: 0) == family.support.upperBound)
    try #expect(family.lowerTail(-.infinity) == 0)
    try #expect(family.upperTail(.infinity) == 0)
    #expect(throws: StatsError.self) { try family.quantile(lowerTail: 1.5) }
    #expect(throws: StatsError.self) { try family.quantile(upperTail: .nan) }
    #expect(throws: StatsError.self) { try family.lowerTail(.nan) }
  }

  @Test("nothing is NaN at the ends of double", arguments: families.indices)
  func noNaN(index: Int) throws {
    let family = Self.families[index]
    // The noncentral mixture gives up beyond a million components, with an error.
    guard !(family is NoncentralChiSquared) else { return }
    let magnitudes = [
      0, .leastNonzeroMagnitude, 1e-300, 1e-160, 1e-20, 1, 1e20, 1e160, 1.7e308, .infinity,
    ]
    for x in magnitudes + magnitudes.map({ -$0 }) {
      let tails = try family.tails(at: x)
      #expect(tails.lower >= 0 && tails.lower <= 1, "\(x)")
      #expect(tails.upper >= 0 && tails.upper <= 1, "\(x)")
      #expect(abs(tails.lower + tails.upper - 1) < 1e-15, "\(x)")
      #expect(tails.logLower <= 0 && tails.logUpper <= 0, "\(x)")
      try #expect(family.density(x) >= 0, "\(x)")
      try #expect(!family.logDensity(x).isNaN, "\(x)")
    }
  }

  @Test("a parameter outside its domain is a throw that names it")
  func invalidParameters() {
    let invalid: [(any ContinuousDistribution, String)] = [
      (Normal(sd: 0), "sd"), (StudentT(degreesOfFreedom: -1), "degreesOfFreedom"),
      (ChiSquared(degreesOfFreedom: .nan), "degreesOfFreedom"),
      (FDistribution(numerator: 0, denominator: 1), "numerator"),
      (GammaDistribution(shape: 1, scale: -1), "scale"),
      (BetaDistribution(alpha: 1, beta: .infinity), "beta"),
    ]
    for (family, name) in invalid {
      #expect {
        try family.upperTail(0.5)
      } throws: { error in
        guard case .invalidParameter(name, _, _)? = error as? StatsError else { return false }
        return true
      }
    }
  }
}
