import Foundation
import Judge
import Summaries

/// Profiles of generated logs.
enum ProfileSample {
  static let plan = Plan(name: "p", strategy: .drift, control: nil, treatments: [])

  /// Rows of a log: a number with gaps, one of many values, a code, a text.
  static func columns(_ rows: Range<Int>, seed: UInt64 = 7) -> [ColumnDistribution] {
    var x = column("x")
    var wide = column("wide")
    var code = column("code")
    var name = column("name")
    for row in rows {
      var generator = SplitMix64(seed: seed &+ UInt64(row) &* 0x9E37_79B9_7F4A_7C15)
      let u = generator.uniform()
      if row % 11 == 0 {
        x.missing += 1
      } else {
        add((u * 1000).rounded() / 10, to: &x)
      }
      // 1e9 away from zero, so that careless sums lose their digits.
      add(1e9 + exp(8 * u), to: &wide)
      add(Double(row % 4), to: &code)
      name.categories.add("n\(Int(u * u * 900))")
      name.texts += 1
    }
    return [x, wide, code, name].map { column in
      var column = column
      column.rows = rows.count
      return column
    }
  }

  /// A column of a profile, without rows.
  static func column(_ name: String) -> ColumnDistribution {
    var request = LogProfile.resolution
    request.column = name
    return ColumnDistribution(request)
  }

  /// Adds a number to a column; the caller counts the rows.
  static func add(_ value: Double, to column: inout ColumnDistribution) {
    column.histogram.add(value)
    column.moments.add(value)
    column.categories.add("\(value)")
    column.numbers += 1
  }

  static func profile(_ rows: Range<Int>) -> LogProfile {
    LogProfile(DriftSample.log(columns(rows), rows: rows.count), plan)
  }
}
