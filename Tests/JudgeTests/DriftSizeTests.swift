import Stats
import AssayTestSupport
import Foundation
import Judge
import Summaries
import Testing

/// Seeded simulations of the error rates that `DriftAnalysis` promises.
@Suite struct DriftSizeTests {
  /// The rate plus three standard errors of its estimate.
  private func bound(_ rate: Double, runs: Int) -> Double {
    rate + 3 * (rate * (1 - rate) / Double(runs)).squareRoot()
  }

  /// Only the index decides, at this tolerance.
  private func indexOnly(_ tolerance: Double) -> (inout DriftPlan) -> Void {
    { plan in
      plan.psi = tolerance
      (plan.categoryFactor, plan.missingShare, plan.kl) = (1e12, 1, 1e9)
    }
  }

  /// How often a column of categories gets each status.
  private func statuses(
    _ runs: Int, seed: UInt64, rows: (Int, Int), _ reference: [Double], _ current: [Double],
    _ change: (inout DriftPlan) -> Void
  ) throws -> [ColumnDrift.Status: Double] {
    var draws = SplitMix64(seed: seed)
    var counts: [ColumnDrift.Status: Double] = [:]
    for _ in 0..<runs {
      let found = try DriftSample.column(
        DriftSample.categories(draws.multinomial(rows.0, reference)),
        DriftSample.categories(draws.multinomial(rows.1, current)), change)
      if let found { counts[found.status, default: 0] += 1 / Double(runs) }
    }
    return counts
  }

  @Test(
    "D1 without drift the index is significant at its nominal rate, for few and many rows and categories",
    arguments: [50, 1_000, 1_000_000], [2, 10, 100])
  func sizeOfCategories(rows: Int, categories: Int) throws {
    let runs = 100
    let even = Array(repeating: 1 / Double(categories), count: categories)
    let zipf = (1...categories).map { 1 / Double($0) }
    let skewed = zipf.map { $0 / zipf.reduce(0, +) }
    var draws = SplitMix64(seed: UInt64(rows + categories))
    for (index, shares) in [even, skewed].enumerated() {
      for other in [rows, rows / 5 + 20] {
        var (significant, alarms) = (0.0, 0.0)
        for _ in 0..<runs {
          let found = try DriftSample.column(
            DriftSample.categories(draws.multinomial(rows, shares)),
            DriftSample.categories(draws.multinomial(other, shares)), indexOnly(0))
          if let p = found?.pValue, p <= 0.05 { significant += 1 / Double(runs) }
          if found?.status == .drift { alarms += 1 / Double(runs) }
        }
        let cell = "\(rows) against \(other), shape \(index)"
        #expect(significant <= bound(0.05, runs: runs), "\(cell)")
        #expect(alarms <= bound(0.05, runs: runs), "\(cell)")
        // Where every category expects twenty rows and more the test must not be timid either.
        if Double(min(rows, other)) * (shares.min() ?? 0) >= 40 {
          #expect(significant >= 0.04 - 3 * (0.04 * 0.96 / Double(runs)).squareRoot(), "\(cell)")
        }
      }
    }
  }

  @Test("D1 without drift numbers alarm at their nominal rate", arguments: [50, 200, 2_000])
  func sizeOfNumbers(rows: Int) throws {
    var draws = SplitMix64(seed: UInt64(rows))
    let runs = 300
    var alarms = 0.0
    for _ in 0..<runs {
      let sample = { (draws: inout SplitMix64) in
        DriftSample.numbers((0..<rows).map { _ in (draws.normal() * 50).rounded() })
      }
      let found = try DriftSample.column(sample(&draws), sample(&draws), indexOnly(0))
      if found?.status == .drift { alarms += 1 / Double(runs) }
    }
    #expect(alarms <= bound(0.05, runs: runs))
  }

