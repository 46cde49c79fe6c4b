import Experiment
import Simulated
import Stats

/// A year of daily reports on columns of ten equally likely categories, through the code that weighs a look's
/// evidence and raises alarms.
struct SimulatedYear: Sendable {
  /// What happens to the columns.
  enum World: Sendable {
    case nothing
    /// In one column, from a day on, what a normal score's deciles become when its mean moves by so many
    /// standard deviations.
    case shift(Double, from: Int)
  }

  var plan: Plan
  var columns: Int
  var days = 365
  var rowsADay = 10_000
  var referenceRows = 300_000

  static let even = Shares.even(10)

  /// The days on which an alarm was raised, at each of some rates.
  func alarms(_ world: World, rates: [Double], _ draws: SplitMix64) throws -> [[Int]] {
    var generator = draws
    let reference = log(referenceRows, shares: { _ in Self.even }, &generator)
    let analysis = DriftAnalysis(plan, identity: plan.identity)
    var detectors = try rates.map { try AveragedEDetector(alarmRate: $0) }
    var alarms = rates.map { _ in [Int]() }
    let moved = try Self.moved(world)
    for day in 0..<days {
      let current = log(
        rowsADay, shares: { column in column == 0 && moved.from <= day ? moved.shares : Self.even },
        &generator)
      let evidence = try analysis.logEValues(reference: reference, current: current)
      for index in detectors.indices {
        let observation = try detectors[index].observe(logEValues: evidence)
        if observation.answer == .alarm { alarms[index].append(day) }
      }
    }
    return alarms
  }

  private static func moved(_ world: World) throws -> (shares: [Double], from: Int) {
    guard case .shift(let shift, let from) = world else { return (even, .max) }
    return (try Shares.moved(even.count, by: shift), from)
  }

  private func log(
    _ rows: Int, shares: (Int) -> [Double], _ generator: inout SplitMix64
  ) -> LogSummary {
    var summary = LogSummary()
    (summary.rows.read, summary.rows.used) = (rows, rows)
    let drawn = (0..<columns).map { column in
      let counts = generator.multinomial(rows, shares(column))
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
    return summary
  }
}
