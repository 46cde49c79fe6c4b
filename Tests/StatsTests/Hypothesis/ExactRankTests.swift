import AssayTestSupport
import Stats
import Testing

/// Conditional distributions of rank statistics with ties, against R's enumeration of all orders.
@Suite struct ExactRankTests {
  struct Arms: Decodable {
    var control, treatment: [Double]
    var u, less, greater, twoSided: Double
  }
  struct Signed: Decodable {
    var differences: [Double]
    var v, less, greater, twoSided: Double
  }
  struct Distances: Decodable {
    var control, treatment: [Double]
    var greater, less, greaterExact, lessExact, greaterLimit, lessLimit: Double
  }
  struct Reference: Decodable {
    var ranks: [Arms]
    var signed: [Signed]
    var distances: [Distances]
  }
  let reference: Reference
  init() throws { reference = try ReferenceFile.load("tests_rank", as: Reference.self) }

  @Test func mannWhitneyWithTiesAgreesWithEnumeration() throws {
    for row in reference.ranks {
      for (alternative, expected) in [
        (Alternative.less, row.less), (.greater, row.greater), (.twoSided, row.twoSided),
      ] {
        let found = try MannWhitneyTest(alternative: alternative, method: .exact)
          .evaluate(control: row.control, treatment: row.treatment)
        #expect(found.statistic == row.u)
        // Whole numbers over whole numbers.
        #expect(agree(found.pValue, expected, relative: 1e-13), "\(row) \(alternative)")
        #expect(found.method == "Mann–Whitney test, exact")
      }
    }
  }

  @Test func signedRanksWithTiesAgreeWithEnumeration() throws {
    for row in reference.signed {
      for (alternative, expected) in [
        (Alternative.less, row.less), (.greater, row.greater), (.twoSided, row.twoSided),
      ] {
        let found = try WilcoxonSignedRankTest(alternative: alternative)
          .evaluate(differences: WeightedValues(row.differences))
        #expect(found.statistic == row.v)
        // Whole numbers over powers of two.
        #expect(agree(found.pValue, expected, relative: 1e-13), "\(row) \(alternative)")
      }
    }
  }

  @Test func oneSidedDistancesAgreeWithR() throws {
    for row in reference.distances {
      for (alternative, distance, exact, limit) in [
        (Alternative.greater, row.greater, row.greaterExact, row.greaterLimit),
        (.less, row.less, row.lessExact, row.lessLimit),
      ] {
        func run(_ method: PValueMethod) throws -> TestResult {
          try KolmogorovSmirnovTest(alternative: alternative, method: method)
            .evaluate(control: row.control, treatment: row.treatment)
        }
        #expect(agree(try run(.exact).estimate, distance, relative: 1e-13, floor: 1e-15))
        // R subtracts the exact one from one.
        #expect(agree(try run(.exact).pValue, exact, relative: 1e-10, floor: 1e-13), "\(row)")
        #expect(agree(try run(.asymptotic).pValue, limit, relative: 1e-12), "\(row)")
      }
    }
  }

  @Test func exactAndAsymptoticMeetWhereBothAreGood() throws {
    let control = (0..<30).map { Double($0 % 10) }
    let treatment = (0..<25).map { Double($0 % 12) + 1 }
    func p(_ method: PValueMethod) throws -> Double {
      try MannWhitneyTest(method: method).evaluate(control: control, treatment: treatment).pValue
    }
    // Of order 1/N.
    #expect(agree(try p(.exact), try p(.asymptotic), relative: 0.02))
    #expect(try p(.automatic) == p(.asymptotic))
  }

  @Test func exactGoesFurtherWhenAsked() throws {
    func sequence(_ n: Int, _ step: Double, _ shift: Double) -> [Double] {
      (1...n).map { (Double($0) * step).truncatingRemainder(dividingBy: 1) + shift }
    }
    let (x, y) = (sequence(60, 0.6180339887498949, 0), sequence(60, 0.4142135623730951, 0.07))
    let found = try MannWhitneyTest(method: .exact).evaluate(control: x, treatment: y)
    // R's `wilcox.test(y, x, exact = TRUE)` on the same 60 values.
    #expect(agree(found.pValue, 0.19831877465886646, relative: 1e-11))
    let many = sequence(201, 0.7320508075688772, 0)
    #expect(throws: StatsError.self) {
      try MannWhitneyTest(method: .exact).evaluate(control: many, treatment: y)
    }
  }

  @Test func exactIsRefusedWhereItTakesMinutes() throws {
    let many = try WeightedValues((0..<100).map { (value: Double($0), count: 10_000) })
    #expect(throws: StatsError.self) {
      try MannWhitneyTest(method: .exact).evaluate(control: many, treatment: many)
    }
    #expect(throws: StatsError.self) {
      try WilcoxonSignedRankTest(method: .exact).evaluate(differences: many)
    }
    #expect(throws: StatsError.self) {
      try KolmogorovSmirnovTest(method: .exact).evaluate(control: many, treatment: many)
    }
    #expect(throws: StatsError.self) {
      try CramerVonMisesTest(method: .exact).evaluate(control: many, treatment: many)
    }
    // Two equal samples are as alike as can be.
    #expect(try MannWhitneyTest().evaluate(control: many, treatment: many).pValue == 1)
    #expect(try KolmogorovSmirnovTest().evaluate(control: many, treatment: many).pValue == 1)
    #expect(try CramerVonMisesTest().evaluate(control: many, treatment: many).pValue > 0.999)
  }
}
