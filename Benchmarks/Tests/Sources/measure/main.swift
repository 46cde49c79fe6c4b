import Foundation
import Stats

// measure DIRECTORY JOB: prints the processor time and the wall time of one call in seconds, repeated
// until the clocks can see it, and the numbers that it gave; see compare.py.

func job(_ name: String, _ samples: Samples) throws -> () throws -> [Double] {
  let (x, y) = (samples.control, samples.treatment)
  let (a, b) = (samples.smallControl, samples.smallTreatment)
  let control = try BinomialCount(successes: 235, trials: 2435)
  let treatment = try BinomialCount(successes: 157, trials: 2435)
  func bounds(_ interval: ConfidenceInterval) -> [Double] { [interval.lower, interval.upper] }
  switch name {
  case "welch": return { [try WelchTTest().evaluate(control: x, treatment: y).pValue] }
  case "proportions":
    return { [try TwoProportionZTest().evaluate(control: control, treatment: treatment).pValue] }
  case "chi-square":
    let table = [[120, 90, 40, 30, 8], [100, 110, 60, 25, 12]]
    return { [try ChiSquareIndependence().evaluate(table).pValue] }
  case "fisher":
    return { [try FisherExactTest().evaluate(control: control, treatment: treatment).pValue] }
  case "mann-whitney":
    return {
      [try MannWhitneyTest(method: .asymptotic).evaluate(control: x, treatment: y).pValue]
    }
  case "kolmogorov-smirnov":
    return { [try KolmogorovSmirnovTest(.asymptotic).evaluate(control: x, treatment: y).pValue] }
  case "wilcoxon":
    return {
      [try WilcoxonSignedRankTest(method: .asymptotic).evaluate(control: x, treatment: y).pValue]
    }
  case "auc":
    return {
      let area = try AreaUnderCurve(
        positives: WeightedValues(y), negatives: WeightedValues(x))
      return [area.value, area.standardError]
    }
  case "newcombe":
    return { bounds(try NewcombeInterval().interval(control: control, treatment: treatment)) }
  case "miettinen-nurminen":
    return {
      bounds(try MiettinenNurminenInterval().interval(control: control, treatment: treatment))
    }
  case "bootstrap difference":
    return {
      let distribution = try Bootstrap(replicates: 10_000, seed: 1)
        .distribution(control: SampleMean(a), treatment: SampleMean(b))
      return bounds(try distribution.interval(.percentile))
    }
  case "bootstrap median":
    return {
      let distribution = try Bootstrap(replicates: 10_000, seed: 1)
        .distribution(of: SampleQuantile(a))
      return bounds(try distribution.interval(.percentile))
    }
  case "permutation":
    return {
      [
        try PermutationTest(permutations: 10_000, seed: 1).evaluate(
          control: Array(a.prefix(1_000)), treatment: Array(b.prefix(1_000))
        ).test.pValue
      ]
    }
  default: throw CocoaError(.featureUnsupported)
  }
}

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
  FileHandle.standardError.write(Data("usage: measure DIRECTORY JOB\n".utf8))
  exit(64)
}
let run = try job(arguments[2], Samples(directory: arguments[1]))
let wall = ContinuousClock()
var answer = try run()
let (startOfWall, startOfProcessor) = (wall.now, clock())
var calls = 0
repeat {
  answer = try run()
  calls += 1
} while wall.now - startOfWall < .milliseconds(200)
print(Double(clock() - startOfProcessor) / Double(CLOCKS_PER_SEC) / Double(calls))
print((wall.now - startOfWall) / .seconds(1) / Double(calls))
for number in answer { print(number) }
