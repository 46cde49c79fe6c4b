import Foundation

// drift-conformance [runs]: the Markdown page on standard output; progress on standard error.
let runs = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1000
let page = Page(runs: runs, seed: 20_261_121)
// Written at once, section by section: a page that was stopped half-way is seen to be half a page.
for section in Page.Section.allCases {
  FileHandle.standardOutput.write(Data((try page.text(section) + "\n").utf8))
  FileHandle.standardError.write(Data("\(section)\n".utf8))
}
