import Experiment
import Foundation
import Simulated
import Stats

extension Page {
  /// One number that is a million deviations away.
  mutating func outliers() async throws -> String {
    var lines = [
      """

      ## One outlier

      1,000 numbers from a normal distribution in either log; then one of them is set to 1,000,000. *equal-width PSI*
      has ten bins between the least and the greatest number. The number of draws in which the answer became another.

      | numbers | outlier in | draws | equal-width PSI flipped | assay flipped |
      |---|---|--:|--:|--:|
      """
    ]
    for (shift, words) in [(0.0, "without drift"), (1, "moved by one deviation")] {
      for place in ["current", "reference"] {
        let what = "outlier in the \(place), \(words)"
        let counts = try await totals(what, family: 2000 + UInt64(shift)) { draws in
          var reference = (0..<1000).map { _ in draws.normal() }
          var current = (0..<1000).map { _ in draws.normal() + shift }
          let usual = try UsualRules.equalWidthIndex(reference, current)
          let ours = try Comparison().column(.numbers(reference), .numbers(current)).status
          if place == "current" { current[0] = 1e6 } else { reference[0] = 1e6 }
          let after = try Comparison().column(.numbers(reference), .numbers(current)).status
          return [
            try UsualRules.equalWidthIndex(reference, current) != usual ? 1 : 0,
            (after == .drift) != (ours == .drift) ? 1 : 0,
          ]
        }
        let ours = required(counts[1], 0, what)
        lines.append("| \(words) | \(place) | \(runs) | \(counts[0]) | \(ours) |")
      }
    }
    return lines.joined(separator: "\n")
  }

  mutating func gaps() async throws -> String {
    """

    ## What is not there, and what is new

    Five even categories, 1,000 rows in either log. The usual rule compares the categories of the reference, as
    many libraries do after dropping what is missing. The number of draws that are called drift.

    | current log | draws | PSI > 0.2 of what is left | assay |
    |---|--:|--:|--:|
    \(try await gap("as before", rows: 1000, family: 3000))
    \(try await gap("80 % missing", rows: 200, missing: 800, family: 3001))
    \(try await gap("10 % in a category that the reference does not have", rows: 900, new: 100, family: 3002))
    """
  }

  private mutating func gap(
    _ words: String, rows: Int, missing: Int = 0, new: Int = 0, family: UInt64
  ) async throws -> String {
    let counts = try await totals(words, family: family) { draws in
      let reference = draws.multinomial(1000, Shares.even(5))
      let left = draws.multinomial(rows, Shares.even(5))
      let column = try Comparison().column(
        .categories(reference), .categories(left + [new], missing: missing))
      return [
        try UsualRules.fixedIndex(reference, left) ? 1 : 0, column.status == .drift ? 1 : 0,
      ]
    }
    let ours = required(counts[1], missing + new > 0 ? runs : 0, words)
    return "| \(words) | \(runs) | \(counts[0]) | \(ours) |"
  }

  mutating func millions() async throws -> String {
    let (shares, doubled) = ([0.05, 0.95], [0.10, 0.90])
    let counts = try await totals("doubled", family: 4000) { draws in
      let reference = draws.multinomial(1_000_000, shares)
      let current = draws.multinomial(1_000_000, doubled)
      let column = try Comparison().column(.categories(reference), .categories(current))
      return [
        try UsualRules.fixedIndex(reference, current) ? 1 : 0, column.status == .drift ? 1 : 0,
      ]
    }
    let ours = required(counts[1], runs, "a category that doubled")
    return """

      ## A category that doubled

      5 % of a million rows became 10 %: a PSI of \(String(format: "%.3f", Shares.index(shares, doubled))), so that a threshold of 0.2 sees nothing. Of \(runs) draws
      drift was found in \(counts[0]) by PSI > 0.2, and in \(ours) by assay, whose tolerance on shares is a factor of 1.5.
      """
  }

  mutating func sparse() async throws -> String {
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
      let counts = try await totals("sparse \(shape)", family: 5000) { draws in
        let status = try Comparison().column(
          .categories(draws.multinomial(1000, shares)), .categories(draws.multinomial(1000, moved))
        ).status
        return [
          status == .noChangeSeen || status == .withinTolerance ? 1 : 0,
          status == .cannotTell ? 1 : 0, status == .drift ? 1 : 0,
        ]
      }
      let within = required(counts[0], 0, "a thousand categories, \(shape)")
      lines.append("| \(shape) | \(runs) | \(within) | \(counts[1]) | \(counts[2]) |")
    }
    return lines.joined(separator: "\n")
  }
}
