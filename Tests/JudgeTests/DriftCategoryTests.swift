import Judge
import Summaries
import Testing

@Suite struct DriftCategoryTests {
  private let thousand = (0..<1_000).map(Double.init)

  @Test("D3 a rise of missing values is drift, and 80 % of them do not pass")
  func missing() throws {
    let reference = DriftSample.numbers(thousand + thousand, missing: 20)
    let nulls = DriftSample.numbers(thousand, missing: 4_000)
    let found = try #require(try DriftSample.column(reference, nulls))
    #expect(found.status == .drift)
    #expect(
      found.causes.contains {
        if case .missingShare = $0 { true } else { false }
      })
    #expect(found.currentMissing == 0.8)
    // 3 points more at 10,000 rows are 10 standard errors, 1 point is within the tolerance of 2.
    let sample = { (missing: Int) in
      DriftSample.categories(["a": 10_000 - missing], missing: missing)
    }
    #expect(try DriftSample.column(sample(100), sample(400))?.status == .drift)
    #expect(try DriftSample.column(sample(100), sample(200))?.status == .withinTolerance)
    #expect(try DriftSample.column(sample(400), sample(100))?.status == .drift)
    #expect(try DriftSample.column(sample(100), sample(300))?.status == .cannotTell)
  }

  @Test("D3 a category that doubles from 5 % to 10 % of a million rows is drift by its share")
  func doubled() throws {
    let sample = { (share: Double) in
      let part = Int(1e6 * share)
      return DriftSample.categories(["rare": part, "b": 500_000, "c": 500_000 - part])
    }
    let found = try #require(try DriftSample.column(sample(0.05), sample(0.10)))
    #expect((found.psi ?? 1) < 0.2)
    #expect(found.status == .drift)
    #expect(
      found.causes == [
        .categoryShare(category: "rare", reference: 0.05, current: 0.10, factor: 1.5)
      ])
    #expect(try DriftSample.column(sample(0.05), sample(0.07))?.status == .withinTolerance)
    // Below one per cent a category may do as it likes.
    #expect(try DriftSample.column(sample(0.001), sample(0.005))?.status == .withinTolerance)
  }

  @Test("D3 new and vanished categories count")
  func newAndVanished() throws {
    let before = DriftSample.categories(["a": 600, "b": 300, "old": 100])
    let after = DriftSample.categories(["a": 600, "b": 300, "new": 60, "newer": 40])
    let found = try #require(try DriftSample.column(before, after))
    #expect(found.newCategories == ["new", "newer"])
    #expect(found.vanishedCategories == ["old"])
    #expect(found.status == .drift)
    let categories = found.causes.compactMap {
      if case .categoryShare(let category, _, _, _) = $0 { category } else { nil }
    }
    #expect(Set(categories) == ["new", "newer", "old", "(new)"])
    // Many new spellings, each too rare to be seen alone.
    var spelled = ["a": 600, "b": 300]
    for index in 0..<50 { spelled["a\(index)"] = 2 }
    let typos = try #require(
      try DriftSample.column(
        DriftSample.categories(["a": 700, "b": 300]), DriftSample.categories(spelled)))
    #expect(typos.status == .drift)
  }

  @Test("D3 a constant column that takes another value is drift")
  func constants() throws {
    let five = Array(repeating: 5.0, count: 300)
    let seven = Array(repeating: 7.0, count: 300)
    for change: (inout DriftPlan) -> Void in [{ _ in }, { $0.numeric = ["x"] }] {
      let found = try DriftSample.column(
        DriftSample.numbers(five), DriftSample.numbers(seven), change)
      #expect(found?.status == .drift)
      let same = try DriftSample.column(
        DriftSample.numbers(five), DriftSample.numbers(five), change)
      #expect(same?.status == .noChangeSeen)
    }
    // Nearly constant: what was below the value is above it now.
    let below = Array(repeating: 5.0, count: 2_000) + (0..<60).map { -Double($0) }
    let above = Array(repeating: 5.0, count: 2_000) + (0..<60).map { 10 + Double($0) }
    let found = try DriftSample.column(DriftSample.numbers(below), DriftSample.numbers(above))
    #expect(found?.kind == .numeric)
    #expect(found?.status == .drift)
  }

  @Test("D3 a change of type is drift and a stray text is not")
  func types() throws {
    let numbers = DriftSample.numbers(thousand)
    let texts = DriftSample.categories(["a": 500, "b": 500])
    let forward = try #require(try DriftSample.column(numbers, texts))
    #expect(forward.status == .drift)
    #expect(forward.causes.contains(.typeChanged(reference: "number", current: "text")))
    let back = try #require(try DriftSample.column(texts, numbers))
    #expect(back.causes.contains(.typeChanged(reference: "text", current: "number")))
    let stray = DriftSample.numbers(thousand, texts: ["n/a": 1])
    #expect(try DriftSample.column(numbers, stray)?.status == .noChangeSeen)
    #expect(try DriftSample.column(stray, numbers)?.kind == .numeric)
    let mixed = DriftSample.numbers(thousand, texts: ["n/a": 150], nonFinite: 0)
    #expect(try DriftSample.column(numbers, mixed)?.status == .drift)
    let infinite = DriftSample.numbers(thousand, nonFinite: 150)
    #expect(try DriftSample.column(numbers, infinite)?.status == .drift)
  }

  @Test("D3 a column that vanishes or appears is drift, unless it never held much")
  func columns() throws {
    let x = DriftSample.numbers(thousand)
    let y = DriftSample.numbers(thousand, named: "y")
    let vanished = try DriftSample.decide([x, y], [x])
    #expect(vanished.verdict == .drift)
    #expect(vanished.columns.first?.causes.contains(.columnVanished) == true)
    let appeared = try DriftSample.decide([x], [x, y])
    #expect(appeared.columns.first?.causes.contains(.columnAppeared) == true)
    let seldom = DriftSample.categories(["a": 1], missing: 999, named: "y")
    #expect(try DriftSample.decide([x, seldom], [x]).verdict == .stable)
    let unknown = try DriftSample.decide([x], [x]) { $0.columns = ["x", "z"] }
    #expect(unknown.verdict == .cannotTell)
    #expect(unknown.columns.contains { $0.column == "z" && $0.causes == [.columnUnknown] })
  }

  @Test("D2 columns are typed by the plan, by prefix, then by their values")
  func typing() throws {
    let codes = { (name: String) in
      DriftSample.numbers((0..<1_000).map { Double($0 % 10) }, named: name)
    }
    let many = { (name: String) in DriftSample.numbers(self.thousand, named: name) }
    let log = [
      codes("codes"), codes("num_codes"), many("many"), many("cat_many"), codes("declared"),
      DriftSample.categories(["a": 500, "b": 500], named: "text"),
    ]
    let decision = try DriftSample.decide(log, log) { $0.numeric = ["declared"] }
    let kinds = Dictionary(uniqueKeysWithValues: decision.columns.map { ($0.column, $0.kind) })
    #expect(
      kinds == [
        "codes": .categorical, "num_codes": .numeric, "many": .numeric, "cat_many": .categorical,
        "declared": .numeric, "text": .categorical,
      ])
  }

  @Test("D2 numbers that are codes are compared as numbers, so that 1 and 1.0 are one category")
  func codes() throws {
    var written = DriftSample.numbers([])
    (written.rows, written.numbers) = (1_000, 1_000)
    for index in 0..<1_000 {
      written.histogram.add(Double(index % 2))
      written.categories.add("\(index % 2)")
    }
    let decimal = DriftSample.numbers((0..<1_000).map { Double($0 % 2) })
    let found = try #require(try DriftSample.column(written, decimal))
    #expect(found.bins.map(\.label) == ["0", "1"])
    #expect(found.status == .noChangeSeen)
  }

  @Test("D3 identifiers are compared by presence alone, and say so")
  func identifiers() throws {
    let ids = { (first: Int, missing: Int) in
      DriftSample.categories(
        Dictionary(uniqueKeysWithValues: (first..<first + 5_000).map { ("id-\($0)", 1) }),
        missing: missing)
    }
    let found = try #require(try DriftSample.column(ids(0, 0), ids(9_000, 0)))
    #expect(found.status == .noChangeSeen)
    #expect(found.causes == [.onlyPresenceCompared])
    #expect(try DriftSample.column(ids(0, 0), ids(9_000, 2_000))?.status == .drift)
    let named = try DriftSample.column(ids(0, 0), ids(9_000, 0)) { $0.columns = ["x"] }
    #expect(named?.status == .cannotTell)
  }

  @Test("D3 more categories than can be counted are not compared")
  func tooManyCategories() throws {
    let some = DriftSample.categories(["a": 10_000, "b": 10_000])
    let counts = Dictionary(uniqueKeysWithValues: (0..<10_001).map { ("v\($0)", 2) })
    let many = DriftSample.categories(counts)
    #expect(many.categories.counts == nil)
    let found = try #require(try DriftSample.column(some, many))
    #expect(found.status == .cannotTell)
    #expect(found.causes.contains(.tooManyCategories))
    let named = try DriftSample.column(many, many) { $0.categorical = ["x"] }
    #expect(named?.status == .cannotTell)
  }
}
