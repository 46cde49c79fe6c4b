import Experiment
import Foundation
import Stats

/// The page, section by section.
struct Page {
  enum Section: CaseIterable { case introduction, sizes, outliers, gaps, millions, sparse, chunks }

  let runs: Int
  let seed: UInt64

  func text(_ section: Section) throws -> String {
    switch section {
    case .introduction: introduction
    case .sizes: try sizes()
    case .outliers: try outliers()
    case .gaps: try gaps()
    case .millions: try millions()
    case .sparse: try sparse()
    case .chunks: try chunks()
    }
  }

  private var introduction: String {
    """
    # Drift that is not noise

    What usual drift rules do on data without drift, and with it, and what `assay drift` answers to the very same
    draws. Everything assay says here comes from its decision code on generated counts and numbers; nothing is a
    model of it. The page is made by

    ```sh
    make drift-conformance             # 1,000 draws a row
    make drift-conformance RUNS=10000  # ten times as long
    ```

    This page: \(runs) draws a row unless it says otherwise, seed \(seed). A rate of assay's is **bold ↑** where it exceeds 5 % by more
    than three Monte Carlo errors, and **bold ↓** where every category expects 20 rows and more, and it lies below
    4 % by more than three.
    """
  }

  /// The rate of something in per cent.
  private func percent(_ count: Int, of total: Int) -> String {
    String(format: "%.1f", 100 * Double(count) / Double(max(1, total)))
  }

  /// The same, marked where it is not what is promised.
  private func judged(_ count: Int, of total: Int, expected: Double?) -> String {
    let rate = Double(count) / Double(max(1, total))
    let text = percent(count, of: total)
    func error(_ p: Double) -> Double { (p * (1 - p) / Double(max(1, total))).squareRoot() }
    if rate > 0.05 + 3 * error(0.05) { return "**\(text) ↑**" }
    if let expected, expected >= 20, rate < 0.04 - 3 * error(0.04) { return "**\(text) ↓**" }
    return text
  }

  private func sizes() throws -> String {
    var lines = [
      """

      ## Alarms without drift

      Two samples of one population of categories, all alike (even) or each as frequent as its rank says (Zipf), in
      per cent of the draws. *Chi-square fit* takes the reference's shares for exact; *PSI > 0.2* has no regard for
      the number of rows. *any change* is assay's test of no change at all at 5 %, and *drift* its verdict with the
      tolerances it has by default. The reference has as many rows as the current log.

      | rows | categories | shape | rarest expects | chi-square fit | PSI > 0.2 | assay: any change | assay: drift |
      |--:|--:|---|--:|--:|--:|--:|--:|
      """
    ]
    for (row, rows) in [50, 200, 1000, 10_000, 100_000, 1_000_000].enumerated() {
      for (column, categories) in [2, 10, 100, 1000].enumerated() {
        for (shape, shares) in [Shares.even(categories), Shares.zipf(categories)].enumerated() {
          let family = UInt64(row * 100 + column * 10 + shape)
          lines.append(
            try size(rows, shares, shape: shape == 0 ? "even" : "Zipf", family: family))
        }
      }
    }
    return lines.joined(separator: "\n")
  }

  private func size(
    _ rows: Int, _ shares: [Double], shape: String, family: UInt64
  ) throws -> String {
    // A thousand categories of a million rows take as long as all else.
    let count = shares.count == 1000 && rows > 10_000 ? max(1, runs / 5) : runs
    var (fit, fixed, any, drift) = (0, 0, 0, 0)
    for run in 0..<count {
      var draws = SplitMix64(seed: seed, family: family, index: run)
      let reference = draws.multinomial(rows, shares)
      let current = draws.multinomial(rows, shares)
      if try UsualRules.goodnessOfFit(reference, current) { fit += 1 }
      if try UsualRules.fixedIndex(reference, current) { fixed += 1 }
      let (before, after) = (
        ColumnDistribution.categories(reference), ColumnDistribution.categories(current)
      )
      if try Comparison.anyChange.column(before, after).status == .drift { any += 1 }
      if try Comparison().column(before, after).status == .drift { drift += 1 }
    }
    let expected = Double(rows) * (shares.min() ?? 0)
    return
      "| \(rows) | \(shares.count) | \(shape) | \(String(format: "%.3g", expected)) | "
      + "\(percent(fit, of: count)) | \(percent(fixed, of: count)) | "
      + "\(judged(any, of: count, expected: expected)) | "
      + "\(judged(drift, of: count, expected: nil)) |"
  }

  /// One number that is a million deviations away.
  private func outliers() throws -> String {
    var lines = [
      """

      ## One outlier

      1,000 numbers from a normal distribution in either log; then one of them is set to 1,000,000. *equal-width PSI*
      has ten bins between the least and the greatest number. The number of draws in which the answer became another.

      | numbers | outlier in | draws | equal-width PSI flipped | assay flipped |
      |---|---|--:|--:|--:|
      """
    ]
    let count = max(1, runs / 10)
    for (shift, words) in [(0.0, "without drift"), (1, "moved by one deviation")] {
      for place in ["current", "reference"] {
        var (usual, ours) = (0, 0)
        for run in 0..<count {
          var draws = SplitMix64(seed: seed, family: 2000 + UInt64(shift), index: run)
          var reference = (0..<1000).map { _ in draws.gaussian() }
          var current = (0..<1000).map { _ in draws.gaussian() + shift }
          let before = (
            try UsualRules.equalWidthIndex(reference, current),
            try Comparison().column(.numbers(reference), .numbers(current)).status
          )
          if place == "current" { current[0] = 1e6 } else { reference[0] = 1e6 }
          if try UsualRules.equalWidthIndex(reference, current) != before.0 { usual += 1 }
          let after = try Comparison().column(.numbers(reference), .numbers(current)).status
          if (after == .drift) != (before.1 == .drift) { ours += 1 }
        }
        lines.append("| \(words) | \(place) | \(count) | \(usual) | \(ours) |")
      }
    }
    return lines.joined(separator: "\n")
  }

