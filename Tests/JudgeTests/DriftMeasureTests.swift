import AssayTestSupport
import Judge
import Summaries
import Testing

/// Values of fixtures/reference/drift_measures.py: NumPy and SciPy on the UCI bike sharing data.
private struct MeasureReference: Decodable {
  struct Divergences: Decodable {
    var psiFloor, psiHalf, klHalf, reverseKLHalf: Double
    var kl, reverseKL, psi: Double?
    var js, jsDistance, hellinger, totalVariation: Double
    var referenceCounts, currentCounts: [Int]
    var chiSquare, chiSquareP, g, cramersV: Double?
  }
  struct Numbers: Decodable {
    var ks, ksP, wasserstein, standardizedWasserstein: Double
    var robustWasserstein: Double?
    var meanReference, meanCurrent, sdReference, sdCurrent: Double
    var medianReference, medianCurrent, outside, welch, welchP: Double
  }

  var pair: String
  var column: String
  var numeric: Bool
  var values: [[Double]]
  var right: Divergences
  var left: Divergences?
  var numbers: Numbers?

  func found(_ edges: DriftPlan.Edges) throws -> ColumnDrift? {
    let expanded = { (index: Int) in
      values.flatMap { Array(repeating: $0[0], count: Int($0[index])) }
    }
    return try DriftSample.column(
      DriftSample.numbers(expanded(1), named: column),
      DriftSample.numbers(expanded(2), named: column)
    ) { plan in
      plan.textbook = true
      plan.edges = edges
      plan.numeric = numeric ? [column] : []
    }
  }
}

@Suite struct DriftMeasureTests {
  // Closed forms of sums over a few bins: 1e-9, and for what vanishes the rounding of terms near one.
  private func near(_ found: Double?, _ expected: Double?) -> Bool {
    guard let found, let expected else { return found == nil && expected == nil }
    return abs(found - expected) <= 1e-9 * abs(expected) + 1e-15
  }

  private func near(_ found: DriftMeasures.Divergence, _ expected: Double?) -> Bool {
    switch found {
    case .infinite: expected == nil
    case .finite(let value): near(value, expected)
    }
  }

  private func check(
    _ column: ColumnDrift, _ expected: MeasureReference.Divergences, _ name: Comment
  ) throws {
    let measures = try #require(column.measures)
    let occupied = column.bins.filter { $0.referenceCount + $0.currentCount > 0 }
    #expect(occupied.map(\.referenceCount) == expected.referenceCounts, name)
    #expect(occupied.map(\.currentCount) == expected.currentCounts, name)
    #expect(near(column.psi, expected.psiFloor), name)
    #expect(near(measures.smoothedStabilityIndex, expected.psiHalf), name)
    #expect(near(measures.stabilityIndex, expected.psi), name)
    #expect(near(measures.kullbackLeibler, expected.kl), name)
    #expect(near(measures.reverseKullbackLeibler, expected.reverseKL), name)
    #expect(near(measures.smoothedKullbackLeibler, expected.klHalf), name)
    #expect(near(measures.smoothedReverseKullbackLeibler, expected.reverseKLHalf), name)
    #expect(near(measures.jensenShannon, expected.js), name)
    #expect(near(measures.jensenShannonDistance, expected.jsDistance), name)
    #expect(near(measures.hellinger, expected.hellinger), name)
    #expect(near(measures.totalVariation, expected.totalVariation), name)
    #expect(near(measures.homogeneity?.chiSquare, expected.chiSquare), name)
    #expect(near(measures.homogeneity?.pValue, expected.chiSquareP), name)
    #expect(near(measures.homogeneity?.likelihoodRatio, expected.g), name)
    #expect(near(measures.homogeneity?.cramersV, expected.cramersV), name)
  }

  @Test("D1 every distance in textbook mode matches NumPy and SciPy, right- and left-closed")
  func divergences() throws {
    let references: [MeasureReference] = try ReferenceFile.load("drift_measures")
    #expect(references.count == 18)
    for reference in references {
      let right = try #require(try reference.found(.right))
      try check(right, reference.right, "\(reference.pair) \(reference.column)")
      guard let expected = reference.left else { continue }
      let left = try #require(try reference.found(.left))
      try check(left, expected, "\(reference.pair) \(reference.column), left-closed")
    }
  }

