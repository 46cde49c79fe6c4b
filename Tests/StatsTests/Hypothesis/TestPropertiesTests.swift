import AssayTestSupport
import Stats
import Testing

@Suite struct TestPropertiesTests {
  /// Pairs of ten and ten, distinct or with ties, so that paired tests can have them too.
  static let samples: [(control: [Double], treatment: [Double])] = [
    ([30, 29, 31, 27, 33, 26, 34, 25, 36.5, 24], [29.5, 31.5, 37, 35, 28, 40, 32, 38, 27.5, 39]),
    ([1, 2, 2, 3, 3, 3, 4, 4, 5, 6], [2, 1, 3, 3, 5, 4, 6, 7, 7, 4]),
    ([0, 0, 0, 1, 0, 2, 0, 0, 9, 40], [0, 1, 0, 3, 0, 0, 7, 0, 20, 1]),
  ]

  private func agreeing(_ a: TestResult, _ b: TestResult) -> Bool {
    // The order of sums, and a shift that costs seven bits.
    agree(a.pValue, b.pValue, relative: 1e-11)
  }

  @Test(arguments: SampleLaws.all)
  func swappingTheArms(_ test: SampleLaws) throws {
    for (x, y) in Self.samples {
      let (there, back) = (try test.raw(.twoSided, x, y), try test.raw(.twoSided, y, x))
      #expect(agreeing(there, back))
      switch test.swap {
      case .negates:
        #expect(agree(there.statistic, -back.statistic, relative: 1e-11, floor: 1e-13))
        let nulls = (there.nullValue, back.nullValue)
        #expect(
          agree(
            there.estimate - nulls.0, nulls.1 - back.estimate, relative: 1e-12, floor: 1e-12))
      case .inverts: #expect(agree(there.statistic, 1 / back.statistic, relative: 1e-12))
      case .keeps: break
      }
      guard test.sides != .none, !Self.pairings.contains(test.description) else { continue }
      #expect(agreeing(try test.raw(.greater, x, y), try test.raw(.less, y, x)))
      #expect(agreeing(try test.raw(.less, x, y), try test.raw(.greater, y, x)))
    }
  }

  /// Tests of association, to which both columns are alike.
  static let pairings: Set<String> = ["Pearson", "Spearman", "Kendall"]

  @Test(arguments: SampleLaws.all)
  func changingBothArmsAlike(_ test: SampleLaws) throws {
    for (x, y) in Self.samples {
      for alternative in Alternative.allCases {
        let before = try test.raw(alternative, x, y)
        for change in test.invariances {
          let after: TestResult
          switch change {
          case .shift: after = try test.raw(alternative, x.map { $0 + 128 }, y.map { $0 + 128 })
          case .scale: after = try test.raw(alternative, x.map { $0 * 4 }, y.map { $0 * 4 })
          case .order:
            after = try test.raw(alternative, x.reversed(), y.reversed())
          case .monotone:
            after = try test.raw(alternative, x.map { $0 * $0 * $0 }, y.map { $0 * $0 * $0 })
          case .reflection:
            let other: Alternative =
              alternative == .twoSided ? .twoSided : alternative == .less ? .greater : .less
            after = try test.raw(other, x.map { -$0 }, y.map { -$0 })
          }
          #expect(agreeing(before, after), "\(change) \(alternative)")
        }
      }
    }
  }

  @Test(arguments: SampleLaws.all)
  func sidesAddUp(_ test: SampleLaws) throws {
    for (x, y) in Self.samples {
      let two = try test.raw(.twoSided, x, y).pValue
      let (less, greater) = (
        try test.raw(.less, x, y).pValue, try test.raw(.greater, x, y).pValue
      )
      switch test.sides {
      case .doubled: #expect(agree(two, min(1, 2 * min(less, greater)), relative: 1e-12))
      case .unrelated: #expect(two >= min(less, greater) - 1e-12)
      case .none: #expect(two == less && two == greater)
      }
      // Together they hold every outcome, those as likely as the observed one twice.
      if test.sides == .doubled { #expect(less + greater >= 1 - 1e-9) }
    }
  }

  @Test(arguments: SampleLaws.all)
  func summariesSuffice(_ test: SampleLaws) throws {
    for (x, y) in Self.samples {
      for alternative in Alternative.allCases {
        #expect(try test.raw(alternative, x, y) == test.summary(alternative, x, y))
      }
    }
  }

  @Test(arguments: SampleLaws.all)
  func theNullIsOutsideTheIntervalWhereTheTestRejects(_ test: SampleLaws) throws {
    for (x, y) in Self.samples {
      for alternative in Alternative.allCases {
        let result = try test.raw(alternative, x, y)
        guard result.standardError != nil, test.sides == .doubled else { continue }
        for significance in [0.001, 0.01, 0.05, 0.1, 0.2, 0.5, 0.8, 0.95] {
          let interval = try result.confidenceInterval(level: 1 - significance)
          #expect(interval.contains(result.nullValue) == (result.pValue > significance))
        }
      }
    }
  }

  @Test(arguments: SampleLaws.all)
  func whatCannotBeTestedIsAnError(_ test: SampleLaws) {
    let (good, constant) = ([1.0, 4, 2, 8], [3.0, 3, 3, 3])
    let unusable: [([Double], [Double])] = [
      ([], []), ([], good), (good, []), (constant, constant), ([1, 2, .nan, 4], good),
      (good, [1, 2, 3, .infinity]), ([-.infinity, 1, 2, 5], good),
    ]
    for (x, y) in unusable {
      // Equal samples are no obstacle to comparing distribution functions: the distance is zero.
      if test.description.hasPrefix("Kolmogorov"), x == constant { continue }
      for alternative in Alternative.allCases {
        #expect(throws: StatsError.self, "\(x) \(y)") { try test.raw(alternative, x, y) }
        #expect(throws: StatsError.self, "\(x) \(y)") { try test.summary(alternative, x, y) }
      }
    }
  }

  @Test(arguments: [Double.nan, .infinity])
  func nullsThatAreNotFiniteAreErrors(_ null: Double) throws {
    let (x, y) = ([1.0, 4, 2, 8], [3.0, 5, 7, 9])
    #expect(throws: StatsError.self) {
      try WelchTTest(nullDifference: null).evaluate(control: x, treatment: y)
    }
    #expect(throws: StatsError.self) {
      try PooledTTest(nullDifference: null).evaluate(control: x, treatment: y)
    }
    #expect(throws: StatsError.self) { try OneSampleTTest(nullMean: null).evaluate(x) }
    #expect(throws: StatsError.self) {
      try MannWhitneyTest(nullShift: null).evaluate(control: x, treatment: y)
    }
    #expect(throws: StatsError.self) {
      try WilcoxonSignedRankTest(nullLocation: null).evaluate(control: x, treatment: y)
    }
  }
}
