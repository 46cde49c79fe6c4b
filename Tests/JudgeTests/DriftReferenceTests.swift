import AssayTestSupport
import Judge
import Summaries
import Testing

/// Values of fixtures/reference/drift_columns.py: NumPy on the UCI bike sharing data.
private struct DriftReference: Decodable {
  var pair: String
  var column: String
  var numeric: Bool
  var edges: [Double]?
  var reference: [Int]
  var current: [Int]
  var psi: Double
  var psiHalf: Double
  var klHalf: Double
  var jsHalf: Double
  var ks: Double
  /// Value, reference count, current count.
  var values: [[Double]]?

  static func load() throws -> [DriftReference] { try ReferenceFile.load("drift_columns") }

  /// The columns whose values are known.
  func samples() -> (reference: ColumnDistribution, current: ColumnDistribution)? {
    guard let values else { return nil }
    let expanded = { (index: Int) in
      values.flatMap { Array(repeating: $0[0], count: Int($0[index])) }
    }
    return (
      DriftSample.numbers(expanded(1), named: column),
      DriftSample.numbers(expanded(2), named: column)
    )
  }

  /// Columns with the same deciles and counts: each bin's numbers stand at its upper edge.
  func binSamples() -> (reference: ColumnDistribution, current: ColumnDistribution)? {
    guard let edges, let last = edges.last else { return nil }
    let places = edges + [last + 1]
    let expanded = { (counts: [Int]) in
      zip(places, counts).flatMap { Array(repeating: $0, count: $1) }
    }
    return (
      DriftSample.numbers(expanded(reference), named: column),
      DriftSample.numbers(expanded(current), named: column)
    )
  }
}

@Suite struct DriftReferenceTests {
  private func near(_ found: Double?, _ expected: Double) -> Bool {
    guard let found else { return false }
    // Closed-form sums of ten terms: methods.md's 1e-9, and rounding of the terms near zero.
    return abs(found - expected) <= 1e-9 * expected + 1e-15
  }

  @Test("D1 textbook bins and PSI match NumPy on every column whose values are known")
  func valuesMatch() throws {
    var compared = 0
    for expected in try DriftReference.load() {
      guard let (reference, current) = expected.samples() else { continue }
      let found = try #require(
        try DriftSample.column(reference, current) { plan in
          plan.textbook = true
          plan.numeric = expected.numeric ? [expected.column] : []
        })
      #expect(found.kind == (expected.numeric ? .numeric : .categorical))
      #expect(found.bins.map(\.referenceCount) == expected.reference)
      #expect(found.bins.map(\.currentCount) == expected.current)
      #expect(near(found.psi, expected.psi), "\(expected.pair) \(expected.column)")
      if expected.numeric { #expect(near(found.kolmogorovSmirnov, expected.ks)) }
      compared += 1
    }
    #expect(compared == 18)
  }

  @Test("D1 textbook PSI matches NumPy from counts by decile, 0.311 for registered riders")
  func binsMatch() throws {
    for expected in try DriftReference.load() {
      guard let (reference, current) = expected.binSamples() else { continue }
      let decision = try DriftSample.decide([reference], [current]) { plan in
        plan.textbook = true
        plan.numeric = [expected.column]
      }
      let found = try #require(decision.columns.first)
      #expect(found.bins.map(\.referenceCount) == expected.reference)
      #expect(near(found.psi, expected.psi), "\(expected.pair) \(expected.column)")
      #expect(decision.verdict == (expected.psi > 0.2 ? .drift : .stable))
      if expected.pair == "2011 against 2012", expected.column == "registered" {
        #expect(abs((found.psi ?? 0) - 0.311) < 5e-4)
        #expect(decision.verdict.exitCode == 20)
      }
    }
  }

  @Test("D1 the default index is the one with ½ added to each count")
  func halvesMatch() throws {
    for expected in try DriftReference.load() where !expected.numeric {
      // Pooled categories have another index; the fixture's have twenty rows or more, or it is skipped.
      guard expected.reference.allSatisfy({ $0 >= 20 }), expected.reference.count > 1,
        let (reference, current) = expected.samples()
      else { continue }
      let found = try #require(try DriftSample.column(reference, current))
      #expect(near(found.psi, expected.psiHalf))
      #expect(near(found.klDivergence, expected.klHalf))
      #expect(near(found.jensenShannon, expected.jsHalf))
    }
  }

  @Test("D1 a year of growth is drift, and odd hours against even ones are not")
  func verdicts() throws {
    for expected in try DriftReference.load() {
      guard let (reference, current) = expected.binSamples() else { continue }
      let decision = try DriftSample.decide([reference], [current]) {
        $0.numeric = [expected.column]
      }
      switch (expected.pair, expected.column) {
      case ("2011 against 2012", "registered"), ("2011 against 2012", "cnt"):
        // PSI .311 and .244 at 8,600 rows a side: the standard errors are about .013.
        #expect(decision.verdict == .drift, "\(expected.column)")
      case ("odd against even hours", _), ("2011 against 2012", _):
        #expect(decision.verdict == .stable, "\(expected.pair) \(expected.column)")
      default:
        break
      }
    }
  }
}
