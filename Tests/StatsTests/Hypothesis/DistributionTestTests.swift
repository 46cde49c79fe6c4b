import AssayTestSupport
import Stats
import Testing

/// Cramér–von Mises, Anderson–Darling and Shapiro–Wilk tests against SciPy, mpmath and R.
@Suite struct DistributionTestTests {
  struct Cramer: Decodable {
    var name: String
    var control, treatment: [Double]
    var statistic, standardized: Double
    var exact, asymptotic: Double?
  }
  struct Anderson: Decodable {
    var groups: [[Double]]
    var statistic: Double
    var pValue: Double?
  }
  struct Limit: Decodable {
    var weights: String
    var degreesOfFreedom, x, upperTail: Double
  }
  struct Reference: Decodable {
    var cramerVonMises: [Cramer]
    var andersonDarling: [Anderson]
    var limits: [Limit]
  }
  struct Normality: Decodable {
    struct Row: Decodable {
      var sample: [Double]
      var w, pValue: Double
    }
    var shapiro: [Row]
  }
  let reference: Reference
  init() throws { reference = try ReferenceFile.load("tests_distribution", as: Reference.self) }

  @Test func limitsAgreeWithQuadrature() throws {
    for row in reference.limits {
      let (reference, statistic): (ReferenceDistribution, Double)
      if row.weights == "cramer" {
        (reference, statistic) = (.cramerVonMises, row.x * 2 / (.pi * .pi))
      } else {
        let nu = row.degreesOfFreedom
        reference = .andersonDarling(degreesOfFreedom: nu)
        statistic = (row.x - nu) / (nu * 2 * (.pi * .pi / 3 - 3)).squareRoot()
      }
      let found = try reference.pValue(of: statistic, .greater)
      // The statistic is made from x with an ulp or two, and e^(-x) multiplies them.
      #expect(agree(found, row.upperTail, relative: 1e-12), "\(row) \(found)")
      let back = try reference.criticalValue(upperTail: found)
      // Where nearly everything lies above, many statistics have this tail.
      if found < 0.9 { #expect(agree(back, statistic, relative: 1e-11, floor: 1e-12), "\(row)") }
    }
    #expect(throws: StatsError.self) {
      try ReferenceDistribution.cramerVonMises.pValue(of: .nan, .greater)
    }
    #expect(throws: StatsError.self) {
      try ReferenceDistribution.cramerVonMises.criticalValue(upperTail: 1.5)
    }
    #expect(throws: StatsError.self) {
      try ReferenceDistribution.andersonDarling(degreesOfFreedom: 0).pValue(of: 1, .greater)
    }
  }

  /// The limit for two samples is that of one, whose critical values are published to all digits.
  ///
  /// Marsaglia & Marsaglia (2004), Journal of Statistical Software 9(2). Older tables were
  /// interpolated, and are off by 0.02 at 1 %.
  @Test func criticalValuesAreAsPublished() throws {
    let limit = ReferenceDistribution.andersonDarling(degreesOfFreedom: 1)
    for (probability, published) in [
      (0.1, 1.9329578327415937), (0.05, 2.4923671600494096), (0.01, 3.8781250216053949),
    ] {
      let standardized = (published - 1) / (2 * (.pi * .pi / 3 - 3)).squareRoot()
      let found = try limit.criticalValue(upperTail: probability)
      // The root's accuracy.
      #expect(agree(found, standardized, relative: 1e-12), "\(probability) \(found)")
    }
  }

  @Test func squaredDistancesAgreeWithSciPy() throws {
    for row in reference.cramerVonMises {
      let exactly = row.exact != nil
      let found = try CramerVonMisesTest(method: exactly ? .exact : .asymptotic)
        .evaluate(control: row.control, treatment: row.treatment)
      // SciPy subtracts sums of squared ranks.
      #expect(agree(found.estimate, row.statistic, relative: 1e-10, floor: 1e-13), "\(row.name)")
      if let exact = row.exact {
        #expect(agree(found.pValue, exact, relative: 1e-12), "\(row.name)")
      }
      guard let limit = row.asymptotic else { continue }
      let asymptotic = try CramerVonMisesTest(method: .asymptotic)
        .evaluate(control: row.control, treatment: row.treatment)
      #expect(agree(asymptotic.statistic, row.standardized, relative: 1e-10), "\(row.name)")
      // The same digits, as far as the tail depends on them.
      #expect(agree(asymptotic.pValue, limit, relative: 1e-8), "\(row.name)")
    }
  }

  @Test func severalSamplesAgreeWithSciPy() throws {
    for row in reference.andersonDarling {
      let found = try AndersonDarlingTest().evaluate(row.groups.map { try WeightedValues($0) })
      // SciPy's variance adds up four polynomials that cancel.
      #expect(agree(found.statistic, row.statistic, relative: 1e-10), "\(row)")
      if let expected = row.pValue {
        #expect(agree(found.pValue, expected, relative: 1e-9), "\(row)")
      }
    }
  }

  @Test func normalityAgreesWithR() throws {
    for row in try ReferenceFile.load("tests_rank", as: Normality.self).shapiro {
      let sample =
        row.sample.count > 1
        ? row.sample
        : (1...Int(row.sample[0])).map {
          (Double($0) * 0.6180339887498949).truncatingRemainder(dividingBy: 1)
        }
      let found = try ShapiroWilkTest().evaluate(sample)
      #expect(agree(found.estimate, row.w, relative: 1e-11), "\(row)")
      // ln(1 − W) is read from W's last digits where W is near one; of three numbers the least W of ¾ has
      // p = 0, a difference of two angles of which each is rounded.
      #expect(agree(found.pValue, row.pValue, relative: 1e-9, floor: 1e-15), "\(row)")
    }
  }

  @Test func whatIsNoSampleIsAnError() throws {
    let same = try WeightedValues([2.0, 2, 2])
    let empty = try WeightedValues([Double]())
    #expect(throws: StatsError.zeroVariance) {
      try CramerVonMisesTest().evaluate(control: same, treatment: same)
    }
    #expect(throws: StatsError.zeroVariance) { try AndersonDarlingTest().evaluate([same, same]) }
    #expect(throws: StatsError.zeroVariance) { try ShapiroWilkTest().evaluate(same) }
    #expect(throws: StatsError.self) {
      try CramerVonMisesTest().evaluate(control: empty, treatment: same)
    }
    #expect(throws: StatsError.self) { try AndersonDarlingTest().evaluate([same, empty]) }
    #expect(throws: StatsError.self) { try AndersonDarlingTest().evaluate([same]) }
    #expect(throws: StatsError.self) {
      try AndersonDarlingTest().evaluate([WeightedValues([1.0]), WeightedValues([2.0, 3])])
    }
    #expect(throws: StatsError.self) { try ShapiroWilkTest().evaluate([1.0, 2]) }
    #expect(throws: StatsError.self) { try ShapiroWilkTest().evaluate([1.0, 2, .nan]) }
    let many = try WeightedValues([(value: 1, count: 3_000), (value: 2, count: 3_000)])
    #expect(throws: StatsError.self) { try ShapiroWilkTest().evaluate(many) }
  }
}
