import Experiment
import Foundation

// drift-years [YEARS [COLUMNS]]: how often a daily drift report raises an alarm without drift, and how soon it finds
// some. Prints one line a cell.

let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let years = arguments.first ?? 1_000
let columns = arguments.dropFirst().first ?? 40

/// Runs the years of one cell on all processors.
func alarms(_ year: SimulatedYear, _ world: SimulatedYear.World, years: Int) async throws -> [[Int]]
{
  try await withThrowingTaskGroup(of: (Int, [Int]).self) { group in
    for index in 0..<years {
      group.addTask { (index, try year.alarms(world, seed: UInt64(index) &* 7_919 &+ 20_260_301)) }
    }
    var found = [[Int]](repeating: [], count: years)
    for try await (index, days) in group { found[index] = days }
    return found
  }
}

for (psi, rate) in [(1e-9, 0.05), (0.001, 0.01), (0.2, 0.01)] {
  var plan = Plan(name: "year", strategy: .drift, control: nil, treatments: [])
  (plan.drift.psi, plan.drift.alarmRate) = (psi, rate)
  let year = SimulatedYear(plan: plan, columns: columns)
  let quiet = try await alarms(year, .nothing, years: years)
  let mean = Double(quiet.map(\.count).reduce(0, +)) / Double(years)
  print(
    "no drift, psi \(psi), alarm_rate \(rate): mean alarms a year \(mean), promised at most \(365 * rate)"
  )
}

var plan = Plan(name: "year", strategy: .drift, control: nil, treatments: [])
(plan.drift.psi, plan.drift.alarmRate) = (0.001, 0.01)
var year = SimulatedYear(plan: plan, columns: columns)
year.days = 230
let shifted = try await alarms(year, .shift(0.1, from: 200), years: max(1, years / 10))
let delays = shifted.compactMap { days in days.first { $0 >= 200 }.map { $0 - 199 } }.sorted()
let early = shifted.count { days in days.contains { $0 < 200 } }
print(
  "0.1 sd from day 200 in one of \(columns) columns: found in \(delays.count) of \(shifted.count) years, "
    + "after \(delays.isEmpty ? 0 : delays[delays.count / 2]) days in the median and \(delays.last ?? 0) at most; "
    + "alarms before it in \(early) years")
