import AssayTestSupport
import Judge
import Summaries
import Testing

struct ClassicalTestTests {
  private let control = [3.1, 4.7, 2.2, 6.0, 5.5, 3.9, 4.4]
  private let treatment = [5.2, 6.8, 4.1, 7.7, 5.9, 8.3]

  private func named(_ values: [Double]...) -> TestData {
    .samples(zip(["a", "b", "c"], values).map { TestData.Named($0, $1) })
  }

  private func summarized(_ values: [Double]...) -> TestData {
    .summaries(zip(["a", "b", "c"], values).map { TestData.Named($0, Moments($1)) })
  }

  @Test("Every test of the menu has a name and a question of its own")
  func menu() {
    let names = ClassicalTest.all.map(\.name)
    #expect(Set(names).count == names.count)
    for test in ClassicalTest.all {
      #expect(!test.use.isEmpty)
      #expect(ClassicalTest.named(test.name)?.name == test.name)
    }
    #expect(
      Set(ClassicalTest.all.map(\.question.rawValue)).count
        == ClassicalTest.Question.allCases.count)
  }

  @Test("Summaries give what the values give")
  func summaries() throws {
    for name in ["welch-t", "pooled-t", "variance-ratio", "anova", "welch-anova", "bartlett"] {
      let test = try #require(ClassicalTest.named(name))
      let raw = try test.evaluate(named(control, treatment))
      let summary = try test.evaluate(summarized(control, treatment))
      #expect(raw.pValue == summary.pValue, "\(name)")
      #expect(raw.groups == summary.groups, "\(name)")
    }
  }

  @Test("An interval of one side excludes the null exactly where its test falls")
  func duality() throws {
    for name in ["welch-t", "pooled-t", "brunner-munzel"] {
      let test = try #require(ClassicalTest.named(name))
      for sides in TestSides.allCases {
        for level in [0.8, 0.9, 0.95, 0.99, 0.999] {
          let found = try test.evaluate(
            named(control, treatment), TestSettings(sides: sides, level: level))
          let interval = try #require(found.interval)
          let excludes = found.nullValue < interval.lower || found.nullValue > interval.upper
          #expect(excludes == (try #require(found.pValue) < 1 - level), "\(name) \(sides) \(level)")
        }
      }
    }
  }

  @Test("Other data than a test takes are refused")
  func wrongData() throws {
    let table = TestData.table(
      groups: ["a", "b"], categories: ["x", "y", "z"], counts: [[1, 2, 3], [4, 5, 6]])
    for test in ClassicalTest.all where test.shape != .table {
      let settings = TestSettings(
        margin: test.question == .margins ? 1 : nil)
      #expect(throws: TestProblem.self, "\(test.name)") { try test.evaluate(table, settings) }
    }
    let welch = try #require(ClassicalTest.named("welch-t"))
    #expect(throws: TestProblem.groups(["a", "b", "c"], needed: 2)) {
      try welch.evaluate(named(control, treatment, control))
    }
    #expect(throws: TestProblem.badLevel(1)) {
      try welch.evaluate(named(control, treatment), TestSettings(level: 1))
    }
  }

  @Test("A reader is warned of what a test rests on")
  func warnings() throws {
    let few = try #require(ClassicalTest.named("welch-t")).evaluate(named(control, treatment))
    #expect(few.warnings == [.fewObservations(group: "b", count: 6)])
    let ties = try #require(ClassicalTest.named("mann-whitney"))
      .evaluate(named(control, control))
    #expect(ties.warnings == [.ties])
    let counts = TestData.counts([
      TestData.Named("a", TestData.Count(3, of: 40)),
      TestData.Named("b", TestData.Count(1, of: 50)),
    ])
    // 4 of 90 succeed: 40 and 50 expect 1.8 and 2.2.
    let small = try #require(ClassicalTest.named("two-proportion-z")).evaluate(counts)
    guard case .smallExpectations(2, let least) = try #require(small.warnings.first) else {
      Issue.record("\(small.warnings)")
      return
    }
    #expect(agree(least, 40 * 4 / 90.0, relative: 1e-15))
  }
}