  /// A shift of the first share from p to the q at which two bins have the index.
  private func shifted(_ shares: [Double], toIndex index: Double) -> [Double] {
    func moved(_ first: Double) -> [Double] {
      [first] + shares.dropFirst().map { $0 * (1 - first) / (1 - shares[0]) }
    }
    func stability(_ other: [Double]) -> Double {
      zip(shares, other).reduce(0) { $0 + ($1.0 - $1.1) * log($1.0 / $1.1) }
    }
    var (low, high) = (shares[0], 1 - 1e-9)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if stability(moved(middle)) < index { low = middle } else { high = middle }
    }
    return moved(low)
  }

  @Test(
    "D1 at a true index of exactly the tolerance neither drift nor stability is claimed too often",
    arguments: [200, 1_000, 10_000], [0.02, 0.1, 0.5])
  func boundary(rows: Int, first: Double) throws {
    let runs = 60
    for categories in [2, 10] {
      let rest = Array(
        repeating: (1 - first) / Double(categories - 1), count: categories - 1)
      let shares = [first] + rest
      let other = shifted(shares, toIndex: 0.2)
      for (reference, current) in [(shares, other), (other, shares)] {
        let found = try statuses(
          runs, seed: UInt64(rows + categories), rows: (rows, rows), reference, current,
          indexOnly(0.2))
        let within = (found[.noChangeSeen] ?? 0) + (found[.withinTolerance] ?? 0)
        #expect(
          found[.drift] ?? 0 <= bound(0.05, runs: runs), "drift: \(rows) \(categories) \(first)")
        #expect(within <= bound(0.05, runs: runs), "within: \(rows) \(categories) \(first)")
      }
    }
  }

  @Test(
    "D3 a category at exactly 1.5 times its share and a missing share up by exactly 2 points are no drift",
    arguments: [100, 1_000, 100_000], [0.01, 0.05, 0.3])
  func shareBoundary(rows: Int, share: Double) throws {
    let runs = 60
    let found = try statuses(
      runs, seed: UInt64(rows) + 77, rows: (rows, rows), [share, 1 - share],
      [1.5 * share, 1 - 1.5 * share], { $0.psi = 1e9 })
    #expect(found[.drift] ?? 0 <= bound(0.05, runs: runs))
    var draws = SplitMix64(seed: UInt64(rows) + 78)
    var alarms = 0.0
    for _ in 0..<runs {
      let sample = { (missing: Int) in
        DriftSample.categories(["a": rows - missing], missing: missing)
      }
      let decision = try DriftSample.column(
        sample(draws.binomial(rows, share)), sample(draws.binomial(rows, share + 0.02))
      ) { $0.psi = 1e9 }
      if decision?.status == .drift { alarms += 1 / Double(runs) }
    }
    #expect(alarms <= bound(0.05, runs: runs))
  }

  @Test("D3 new categories of a long tail are expected and no drift")
  func longTail() throws {
    let zipf = (1...3_000).map { 1 / Double($0) }
    let shares = zipf.map { $0 / zipf.reduce(0, +) }
    for rows in [200, 1_000, 5_000] {
      let found = try statuses(
        40, seed: UInt64(rows), rows: (rows, rows), shares, shares, { _ in })
      #expect(found[.drift] ?? 0 <= bound(0.05, runs: 40))
    }
  }

  @Test("D1 a true index of .4 over 1,000 categories and 1,000 rows is never within tolerance")
  func sparse() throws {
    let flat = Array(repeating: 0.001, count: 1_000)
    let zipf = (1...1_000).map { 1 / Double($0) }
    let skewed = zipf.map { $0 / zipf.reduce(0, +) }
    for (index, shares) in [flat, skewed].enumerated() {
      // Every second category grows by the factor e^a, the others shrink, until the index is .4.
      let tilt = { (a: Double) -> [Double] in
        let raw = shares.enumerated().map { $0.element * exp($0.offset % 2 == 0 ? a : -a) }
        return raw.map { $0 / raw.reduce(0, +) }
      }
      var (low, high) = (0.0, 5.0)
      for _ in 0..<60 {
        let middle = (low + high) / 2
        let value = zip(shares, tilt(middle)).reduce(0) {
          $0 + ($1.0 - $1.1) * log($1.0 / $1.1)
        }
        if value < 0.4 { low = middle } else { high = middle }
      }
      let found = try statuses(
        30, seed: UInt64(index), rows: (1_000, 1_000), shares, tilt(low), { _ in })
      #expect(found[.noChangeSeen] == nil && found[.withinTolerance] == nil, "shape \(index)")
    }
  }

  @Test("D1 without drift forty columns together rarely alarm under the default tolerances")
  func together() throws {
    var draws = SplitMix64(seed: 40)
    for rows in [50, 300] {
      var alarms = 0
      for _ in 0..<10 {
        let sample = { (draws: inout SplitMix64) in
          (0..<40).map { column in
            DriftSample.numbers((0..<rows).map { _ in draws.normal() }, named: "x\(column)")
          }
        }
        if try DriftSample.decide(sample(&draws), sample(&draws)).verdict == .drift { alarms += 1 }
      }
      // The true rate is far below .05: the index must exceed .2, not zero.
      #expect(alarms == 0)
    }
  }
}