  private func gaps() throws -> String {
    var draws = SplitMix64(seed: seed, family: 3000, index: 0)
    let reference = draws.multinomial(1000, Shares.even(5))
    let present = draws.multinomial(200, Shares.even(5))
    let unseen = draws.multinomial(900, Shares.even(5)) + [100]
    func row(
      _ words: String, _ counts: [Int], missing: Int
    ) throws -> String {
      let column = try Comparison().column(
        .categories(reference), .categories(counts, missing: missing))
      // What is not there, and what the reference does not have, is dropped.
      let usual = try UsualRules.fixedIndex(
        reference, Array(counts.prefix(reference.count)))
      return "| \(words) | \(usual ? "drift" : "none") | \(Self.words(column.status)) |"
    }
    return """

      ## What is not there, and what is new

      Five even categories, 1,000 rows in either log. The usual rule compares the categories of the reference, as
      many libraries do after dropping what is missing.

      | current log | PSI > 0.2 of what is left | assay |
      |---|---|---|
      \(try row("as before", draws.multinomial(1000, Shares.even(5)), missing: 0))
      \(try row("80 % missing", present, missing: 800))
      \(try row("10 % in a category that the reference does not have", unseen, missing: 0))
      """
  }

  private static func words(_ status: ColumnDrift.Status) -> String {
    switch status {
    case .noChangeSeen: "no change seen"
    case .withinTolerance: "within tolerance"
    case .drift: "drift"
    case .cannotTell: "cannot tell"
    }
  }

  private func millions() throws -> String {
    let shares = [0.05, 0.95]
    let doubled = [0.10, 0.90]
    var (usual, ours, index) = (0, 0, 0.0)
    for run in 0..<runs {
      var draws = SplitMix64(seed: seed, family: 4000, index: run)
      let reference = draws.multinomial(1_000_000, shares)
      let current = draws.multinomial(1_000_000, doubled)
      if try UsualRules.fixedIndex(reference, current) { usual += 1 }
      let column = try Comparison().column(.categories(reference), .categories(current))
      if column.status == .drift { ours += 1 }
      index += (column.psi ?? 0) / Double(runs)
    }
    return """

      ## A category that doubled

      5 % of a million rows became 10 %: a PSI of \(String(format: "%.3f", index)), so that a threshold of 0.2 sees nothing. Drift was found, in per cent
      of the draws: by PSI > 0.2 \(percent(usual, of: runs)), by assay, whose tolerance on shares is a factor of 1.5, \(percent(ours, of: runs)).
      """
  }

  private func sparse() throws -> String {
    var lines = [
      """

      ## A thousand categories, a thousand rows

      The populations' PSI is exactly 0.4. With one row a category nobody can see it; what matters is that nobody
      claims its absence. *within* is the number of draws in which assay called the column within tolerance.

      | shape | draws | within | cannot tell | drift |
      |---|--:|--:|--:|--:|
      """
    ]
    for (shape, shares) in [("even", Shares.even(1000)), ("Zipf", Shares.zipf(1000))] {
      let moved = Shares.tilted(shares, toIndex: 0.4)
      var counts: [ColumnDrift.Status: Int] = [:]
      for run in 0..<runs {
        var draws = SplitMix64(seed: seed, family: 5000, index: run)
        let column = try Comparison().column(
          .categories(draws.multinomial(1000, shares)), .categories(draws.multinomial(1000, moved)))
        counts[column.status, default: 0] += 1
      }
      let within = (counts[.noChangeSeen] ?? 0) + (counts[.withinTolerance] ?? 0)
      lines.append(
        "| \(shape) | \(runs) | \(within > 0 ? "**\(within) ↑**" : "0") | "
          + "\(counts[.cannotTell] ?? 0) | \(counts[.drift] ?? 0) |")
    }
    return lines.joined(separator: "\n")
  }

  private func chunks() throws -> String {
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
      var (usual, ours) = (0, 0)
      for run in 0..<runs {
        var draws = SplitMix64(seed: seed, family: 6000 + UInt64(count), index: run)
        let parts = (0..<count).map { _ in draws.multinomial(10_000 / count, shares) }
        let reference = shares.indices.map { index in parts.reduce(0) { $0 + $1[index] } }
        let chunk = draws.multinomial(10_000 / count, shares)
        let distance = { (counts: [Int]) in
          try CellCounts(reference: reference, current: counts).jensenShannonDistance()
        }
        if UsualRules.threeSigma(try distance(chunk), of: try parts.map(distance)) { usual += 1 }
        let column = try Comparison().column(.categories(reference), .categories(chunk))
        if column.status == .drift { ours += 1 }
      }
      lines.append(
        "| \(count) | \(percent(usual, of: runs)) | \(judged(ours, of: runs, expected: nil)) |")
    }
    return lines.joined(separator: "\n")
  }
}
