import AssayTestSupport
import Stats
import Summaries
import Testing

@Suite struct PosteriorTests {
  struct Reference: Decodable {
    struct Summary: Decodable {
      var alpha, beta, probability, median, mean: Double
      var equalTailed, highestDensity: [Double]
    }
    struct Moved: Decodable {
      var parameters: [Double]
      var x, density, upper: Double
    }
    var summaries: [Summary]
    var moved: [Moved]
  }
  let reference: Reference
  init() throws { reference = try ReferenceFile.load("bayesian", as: Reference.self) }

  @Test func movedStudentsTAgreesAtThirtyDigits() throws {
    for row in reference.moved {
      let t = LocationScaleT(
        location: row.parameters[0], scale: row.parameters[1], degreesOfFreedom: row.parameters[2])
      // Standardizing rounds x − location, which a tail magnifies.
      #expect(agree(try t.density(row.x), row.density, relative: 1e-12))
      #expect(agree(try t.upperTail(row.x), row.upper, relative: 1e-12))
      #expect(agree(try t.quantile(upperTail: row.upper), row.x, relative: 1e-12))
      let shortest = try t.highestDensityInterval(probability: 0.9)
      let central = try t.equalTailedInterval(probability: 0.9)
      #expect(agree(shortest.lower, central.lower, relative: 1e-9))
      #expect(agree(shortest.upper, central.upper, relative: 1e-9))
    }
    let narrow = LocationScaleT(location: 0, scale: 0, degreesOfFreedom: 3)
    #expect(throws: StatsError.self) { try narrow.upperTail(1) }
    #expect(throws: StatsError.self) { try narrow.equalTailedInterval() }
  }

  @Test func betaIntervalsAgreeAtThirtyDigits() throws {
    for row in reference.summaries {
      let found = BetaDistribution(alpha: row.alpha, beta: row.beta)
      let equal = try found.equalTailedInterval(probability: row.probability)
      #expect(agree(equal.lower, row.equalTailed[0], relative: 1e-12))
      #expect(agree(equal.upper, row.equalTailed[1], relative: 1e-12))
      let highest = try found.highestDensityInterval(probability: row.probability)
      // A root, to the accuracy of roots.
      #expect(agree(highest.lower, row.highestDensity[0], relative: 1e-9), "\(row) \(highest)")
      #expect(agree(highest.upper, row.highestDensity[1], relative: 1e-9), "\(row) \(highest)")
      #expect(highest.upper - highest.lower <= equal.upper - equal.lower)
    }
  }

  @Test func countsUpdateThePrior() throws {
    let count = try BinomialCount(successes: 56, trials: 70)
    let jeffreys = try BetaBinomialPosterior(count)
    #expect(jeffreys.distribution == BetaDistribution(alpha: 56.5, beta: 14.5))
    #expect(jeffreys.mean == 56.5 / 71)
    // The variance of a beta: αβ/((α + β)²(α + β + 1)).
    let variance = 56.5 * 14.5 / (71.0 * 71 * 72)
    #expect(agree(jeffreys.standardDeviation, variance.squareRoot(), relative: 1e-14))
    let uniform = try BetaBinomialPosterior(count, prior: BetaDistribution(alpha: 1, beta: 1))
    #expect(uniform.distribution == BetaDistribution(alpha: 57, beta: 15))
    #expect(throws: StatsError.self) {
      try BetaBinomialPosterior(count, prior: BetaDistribution(alpha: 0, beta: 1))
    }
  }

  /// Berger, Bernardo & Sun: Jeffreys' interval covers about as often as it says.
  @Test func jeffreysIntervalsCoverOnAverage() throws {
    let (runs, n) = (2_000, 40)
    let intervals = try (0...n).map {
      try BetaBinomialPosterior(BinomialCount(successes: $0, trials: n)).distribution
        .equalTailedInterval()
    }
    var random = SplitMix64(seed: 8)
    var missed = 0
    for _ in 0..<runs {
      let p = random.uniform()
      missed += intervals[random.binomial(n, p)].contains(p) ? 0 : 1
    }
    #expect(Double(missed) / Double(runs) < binomialBound(0.05, runs: runs))
    #expect(Double(missed) / Double(runs) > 0.03)
  }

  @Test func estimatesUpdateANormalPrior() throws {
    let estimate = Estimate(3, standardError: 0.5)
    #expect(try NormalPosterior(estimate).distribution == Normal(mean: 3, sd: 0.5))
    // Precisions 4 and 1: mean (4·3 + 1·1)/5, variance 1/5.
    let posterior = try NormalPosterior(
      estimate, prior: .normal(mean: 1, standardDeviation: 1)
    ).distribution
    #expect(agree(posterior.mean, 2.6, relative: 1e-15))
    #expect(agree(posterior.sd, 0.2.squareRoot(), relative: 1e-15))
    let interval = try posterior.highestDensityInterval(probability: 0.9)
    let equal = try posterior.equalTailedInterval(probability: 0.9)
    #expect(agree(interval.lower, equal.lower, relative: 1e-9))
    #expect(agree(interval.upper, equal.upper, relative: 1e-9))
    #expect(throws: StatsError.self) { try NormalPosterior(Estimate(3, standardError: 0)) }
    #expect(throws: StatsError.self) {
      try NormalPosterior(estimate, prior: .normal(mean: 0, standardDeviation: -1))
    }
  }

  /// With the reference prior the credible interval is R's: t.test(extra ~ 1) of the sleep data.
  @Test func theReferencePriorGivesStudentsInterval() throws {
    let sleep = Moments([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    let mean = try NormalInverseGamma.reference.updated(with: sleep).mean
    let interval = try mean.equalTailedInterval()
    // t.test(sleep$extra[sleep$group == 1])$conf.int in R 4.2
    #expect(agree(interval.lower, -0.52978041352623217, relative: 1e-12))
    #expect(agree(interval.upper, 2.0297804135262321, relative: 1e-12))
  }

  @Test func updatingInTwoStepsIsUpdatingOnce() throws {
    let prior = NormalInverseGamma(location: 2, strength: 3, shape: 2.5, rate: 4)
    let (a, b) = (Moments([1.0, 4, 2.5]), Moments([7.0, 3, 3.5, 9]))
    var both = a
    both.merge(b)
    let (once, twice) = (prior.updated(with: both), prior.updated(with: a).updated(with: b))
    #expect(agree(once.location, twice.location, relative: 1e-14))
    #expect(agree(once.rate, twice.rate, relative: 1e-14))
    #expect(once.shape == twice.shape && once.strength == twice.strength)
    // (3·2 + 30)/10, and 2.5 + 7/2
    #expect(agree(once.location, 3.6, relative: 1e-15))
    #expect(once.shape == 6)
    #expect(prior.updated(with: Moments()) == prior)
    #expect(try once.precision == GammaDistribution(shape: 6, scale: 1 / once.rate))
  }

  @Test func improperPosteriorsAreErrors() throws {
    let reference = NormalInverseGamma.reference
    #expect(throws: StatsError.self) { try reference.mean }
    #expect(throws: StatsError.self) { try reference.updated(with: Moments([1.0])).mean }
    #expect(throws: StatsError.self) { try reference.updated(with: Moments([1.0, 1])).mean }
    #expect(throws: StatsError.self) { try reference.updated(with: Moments([1.0, 1])).precision }
    let bathtub = BetaDistribution(alpha: 0.5, beta: 0.5)
    #expect(throws: StatsError.self) { try bathtub.highestDensityInterval() }
    #expect(throws: StatsError.self) { try bathtub.equalTailedInterval(probability: 0) }
  }
}
