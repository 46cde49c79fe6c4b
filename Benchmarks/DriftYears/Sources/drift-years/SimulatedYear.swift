import Experiment
import Foundation
import Stats

/// A year of daily reports on columns of ten equally likely categories, through the decision code.
struct SimulatedYear {
  /// What happens to the columns.
  enum World {
    case nothing
    /// In one column, from a day on, what a normal score's deciles become when its mean moves by so many
    /// standard deviations.
    case shift(Double, from: Int)
  }

  var plan: Plan
  var days = 365
  var columns = 40
  var rowsADay = 10_000
  var referenceRows = 300_000

  private static let cells = 10
  private static let even = [Double](repeating: 0.1, count: cells)

  /// The days on which an alarm was raised.
  func alarms(_ world: World, seed: UInt64) throws -> [Int] {
    var generator = SplitMix64(seed: seed)
    let reference = profile(referenceRows, shares: { _ in Self.even }, &generator)
    var state = try DriftState(plan: plan, reference: reference)
    var alarms: [Int] = []
    let moved = try Self.moved(world)
    for day in 0..<days {
      let current = profile(
        rowsADay, shares: { column in column == 0 && moved.from <= day ? moved.shares : Self.even },
        &generator)
      _ = try state.take("\(day)", current, against: reference, under: plan)
      if state.looks.last?.alarm == true { alarms.append(day) }
    }
    return alarms
  }

  private static func moved(_ world: World) throws -> (shares: [Double], from: Int) {
    guard case .shift(let shift, let from) = world else { return (even, .max) }
    let normal = Normal()
    var below = [0.0]
    for edge in 1..<cells {
      below.append(
        try normal.lowerTail(normal.quantile(lowerTail: Double(edge) / Double(cells)) - shift))
    }
    below.append(1)
    return (zip(below.dropFirst(), below).map { $0 - $1 }, from)
  }

  private func profile(
    _ rows: Int, shares: (Int) -> [Double], _ generator: inout SplitMix64
  ) -> LogProfile {
    var summary = LogSummary()
    (summary.rows.read, summary.rows.used) = (rows, rows)
    let drawn = (0..<columns).map { column in
      let counts = Self.multinomial(rows, shares(column), &generator)
      let texts = Dictionary(
        uniqueKeysWithValues: counts.enumerated().map { ("c\($0.offset)", $0.element) })
      return ColumnDistribution(
        column: "column \(column)", missing: 0, numbers: 0, nonFinite: 0, texts: rows,
        histogram: ValueHistogram(LogProfile.resolution.resolution), moments: Moments(),
        categories: CategoryCounts(cap: 1000, count: rows, counts: texts))
    }
    summary.cells = [
      LogSummary.Cell(
        variant: 0, bucket: 0, rows: rows, units: rows, pairs: [], distributions: drawn)
    ]
    return LogProfile(summary, plan)
  }

  /// Counts of rows by category: binomial by binomial, each rounded from the normal, whose difference is
  /// far below what a year can show at thousands of rows a category.
  private static func multinomial(
    _ rows: Int, _ shares: [Double], _ generator: inout SplitMix64
  ) -> [Int] {
    var (left, mass) = (rows, 1.0)
    return shares.enumerated().map { index, share in
      guard index < shares.count - 1 else { return left }
      let p = share / mass
      let (mean, spread) = (Double(left) * p, (Double(left) * p * (1 - p)).squareRoot())
      let u = max(generator.uniform(), 1e-300)
      let z = (-2 * log(u)).squareRoot() * cos(2 * .pi * generator.uniform())
      let count = min(max(Int((mean + spread * z).rounded()), 0), left)
      left -= count
      mass -= share
      return count
    }
  }
}
