import Foundation
import Judge
import Summaries

/// Builds what a scan for drift finds, from values or from counts.
enum DriftSample {
  /// A column of numbers.
  static func numbers(
    _ values: [Double], missing: Int = 0, texts: [String: Int] = [:], nonFinite: Int = 0,
    named name: String = "x"
  ) -> ColumnDistribution {
    var column = categories(texts, missing: missing, named: name)
    for value in values {
      column.histogram.add(value)
      column.moments.add(value)
      column.categories.add("\(value)")
    }
    column.categories.add("nan", times: nonFinite)
    column.numbers = values.count
    column.nonFinite = nonFinite
    column.rows += values.count + nonFinite
    return column
  }

  /// A column of texts with their counts.
  static func categories(
    _ counts: [String: Int], missing: Int = 0, named name: String = "x"
  ) -> ColumnDistribution {
    var column = ColumnDistribution(ScanPlan.Distribution(column: name))
    for (text, count) in counts where count > 0 { column.categories.add(text, times: count) }
    column.texts = counts.values.reduce(0, +)
    column.missing = missing
    column.rows = column.texts + missing
    return column
  }

  /// A column of as many texts as there are counts.
  static func categories(_ counts: [Int], named name: String = "x") -> ColumnDistribution {
    let named = counts.enumerated().map { ("c\($0.offset)", $0.element) }
    return categories(Dictionary(uniqueKeysWithValues: named), named: name)
  }

  /// A log of these columns, all of the same number of rows.
  static func log(_ columns: [ColumnDistribution], rows: Int? = nil) -> LogSummary {
    var summary = LogSummary()
    let used = rows ?? columns.first?.rows ?? 0
    (summary.rows.read, summary.rows.used) = (used, used)
    summary.columns = columns.map(\.column)
    summary.cells = [
      LogSummary.Cell(
        variant: 0, bucket: 0, rows: used, units: used, pairs: [], distributions: columns)
    ]
    return summary
  }

  /// The decision on two logs of these columns.
  static func decide(
    _ reference: [ColumnDistribution], _ current: [ColumnDistribution],
    _ change: (inout DriftPlan) -> Void = { _ in }
  ) throws -> DriftDecision {
    var plan = Plan(name: "drift", strategy: .drift, control: nil, treatments: [])
    change(&plan.drift)
    let identity = PlanIdentity(name: plan.name, strategy: .drift, hash: "")
    return try DriftAnalysis(plan, identity: identity)
      .decide(reference: log(reference), current: log(current))
  }

  /// The one column of a decision on two logs of one column each.
  static func column(
    _ reference: ColumnDistribution, _ current: ColumnDistribution,
    _ change: (inout DriftPlan) -> Void = { _ in }
  ) throws -> ColumnDrift? {
    try decide([reference], [current], change).columns.first
  }
}

/// A seeded source of draws, the same on every machine (Steele, Lea & Flood, 2014).
struct DriftDraws: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Uniform on (0, 1).
  mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

  /// A standard normal number (Box & Muller, 1958).
  mutating func normal() -> Double {
    (-2 * log(uniform())).squareRoot() * cos(2 * Double.pi * uniform())
  }

  /// A binomial count: by waiting times (Devroye, 1986), or rounded from the normal where n p (1 − p) is
  /// in the thousands and the difference is far below what a simulation can see.
  mutating func binomial(_ n: Int, _ p: Double) -> Int {
    guard n > 0, p > 0 else { return 0 }
    guard p < 1 else { return n }
    if p > 0.5 { return n - binomial(n, 1 - p) }
    let variance = Double(n) * p * (1 - p)
    if variance > 2_000 {
      let draw = (Double(n) * p + variance.squareRoot() * normal()).rounded()
      return min(max(Int(draw), 0), n)
    }
    var (count, position) = (0, 0.0)
    while true {
      position += (log(uniform()) / log1p(-p)).rounded(.up)
      if position > Double(n) { return count }
      count += 1
    }
  }

  /// Counts of n rows by category.
  mutating func multinomial(_ n: Int, _ shares: [Double]) -> [Int] {
    var (rows, mass) = (n, 1.0)
    return shares.map { share in
      let count = binomial(rows, min(1, share / max(mass, 1e-300)))
      rows -= count
      mass -= share
      return count
    }
  }
}
