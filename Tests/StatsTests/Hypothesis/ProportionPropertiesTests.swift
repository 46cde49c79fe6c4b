import AssayTestSupport
import Stats
import Testing

/// A test of two proportions with the laws that it must obey.
struct ProportionLaws: Sendable, CustomStringConvertible {
  typealias Run = @Sendable (Alternative, BinomialCount, BinomialCount) throws -> TestResult

  let description: String
  let swap: SampleLaws.Swap
  let sides: SampleLaws.Sides
  let run: Run

  init(
    _ name: String, _ swap: SampleLaws.Swap, _ sides: SampleLaws.Sides, _ run: @escaping Run
  ) {
    (description, self.swap, self.sides, self.run) = (name, swap, sides, run)
  }

  private static func table(_ control: BinomialCount, _ treatment: BinomialCount) -> [[Int]] {
    [[control.successes, control.failures], [treatment.successes, treatment.failures]]
  }

  /// One line a test.
  static let all: [ProportionLaws] = [
    .init("z", .negates, .doubled) {
      try TwoProportionZTest(alternative: $0).evaluate(control: $1, treatment: $2)
    },
    .init("z, unpooled", .negates, .doubled) {
      try TwoProportionZTest(alternative: $0, variance: .unpooled)
        .evaluate(control: $1, treatment: $2)
    },
    .init("Fisher", .keeps, .unrelated) {
      try FisherExactTest(alternative: $0).evaluate(control: $1, treatment: $2)
    },
    .init("chi-square", .keeps, .none) {
      try ChiSquareIndependence().evaluate(table($1, $2))
    },
    .init("chi-square, Yates", .keeps, .none) {
      try ChiSquareIndependence(continuity: .yates).evaluate(table($1, $2))
    },
    .init("G", .keeps, .none) { try GTest().evaluate(table($1, $2)) },
    .init("Cochran–Mantel–Haenszel", .keeps, .none) {
      try StratifiedTables([
        .init(control: $1, treatment: $2),
        .init(control: BinomialCount([true, false]), treatment: BinomialCount([false, true])),
      ]).associationTest()
    },
    .init("McNemar", .keeps, .doubled) {
      try McNemarTest(alternative: $0)
        .evaluate(controlOnly: $1.successes, treatmentOnly: $2.successes)
    },
    .init("McNemar, mid-p", .keeps, .doubled) {
      try McNemarTest(alternative: $0, method: .midP)
        .evaluate(controlOnly: $1.successes, treatmentOnly: $2.successes)
    },
  ]
}

@Suite struct ProportionPropertiesTests {
  static let counts: [[Int]] = [
    [3, 10, 8, 10], [1, 400, 9, 500], [50, 100, 51, 90], [20_034, 44_700, 20_119, 45_489],
    [7, 7, 2, 9],
  ]

  private func arms(_ v: [Int]) throws -> (BinomialCount, BinomialCount) {
    (
      try BinomialCount(successes: v[0], trials: v[1]),
      try BinomialCount(successes: v[2], trials: v[3])
    )
  }

  private func failures(_ count: BinomialCount) throws -> BinomialCount {
    try BinomialCount(successes: count.failures, trials: count.trials)
  }

  @Test(arguments: ProportionLaws.all)
  func swappingArmsOrOutcomes(_ test: ProportionLaws) throws {
    for v in Self.counts {
      let (x, y) = try arms(v)
      let (there, back) = (try test.run(.twoSided, x, y), try test.run(.twoSided, y, x))
      // The order of sums.
      #expect(agree(there.pValue, back.pValue, relative: 1e-11), "\(v)")
      if test.swap == .negates {
        #expect(agree(there.statistic, -back.statistic, relative: 1e-12), "\(v)")
      }
      guard test.sides != .none else { continue }
      let greater = try test.run(.greater, x, y).pValue
      #expect(agree(greater, try test.run(.less, y, x).pValue, relative: 1e-11), "\(v)")
      // To count failures for successes reverses what is greater; McNemar's counts have none.
      guard !test.description.hasPrefix("McNemar") else { continue }
      let reversed = try test.run(.less, try failures(x), try failures(y)).pValue
      #expect(agree(greater, reversed, relative: 1e-11), "\(v)")
    }
  }

