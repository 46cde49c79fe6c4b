import Foundation
import Simulated

// drift-conformance [RUNS [FILE]]: the Markdown page on standard output; totals kept in a file, so that a run that
// was stopped goes on. Ends with 1 where something does not hold that must.

/// Writes the page section by section: one that was stopped half-way is seen to be half a page.
func writePage(_ arguments: [String]) async throws -> Int32 {
  let runs = arguments.first.flatMap { Int($0) } ?? 1000
  var page = Page(
    runs: runs, seed: 20_261_121, kept: try KeptTotals(arguments.count > 1 ? arguments[1] : nil))
  for section in Page.Section.allCases {
    FileHandle.standardOutput.write(Data((try await page.text(section) + "\n").utf8))
  }
  return page.broken.isEmpty ? 0 : 1
}

exit(try await writePage(Array(CommandLine.arguments.dropFirst())))