  @Test("D1 distances of numbers match SciPy: Kolmogorov–Smirnov, Wasserstein, Welch")
  func numbers() throws {
    let references: [MeasureReference] = try ReferenceFile.load("drift_measures")
    for reference in references {
      guard let expected = reference.numbers else { continue }
      let column = try #require(try reference.found(.right))
      let measures = try #require(column.measures)
      let change = try #require(measures.numbers)
      let pairs: [(Double?, Double?)] = [
        (column.kolmogorovSmirnov, expected.ks),
        (measures.kolmogorovSmirnovPValue, expected.ksP),
        (measures.wasserstein, expected.wasserstein),
        (measures.scaledWasserstein, expected.robustWasserstein),
        (measures.standardizedWasserstein, expected.standardizedWasserstein),
        (change.reference.mean, expected.meanReference),
        (change.current.mean, expected.meanCurrent),
        (change.reference.standardDeviation, expected.sdReference),
        (change.current.standardDeviation, expected.sdCurrent),
        (change.reference.median, expected.medianReference),
        (change.current.median, expected.medianCurrent),
        (change.outsideReferenceRange, expected.outside),
        (change.welchStatistic, expected.welch), (change.welchPValue, expected.welchP),
      ]
      for (index, pair) in pairs.enumerated() {
        #expect(near(pair.0, pair.1), "\(reference.pair) \(reference.column), value \(index)")
      }
    }
  }

