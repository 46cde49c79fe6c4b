import Experiment
import Foundation
import Simulated

/// The page of simulated years: false alarms, then how soon a shift is found.
struct YearsPage {
  let years: Int
  let columns: Int
  let kept: KeptTotals
  /// Whether everything holds that must.
  private(set) var holds = true

  /// From this day on one column is shifted; days are counted from zero.
  static let change = 200
  /// The mean moves by so many standard deviations.
  static let shift = 0.1
  /// A shift must be found within so many days.
  static let mostDays = 7
  private static let seed: UInt64 = 20_260_301
  /// Totals are kept after so many years.
  private static let block = 50

  init(years: Int, columns: Int, kept: KeptTotals) {
    (self.years, self.columns, self.kept) = (years, columns, kept)
  }

  mutating func text() async throws -> String {
    """
    # A daily drift report over a year

    \(years) simulated years of a report that runs every day on \(columns) columns of ten equally likely categories, 10,000
    rows a day against a reference of 300,000, through the code that weighs the
    evidence of a scheduled look and raises alarms. The page is made by

    ```sh
    make drift-years             # 1,000 years
    make drift-years YEARS=100
    ```

    ## Without drift

    In T looks at most T × `alarm_rate` false alarms are expected, over all columns together. At a tolerance of nothing
    chance alone comes nearest to an alarm: there the promise is hardest to keep.

    | tolerated PSI | `alarm_rate` | years | alarms | a year | promised at most | years with an alarm |
    |--:|--:|--:|--:|--:|--:|--:|
    \(try await quiet(psi: 1e-9, rates: [0.05, 0.01]))
    \(try await quiet(psi: 0.2, rates: [0.01]))

    ## A shift of \(Self.shift) standard deviations in one column

    From day \(Self.change) on the ten categories of one column are as frequent as the deciles of a normal score whose mean
    moved by \(Self.shift) standard deviations, a PSI of \(String(format: "%.4f", try index)); 0.001 is tolerated, and `alarm_rate` is 0.01. Days are counted
    from the first that is shifted; the shift must be found within \(Self.mostDays).

    \(try await found())

    \(holds ? "All of it holds." : "**Not all of it holds.**")
    """
  }

  private var index: Double {
    get throws { Shares.index(SimulatedYear.even, try Shares.moved(10, by: Self.shift)) }
  }

  /// A year of a report that tolerates so much.
  private func year(psi: Double) -> SimulatedYear {
    var plan = Plan(name: "year", strategy: .drift, control: nil, treatments: [])
    plan.drift.psi = psi
    return SimulatedYear(plan: plan, columns: columns)
  }

  /// The sums over all years of what each of them counts.
  private func totals(
    _ key: String, _ year: SimulatedYear, _ world: SimulatedYear.World, rates: [Double],
    _ counted: @escaping @Sendable ([[Int]]) -> [Int]
  ) async throws -> [Int] {
    var sums: [Int] = []
    for first in stride(from: 0, to: years, by: Self.block) {
      let range = first..<min(years, first + Self.block)
      let part = try await kept.totals("\(key), \(columns) columns", range) { number in
        counted(
          try year.alarms(
            world, rates: rates, SplitMix64(seed: Self.seed, family: 1, index: number)))
      }
      sums = sums.isEmpty ? part : zip(sums, part).map { $0 + $1 }
    }
    return sums
  }

  private mutating func quiet(psi: Double, rates: [Double]) async throws -> String {
    let year = year(psi: psi)
    let sums = try await totals(
      "no drift, psi \(psi), rates \(rates)", year, .nothing, rates: rates
    ) { alarms in
      alarms.flatMap { days in [days.count, days.isEmpty ? 0 : 1, days.count * days.count] }
    }
    return rates.indices.map { index in
      row(Array(sums[3 * index..<3 * index + 3]), psi: psi, rate: rates[index], days: year.days)
    }.joined(separator: "\n")
  }

  private mutating func row(_ sums: [Int], psi: Double, rate: Double, days: Int) -> String {
    let mean = Double(sums[0]) / Double(years)
    let promised = Double(days) * rate
    // The mean of so many years is known to its standard error; the promise is of the mean.
    let spread = max(0, Double(sums[2]) / Double(years) - mean * mean)
    let isKept = mean <= promised + 3 * (spread / Double(years)).squareRoot()
    holds = holds && isKept
    let told = String(format: "%.3f", mean)
    return "| \(psi) | \(rate) | \(years) | \(sums[0]) | \(isKept ? told : "**\(told)**") | "
      + "\(String(format: "%.2f", promised)) | \(sums[1]) |"
  }

  private mutating func found() async throws -> String {
    var year = year(psi: 0.001)
    year.days = Self.change + 31
    let sums = try await totals(
      "shift \(Self.shift) from day \(Self.change)", year, .shift(Self.shift, from: Self.change),
      rates: [0.01]
    ) { alarms in
      // Alarms before the shift; then a place for each day of its first month, and the last for never.
      let days = alarms[0]
      let delay = days.first { $0 >= Self.change }.map { $0 - Self.change } ?? 31
      return [days.count { $0 < Self.change }] + (0...31).map { $0 == delay ? 1 : 0 }
    }
    let delays = Array(sums.dropFirst())
    let late = delays.dropFirst(Self.mostDays).reduce(0, +)
    holds = holds && late == 0
    var lines = [
      "| days until it was found | years |", "|--:|--:|",
    ]
    for (day, count) in delays.enumerated() where count > 0 {
      lines.append("| \(day < 31 ? "\(day + 1)" : "not within 31") | \(count) |")
    }
    lines.append("")
    lines.append(
      "Found within \(Self.mostDays) days in \(years - late) of \(years) years; alarms on the \(Self.change) days before the shift: \(sums[0])."
    )
    return lines.joined(separator: "\n")
  }
}
