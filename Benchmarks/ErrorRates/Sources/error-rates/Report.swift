import Foundation
import Stats

/// The studies as a Markdown page.
struct Report {
  let replicates: Int
  /// The counts of errors that a true rate of 5 % stays within with probability 99.9 %.
  private let band: ClosedRange<Int>

  init(replicates: Int) throws {
    self.replicates = replicates
    let errors = Binomial(trials: replicates, probability: 0.05)
    band = try errors.quantile(lowerTail: 0.0005)...errors.quantile(upperTail: 0.0005)
  }

  func introduction(seed: UInt64) -> String {
    let standardError = (0.05 * 0.95 / Double(replicates)).squareRoot()
    let (low, high) = (percent(band.lowerBound), percent(band.upperBound))
    return """
      # What the tests and intervals really do

      A test at 5 % should reject a true null in 5 % of samples, and a 95 % interval should hold the truth
      in 95 %. Many procedures only do so nearly, or in large samples, or for normal data. This page measures
      it: each number is from \(replicates) seeded samples (seed \(seed)), drawn where the null is true or the
      truth is known. It is made by

      ```sh
      make error-rates
      ```

      and does not depend on the number of threads. The Monte Carlo standard error of a
      number is \(String(format: "%.2f", 100 * standardError)) points where the true rate is 5 %. Numbers that
      such a rate would show in less than one cell of a thousand, errors outside \(low)–\(high) %, are marked:
      **↑ errs more often than it says**, ↓ errs less often (cautious, which costs power but no validity).

      A test that cannot be computed for a sample (all values equal, no events) does not reject; an interval
      that does not exist excludes nothing. A dash: the null does not hold there, or the question makes no sense.

      Populations: *normal* (0, 1); *log-normal*, exp of it (mean 1.65, skewness 6.2); *0–5*, the integers with
      probabilities .35, .25, .18, .12, .07, .03 (many ties). Sizes are control/treatment.
      """
  }

  func section(_ study: Study, _ tallies: [Tally]) -> String {
    var names: [String] = []
    for name in tallies.flatMap(\.names) where !names.contains(name) { names.append(name) }
    var lines = ["## \(study.title)", "", study.introduction, ""]
    lines.append("| | " + study.columns.map(\.name).joined(separator: " | ") + " |")
    lines.append("|---" + String(repeating: "|--:", count: study.columns.count) + "|")
    for name in names {
      let cells = tallies.map { cell($0.errors(of: name), study.measure) }
      lines.append("| \(name) | " + cells.joined(separator: " | ") + " |")
    }
    if !study.remarks.isEmpty { lines += ["", study.remarks] }
    return lines.joined(separator: "\n")
  }

  private func cell(_ errors: Int?, _ measure: Study.Measure) -> String {
    guard let errors else { return "–" }
    let shown = measure == .size ? percent(errors) : percent(replicates - errors)
    if errors > band.upperBound { return "**\(shown) ↑**" }
    return errors < band.lowerBound ? "\(shown) ↓" : shown
  }

  private func percent(_ count: Int) -> String {
    String(format: "%.2f", 100 * Double(count) / Double(replicates))
  }
}
