import Experiment
import Foundation

// Reads a log as `assay gate PLAN --log LOG` or, for a plan of drift, as one side of `assay drift` does, on one
// thread and without tasks: valgrind cannot follow the main loop of an asynchronous program.
//
//   scan PLAN LOG

let words = CommandLine.arguments
guard words.count == 3 else {
  FileHandle.standardError.write(Data("usage: scan PLAN LOG\n".utf8))
  exit(64)
}
let plan = try Plan(yaml: String(contentsOfFile: words[1], encoding: .utf8), file: words[1])
let wanted =
  plan.strategy == .drift ? plan.driftScanPlan(role: .reference) : ScanLayout(plan).scan
let summary = try LogScanner([.path(words[2])], options: ScanOptions(threads: 1)).scan(wanted)
print(summary.rows.used)
