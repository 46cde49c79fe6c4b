import Stats

// error-rates [replicates]: the Markdown page on standard output.
let replicates = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 10_000
let simulation = Simulation(seed: 20_240_607, replicates: replicates)
let report = try Report(replicates: replicates)
print(report.introduction(seed: simulation.seed))
var family: UInt64 = 0
for study in Study.all {
  var tallies: [Tally] = []
  for column in study.columns {
    family += 1
    tallies.append(try await simulation.run(column, family: family))
  }
  print("\n" + report.section(study, tallies))
}

extension Study {
  static var all: [Study] {
    [
      location, paired, variances, several, proportionTests, proportionIntervals, riskIntervals,
      means, ratios, lifts, effectSizes, associations, associationIntervals, families,
      familyIntervals,
    ]
  }
}