  @Test(arguments: ProportionLaws.all)
  func sidesAddUp(_ test: ProportionLaws) throws {
    for v in Self.counts {
      let (x, y) = try arms(v)
      let two = try test.run(.twoSided, x, y).pValue
      let (less, greater) = (try test.run(.less, x, y).pValue, try test.run(.greater, x, y).pValue)
      switch test.sides {
      case .doubled: #expect(agree(two, min(1, 2 * min(less, greater)), relative: 1e-12), "\(v)")
      case .unrelated: #expect(two >= min(less, greater) * (1 - 1e-12), "\(v)")
      case .none: #expect(two == less && two == greater, "\(v)")
      }
    }
  }

  @Test func outcomesAreCounted() throws {
    let outcomes = [true, false, false, true, true, false, false]
    #expect(try BinomialCount(outcomes) == BinomialCount(successes: 3, trials: 7))
    let (control, treatment) = ([true, true, false, false, true], [true, false, true, true, true])
    #expect(
      try McNemarTest().evaluate(control: control, treatment: treatment)
        == McNemarTest().evaluate(controlOnly: 1, treatmentOnly: 2))
    #expect(throws: StatsError.self) { try BinomialCount([]) }
    #expect(throws: StatsError.self) { try BinomialCount(successes: -1, trials: 2) }
    #expect(throws: StatsError.self) { try BinomialCount(successes: 3, trials: 2) }
    #expect(throws: StatsError.self) {
      try McNemarTest().evaluate(control: [true], treatment: [true, false])
    }
    #expect(throws: StatsError.self) {
      try McNemarTest().evaluate(controlOnly: -1, treatmentOnly: 2)
    }
  }

  /// The bounds of an interval are the nulls at which its test is at the level.
  @Test(arguments: [0.5, 0.2, 0.05, 0.01, 0.001])
  func boundsAreWhereTheTestIsAtItsLevel(significance: Double) throws {
    let level = 1 - significance
    // The bounds are roots, found to 1e-13 or so.
    func atLevel(_ p: Double) -> Bool { agree(p, significance, relative: 1e-8) }
    for v in Self.counts {
      let (x, y) = try arms(v)
      let interval = try MiettinenNurminenInterval(level: level).interval(control: x, treatment: y)
      let total = Double(x.trials + y.trials)
      for bound in [interval.lower, interval.upper] where abs(bound) < 1 {
        let z = try TwoProportionZTest(nullDifference: bound)
          .evaluate(control: x, treatment: y).statistic
        #expect(
          atLevel(
            try ReferenceDistribution.normal.pValue(
              of: z * ((total - 1) / total).squareRoot(), .twoSided)), "\(v)")
      }
      let exact = try ClopperPearsonInterval(level: level).interval(y)
      for (alternative, bound) in [(Alternative.greater, exact.lower), (.less, exact.upper)]
      where bound > 0 && bound < 1 {
        let test = BinomialTest(alternative: alternative, nullProportion: bound)
        #expect(atLevel(2 * (try test.evaluate(y).pValue)), "\(v)")
      }
      let odds = try FisherExactTest()
        .confidenceInterval(control: x, treatment: y, level: level)
      for (alternative, bound) in [(Alternative.greater, odds.lower), (.less, odds.upper)]
      where bound > 0 && bound.isFinite {
        let test = FisherExactTest(alternative: alternative, nullOddsRatio: bound)
        #expect(atLevel(2 * (try test.evaluate(control: x, treatment: y).pValue)), "\(v)")
      }
      let wilson = try WilsonInterval(level: level).interval(y)
      for bound in [wilson.lower, wilson.upper] {
        let deviation = (bound * (1 - bound) / Double(y.trials)).squareRoot()
        let z = (y.proportion - bound) / deviation
        #expect(atLevel(try ReferenceDistribution.normal.pValue(of: z, .twoSided)), "\(v)")
      }
      let unpooled = try TwoProportionZTest(variance: .unpooled).evaluate(control: x, treatment: y)
      let wald = try unpooled.confidenceInterval(level: level)
      #expect(wald.contains(0) == (unpooled.pValue > significance), "\(v)")
    }
  }
}
