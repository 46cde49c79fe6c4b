import Foundation
import Simulated

// drift-years [YEARS [FILE [COLUMNS]]]: how often a daily drift report raises an alarm without drift, and how soon
// it finds some, as a Markdown page; totals kept in a file, so that a run that was stopped goes on. Ends with 1
// where something does not hold that must.
func writePage(_ arguments: [String]) async throws -> Int32 {
  let years = arguments.first.flatMap { Int($0) } ?? 1000
  let columns = arguments.count > 2 ? Int(arguments[2]) ?? 40 : 40
  var page = YearsPage(
    years: years, columns: columns, kept: try KeptTotals(arguments.count > 1 ? arguments[1] : nil))
  print(try await page.text())
  return page.holds ? 0 : 1
}

exit(try await writePage(Array(CommandLine.arguments.dropFirst())))