  @Test("D1 an empty cell makes KL infinite and leaves the smoothed one finite")
  func infinity() throws {
    let column = try #require(
      try DriftSample.column(
        DriftSample.categories(["a": 500, "b": 500]),
        DriftSample.categories(["a": 500, "c": 500])))
    let measures = try #require(column.measures)
    #expect(measures.kullbackLeibler == .infinite)
    #expect(measures.reverseKullbackLeibler == .infinite)
    #expect(measures.smoothedKullbackLeibler.isFinite)
    #expect(measures.totalVariation == 0.5)
  }

  @Test("D1 KL by itself is drift where its tolerance is smaller than the index's")
  func divergenceTolerance() throws {
    // Shares .5/.5 to .4/.6: PSI .0405, KL .0201, JS distance .0854 (plain arithmetic).
    let reference = DriftSample.categories([50_000, 50_000])
    let current = DriftSample.categories([40_000, 60_000])
    let wide = try #require(try DriftSample.column(reference, current) { $0.psi = 0.2 })
    #expect(wide.status == .withinTolerance)
    let narrow = try #require(
      try DriftSample.column(reference, current) { ($0.psi, $0.kl) = (0.2, 0.015) })
    #expect(narrow.status == .drift)
    guard case .klAboveTolerance(let divergence, 0.015) = narrow.causes.first else {
      Issue.record("\(narrow.causes)")
      return
    }
    #expect(abs(divergence - 0.0201) < 1e-4)
    let score = try #require(
      try DriftSample.column(reference, current) { ($0.psi, $0.score) = (0.2, 0.07) })
    #expect(score.status == .drift)
    let hellinger = try #require(
      try DriftSample.column(reference, current) {
        ($0.psi, $0.score, $0.scoreDistance) = (0.2, 0.08, .hellinger)
      })
    // H = .0712 (plain arithmetic): within .08.
    #expect(hellinger.status == .withinTolerance)
  }

  @Test("D2 tolerances of types and of single columns count before the general ones")
  func exceptions() throws {
    let reference = [
      DriftSample.categories([50_000, 50_000], named: "a"),
      DriftSample.categories([50_000, 50_000], named: "b"),
    ]
    let current = [
      DriftSample.categories([40_000, 60_000], named: "a"),
      DriftSample.categories([40_000, 60_000], named: "b"),
    ]
    var tight = DriftTolerances()
    tight.psi = 0.01
    let decision = try DriftSample.decide(reference, current) { plan in
      var exceptions = DriftTolerances.Exceptions()
      exceptions.columns = ["b": tight]
      plan.tolerances = exceptions
    }
    #expect(decision.columns.map(\.column) == ["b", "a"])
    #expect(decision.columns.map(\.status) == [.drift, .withinTolerance])
    let byType = try DriftSample.decide(reference, current) { plan in
      var exceptions = DriftTolerances.Exceptions()
      exceptions.categorical = tight
      plan.tolerances = exceptions
    }
    #expect(byType.columns.allSatisfy { $0.status == .drift })
  }

  @Test("K3 critical drift of several features is 21, of one it is 20")
  func critical() throws {
    let before = ["a", "b", "c"].map { DriftSample.categories([5_000, 5_000], named: $0) }
    let after = [
      DriftSample.categories([9_000, 1_000], named: "a"),
      DriftSample.categories([9_000, 1_000], named: "b"),
      DriftSample.categories([5_000, 5_000], named: "c"),
    ]
    let several = try DriftSample.decide(before, after) { $0.critical = ["a", "b"] }
    #expect(several.verdict == .criticalDrift)
    #expect(several.verdict.exitCode == 21)
    let one = try DriftSample.decide(before, after) { $0.critical = ["a", "c"] }
    #expect(one.verdict == .drift)
    #expect(one.verdict.exitCode == 20)
    let none = try DriftSample.decide(before, after)
    #expect(none.verdict == .drift)
  }

  @Test("D1 a change within tolerance is 0, or 10 where the plan asks to be warned")
  func warning() throws {
    let reference = [DriftSample.categories([50_000, 50_000])]
    let current = [DriftSample.categories([45_000, 55_000])]
    #expect(try DriftSample.decide(reference, current).verdict == .stable)
    let warned = try DriftSample.decide(reference, current) { $0.withinTolerance = .warn }
    #expect(warned.verdict == .changed)
    #expect(warned.verdict.exitCode == 10)
  }

  @Test("D1 the smallest visible index is seen nine times in ten at its rows")
  func smallestVisible() throws {
    let reference = DriftSample.categories([1_000, 1_000])
    let column = try #require(try DriftSample.column(reference, reference))
    // One degree of freedom at 5 %: noncentrality 10.5074 (R: pchisq(qchisq(.95,1),1,10.5074,FALSE) = .9), c = 1/1000.
    #expect(abs((column.smallestVisible ?? 0) - 0.0105074) < 0.0105074 * 2e-3)
  }

  @Test("D3 a constant column is said to be one")
  func constants() throws {
    let varied = DriftSample.numbers((0..<2_000).map { Double($0 % 100) })
    let constant = DriftSample.numbers([Double](repeating: 7, count: 2_000))
    let column = try #require(try DriftSample.column(varied, constant))
    #expect(column.status == .drift)
    #expect(column.causes.contains(.constantInCurrent))
    let back = try #require(try DriftSample.column(constant, varied))
    #expect(back.causes.contains(.constantInReference))
    let same = try #require(try DriftSample.column(constant, constant))
    #expect(same.causes.isEmpty)
  }

  @Test("D2 the report says why a column is read as it is")
  func typing() throws {
    let numbers = DriftSample.numbers((0..<500).map(Double.init))
    let codes = DriftSample.numbers((0..<500).map { Double($0 % 3) })
    let texts = DriftSample.categories(["a": 250, "b": 250])
    #expect(try DriftSample.column(numbers, numbers)?.typing == .manyNumbers)
    #expect(try DriftSample.column(codes, codes)?.typing == .fewNumbers)
    #expect(try DriftSample.column(texts, texts)?.typing == .texts)
    #expect(try DriftSample.column(codes, codes) { $0.numeric = ["x"] }?.typing == .declared)
    let named = DriftSample.numbers((0..<500).map { Double($0 % 3) }, named: "num_x")
    #expect(try DriftSample.column(named, named)?.typing == .prefix)
    #expect(try DriftSample.column(named, named)?.kind == .numeric)
  }
}
