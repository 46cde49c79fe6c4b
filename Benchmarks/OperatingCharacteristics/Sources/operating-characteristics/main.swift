import Foundation

// operating-characteristics [rollouts [words]]: the Markdown page on standard output; with words only the
// cells whose name has them, without a page around.
let arguments = CommandLine.arguments.dropFirst()
let rollouts = arguments.first.flatMap { Int($0) } ?? 1000
let words = arguments.dropFirst().first
let seeds: [UInt64] = [20_261_121, 7]
let seed = seeds[0]
let (grid, more, looks, mutants) = (
  Cell.grid(seed: seed), Cell.more(seed: seed), Cell.looks(seed: seed), Mutant.all(seed: seed)
)
let harness = Harness(
  rollouts: rollouts, seeds: seeds,
  comparisons: seeds.count * (4 * (grid.count + more.count + looks.count) + 2 * (mutants.count + 1))
)
let page = Page(harness: harness)
// Written at once, section by section: a page that was stopped half-way is seen to be half a page.
func write(_ section: String) {
  FileHandle.standardOutput.write(Data((section + "\n").utf8))
}
if let words {
  let cells = (grid + more + looks).filter { $0.name.contains(words) }
  try await page.table(words, cells, write: write)
  exit(0)
}
write(page.introduction())
try await page.table("The worst truths, by shape and by the treatment's share", grid, write: write)
try await page.table("Many guardrails, treatments, phases, looks", more, write: write)
try await page.table("Looks in groups, overrun, late labels", looks, write: write)
write(try await page.mutants(mutants))
write(try await page.power())
write(try await page.detection())
write(page.canaries())
