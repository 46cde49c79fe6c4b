import AssayTestSupport
import Foundation
import Stats
import Summaries
import Testing

/// The fast formulas against the slow obvious ones.
@Suite struct SampleStatisticTests {
  static let samples: [[Double]] = [
    [4, 1, 3, 1, 9, 2.5], [1, 2], [5, 5, 5, 5], [0.25, -7, 11, 3, 3, 3, -2],
    (0..<57).map { sin(Double($0) * 17) * 10 },
  ]

  /// Some rows of a sample, drawn with replacement, of a few lengths.
  private func draws(_ count: Int) -> [[Int]] {
    var random = SplitMix64(seed: 3)
    return [1, 2, count, 2 * count + 1].map { length in
      (0..<length).map { _ in Int(random.next() % UInt64(count)) }
    }
  }

  @Test(arguments: samples)
  func quantilesAreThoseOfTheRowsSorted(sample: [Double]) throws {
    for probability in [0, 0.1, 0.25, 0.5, 0.9, 1] {
      let statistic = try SampleQuantile(sample, probability: probability)
      for rows in draws(sample.count) {
        let slow = try WeightedValues(rows.map { sample[$0] }).quantile(probability)
        #expect(try statistic.value(of: rows) == slow, "\(probability)")
      }
    }
  }

  @Test(arguments: samples)
  func meansAreThoseOfTheRows(sample: [Double]) throws {
    let statistic = try SampleMean(sample)
    for rows in draws(sample.count) {
      let slow = Moments(rows.map { sample[$0] })
      #expect(agree(try statistic.value(of: rows), slow.mean, relative: 1e-13, floor: 1e-13))
      guard let variance = slow.variance else { continue }
      let error = try statistic.estimate(of: rows).standardError
      // Of squares about another center, up to a hundred variances away.
      #expect(
        agree(error, (variance / Double(rows.count)).squareRoot(), relative: 1e-12, floor: 1e-7))
    }
  }

  @Test(arguments: samples)
  func ratiosAreThoseOfTheUnits(sample: [Double]) throws {
    let sizes = sample.indices.map { Double($0 % 3 + 1) }
    let statistic = try UnitRatio(numerators: sample, denominators: sizes)
    let means = try FunctionOfMeans(units: zip(sample, sizes).map { [$0, $1] }) { $0[0] / $0[1] }
    for rows in draws(sample.count) where rows.count > 1 {
      var moments = BivariateMoments()
      for row in rows { moments.add((x: sample[row], y: sizes[row])) }
      let slow = try RatioEstimate(moments: moments)
      let found = try statistic.estimate(of: rows)
      #expect(agree(found.value, slow.ratio, relative: 1e-12, floor: 1e-13))
      #expect(agree(found.standardError, slow.standardError, relative: 1e-10, floor: 1e-7))
      #expect(agree(try means.value(of: rows), slow.ratio, relative: 1e-12, floor: 1e-13))
    }
  }

  @Test(arguments: samples)
  func changesAreThoseOfComputingAgain(sample: [Double]) throws {
    let sizes = sample.indices.map { Double($0 % 3 + 1) }
    let statistics: [any SampleStatistic] = [
      try SampleMean(sample), try SampleQuantile(sample),
      try SampleQuantile(sample, probability: 0.2),
      try UnitRatio(numerators: sample, denominators: sizes),
      try FunctionOfMeans(units: zip(sample, sizes).map { [$0, $1] }) { $0[0] * $0[1] },
    ]
    for statistic in statistics {
      let again = RowStatistic(count: statistic.count) { (rows) throws(StatsError) in
        try statistic.value(of: rows)
      }
      for (fast, slow) in zip(
        try statistic.leaveOneOutChanges(), try again.leaveOneOutChanges())
      {
        #expect(agree(fast, slow, relative: 1e-11, floor: 1e-12), "\(statistic)")
      }
    }
  }

  @Test func rowsOfUnitsAreSummed() throws {
    let rows = try UnitRatio(values: [1, 2, 3, 4, 5], units: ["b", "a", "b", "c", "b"])
    let units = try UnitRatio(numerators: [9, 2, 4], denominators: [3, 1, 1])
    #expect(rows.count == 3)
    #expect(try rows.estimate == units.estimate)
    #expect(try rows.value(of: [0]) == 3)
  }

  /// A mean over whole units is a ratio of their sums, however they are drawn or moved.
  @Test func clusteredMeansAreRatiosOfSums() throws {
    let (values, units) = ([1.0, 2, 3, 4, 5, 9], ["b", "a", "b", "c", "b", "a"])
    let rows = try ClusteredStatistic(SampleMean(values), units: units)
    let sums = try UnitRatio(values: values, units: units)
    let (pooledRows, pooledSums) = (try rows.pooled(with: rows), try sums.pooled(with: sums))
    #expect(rows.count == 3 && pooledRows.count == 6)
    for drawn in draws(3) {
      #expect(agree(try rows.value(of: drawn), try sums.value(of: drawn), relative: 1e-14))
    }
    for drawn in draws(6) {
      let (a, b) = (try pooledRows.value(of: drawn), try pooledSums.value(of: drawn))
      #expect(agree(a, b, relative: 1e-14))
    }
    #expect(throws: StatsError.self) {
      try ClusteredStatistic(SampleMean(values), units: ["a"])
    }
  }

  @Test func pooledSamplesKeepTheirOrder() throws {
    let (x, y) = ([4.0, 1, 3], [9.0, 2])
    let mean = try SampleMean(x).pooled(with: SampleMean(y))
    let median = try SampleQuantile(x).pooled(with: SampleQuantile(y))
    for (row, value) in (x + y).enumerated() {
      #expect(try mean.value(of: [row]) == value)
      #expect(try median.value(of: [row]) == value)
    }
  }

  @Test func unfitDataAreErrors() throws {
    #expect(throws: StatsError.self) { try SampleMean([]) }
    #expect(throws: StatsError.self) { try SampleMean([1, .infinity]) }
    #expect(throws: StatsError.self) { try SampleQuantile([1, .nan]) }
    #expect(throws: StatsError.self) { try SampleQuantile([1], probability: 1.5) }
    #expect(throws: StatsError.self) { try UnitRatio(numerators: [1], denominators: [0]) }
    #expect(throws: StatsError.self) { try UnitRatio(numerators: [1, 2], denominators: [1]) }
    #expect(throws: StatsError.self) { try FunctionOfMeans(units: [[1], [1, 2]]) { $0[0] } }
    #expect(throws: StatsError.self) {
      try PairedContrast(control: SampleMean([1]), treatment: SampleMean([1, 2]))
    }
    #expect(throws: StatsError.self) { try Contrast.logRatio.value(control: -1, treatment: 2) }
    #expect(throws: StatsError.self) { try Contrast.relativeLift.value(control: 0, treatment: 2) }
  }
}
