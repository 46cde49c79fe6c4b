// operating-characteristics [rollouts]: the Markdown page on standard output.
let rollouts = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 10_000
let seed: UInt64 = 20_261_121
let (grid, more, mutants) = (
  Cell.grid(seed: seed), Cell.more(seed: seed), Mutant.all(seed: seed)
)
let harness = Harness(
  rollouts: rollouts, comparisons: 4 * (grid.count + more.count) + 2 * mutants.count)
let page = Page(harness: harness, seed: seed)
print(page.introduction(grid.count + more.count))
print(try await page.table("The worst truths, by shape and by the treatment's share", grid))
print(try await page.table("Many guardrails, treatments, phases, looks", more))
print(try await page.mutants(mutants))
print(try await page.power())
print(try await page.detection())
print(page.canaries())
