internal import Stats
internal import Summaries

/// When a log went on: its rows by their own time.
struct LogCalendar: Equatable {
  /// A stretch of time without rows.
  struct Gap: Equatable {
    var from: Timestamp
    var to: Timestamp

    var seconds: Double { from.seconds(to: to) }
  }

  private let variants: Int
  private let cells: [LogSummary.CalendarCell]
  private let exposures: [LogSummary.Exposures]

  init(_ plan: Plan, _ summary: LogSummary) {
    (variants, cells, exposures) = (plan.variants.count, summary.calendar, summary.exposures)
  }

  /// How many days hold rows; nil where the rows were not counted by their time.
  var days: Int? {
    cells.isEmpty ? nil : Set(cells.map { TimeBuckets.days.index(of: $0.first) }).count
  }

  /// All rows, and those after a gap.
  var rows: Int { cells.map(\.rows).reduce(0, +) }
  func rows(after gap: Gap) -> Int {
    cells.filter { $0.first >= gap.to }.map(\.rows).reduce(0, +)
  }

  /// The latest row of a variant, or of any.
  func newest(of variant: Int? = nil) -> Timestamp? {
    cells.filter { variant == nil || $0.variant == variant }.map(\.last).max()
  }

  /// The longest stretch within the log without rows of a variant, or of any.
  func longestGap(of variant: Int? = nil) -> Gap? {
    var spans: [Int: (first: Timestamp, last: Timestamp)] = [:]
    for cell in cells where variant == nil || cell.variant == variant {
      let known = spans[cell.bucket] ?? (cell.first, cell.last)
      spans[cell.bucket] = (min(known.first, cell.first), max(known.last, cell.last))
    }
    let ordered = spans.keys.sorted().compactMap { spans[$0] }
    return zip(ordered, ordered.dropFirst()).map { Gap(from: $0.last, to: $1.first) }
      .max { $0.seconds < $1.seconds }
  }

  /// By day the units that came first on it, or rows where each is a unit.
  var dailyUnits: [(day: Int, units: [Int])] {
    guard exposures.isEmpty else { return exposures.map { ($0.day, $0.units) } }
    var days: [Int: [Int]] = [:]
    for cell in cells {
      let day = TimeBuckets.days.index(of: cell.first)
      days[day, default: Array(repeating: 0, count: variants)][cell.variant] += cell.rows
    }
    return days.keys.sorted().map { ($0, days[$0] ?? []) }
  }
}

/// Whether each day shows the split that the plan says stays the same.
///
/// Arms that hold the planned share of units over the whole log, but not on each of its days, were not
/// compared alike: the one has more of Friday's users, the other more of Saturday's (Simpson, 1951). The
/// Bayes factor of the sample ratio with a factor of its own for every day (Lindon & Malek, 2022) is an
/// e-value of the planned split as well, and finds shifts that cancel.
struct AllocationDrift: Equatable {
  var days: Int
  var pValue: Double
  /// The day that speaks most against the split, and its units.
  var worst: Timestamp
  var observed: [Int]
  var expected: [Double]

  /// Nil for a single day, and where a variant is planned to get nothing.
  init?(_ plan: Plan, _ calendar: LogCalendar) {
    let days = calendar.dailyUnits.filter { $0.units.reduce(0, +) > 0 }
    let shares = plan.shares
    guard plan.phases.isEmpty, plan.ramp == nil, days.count > 1, shares.allSatisfy({ $0 > 0 })
    else { return nil }
    let test = SequentialSampleRatio()
    let phases = days.map { SequentialSampleRatio.Phase(counts: $0.units, weights: shares) }
    guard let pValue = try? test.pValue(phases),
      let worst = zip(days, phases).max(by: {
        ((try? test.logBayesFactor([$0.1])) ?? 0) < ((try? test.logBayesFactor([$1.1])) ?? 0)
      })?.0
    else { return nil }
    (self.days, self.pValue, expected) = (days.count, pValue, shares)
    (self.worst, observed) = (ScanLayout.day(worst.day), worst.units)
  }
}
