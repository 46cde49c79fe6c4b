import Experiment
import Foundation
import Simulated
import Stats

extension Page {
  mutating func sizes() async throws -> String {
    var lines = [
      """

      ## Alarms without drift

      Two samples of one population of categories, all alike (even) or each as frequent as its rank says (Zipf), in
      per cent of the draws. *Chi-square fit* takes the reference's shares for exact; *PSI > 0.2* has no regard for
      the number of rows. *any change* is assay's test of no change at all at 5 %, which tells "no change seen" from
      "within tolerance"; *drift* is its verdict with the tolerances it has by default. The reference has as many
      rows as the current log.

      | rows | categories | shape | rarest expects | chi-square fit | PSI > 0.2 | assay: any change | assay: drift |
      |--:|--:|---|--:|--:|--:|--:|--:|
      """
    ]
    for (row, rows) in [50, 200, 1000, 10_000, 100_000, 1_000_000].enumerated() {
      for (column, categories) in [2, 10, 100, 1000].enumerated() {
        for (shape, shares) in [Shares.even(categories), Shares.zipf(categories)].enumerated() {
          let family = UInt64(row * 100 + column * 10 + shape)
          lines.append(
            try await size(rows, shares, shape: shape == 0 ? "even" : "Zipf", family: family))
        }
      }
    }
    return lines.joined(separator: "\n")
  }

  private mutating func size(
    _ rows: Int, _ shares: [Double], shape: String, family: UInt64
  ) async throws -> String {
    let what = "\(rows) rows, \(shares.count) categories, \(shape)"
    let counts = try await totals(what, family: family) { draws in
      let reference = draws.multinomial(rows, shares)
      let current = draws.multinomial(rows, shares)
      let column = try Comparison().column(.categories(reference), .categories(current))
      return [
        try UsualRules.goodnessOfFit(reference, current) ? 1 : 0,
        try UsualRules.fixedIndex(reference, current) ? 1 : 0,
        (column.pValue ?? 1) <= 0.05 ? 1 : 0, column.status == .drift ? 1 : 0,
      ]
    }
    let expected = Double(rows) * (shares.min() ?? 0)
    return
      "| \(rows) | \(shares.count) | \(shape) | \(String(format: "%.3g", expected)) | "
      + "\(percent(counts[0])) | \(percent(counts[1])) | "
      + "\(judged(counts[2], expected: expected, "any change, \(what)")) | "
      + "\(judged(counts[3], expected: nil, "drift, \(what)")) |"
  }

  mutating func chunks() async throws -> String {
    var lines = [
      """

      ## Three deviations of a few chunks

      Chunks of ten categories (Zipf) without drift, each held against a reference of 10,000 rows by the
      Jensen–Shannon distance. The usual threshold is mean + 3 standard deviations of the reference's own chunks,
      called "three sigma", which a normal quantity of known deviation exceeds in 0.1 % of cases.

      | chunks in the reference | alarms by three sigma, % a chunk | assay: drift, % a chunk |
      |--:|--:|--:|
      """
    ]
    let shares = Shares.zipf(10)
    for count in [5, 10, 20] {
      let counts = try await totals("\(count) chunks", family: 6000 + UInt64(count)) { draws in
        let parts = (0..<count).map { _ in draws.multinomial(10_000 / count, shares) }
        let reference = shares.indices.map { index in parts.reduce(0) { $0 + $1[index] } }
        let chunk = draws.multinomial(10_000 / count, shares)
        let distance = { (counts: [Int]) in
          try CellCounts(reference: reference, current: counts).jensenShannonDistance()
        }
        let column = try Comparison().column(.categories(reference), .categories(chunk))
        return [
          UsualRules.threeSigma(try distance(chunk), of: try parts.map(distance)) ? 1 : 0,
          column.status == .drift ? 1 : 0,
        ]
      }
      let ours = judged(counts[1], expected: nil, "drift, \(count) chunks")
      lines.append("| \(count) | \(percent(counts[0])) | \(ours) |")
    }
    return lines.joined(separator: "\n")
  }
}
