import Foundation
import Stats

// speed FAMILY OPERATION BLOCKS < ROWS: the median processor time of a call in nanoseconds; see
// speed_table.py. ROWS are quadruples of doubles: three parameters, of which a family takes the
// first ones, and the argument.

struct Question {
  let first: Double
  let second: Double
  let third: Double
  let x: Double
}

func ask<D: ContinuousDistribution>(
  _ operation: String, _ questions: [Question], _ distribution: (Question) -> D
) throws -> Double {
  var sum = 0.0
  switch operation {
  case "density": for q in questions { sum += try distribution(q).density(q.x) }
  case "lower": for q in questions { sum += try distribution(q).lowerTail(q.x) }
  default: for q in questions { sum += try distribution(q).quantile(lowerTail: q.x) }
  }
  return sum
}

func ask<D: DiscreteDistribution>(
  _ operation: String, _ questions: [Question], _ distribution: (Question) -> D
) throws -> Double {
  var sum = 0.0
  switch operation {
  case "density": for q in questions { sum += try distribution(q).mass(Int(q.x)) }
  case "lower": for q in questions { sum += try distribution(q).lowerTail(Int(q.x)) }
  default: for q in questions { sum += Double(try distribution(q).quantile(lowerTail: q.x)) }
  }
  return sum
}

func answer(_ family: String, _ operation: String, _ all: [Question]) throws -> Double {
  switch family {
  case "normal": try ask(operation, all) { _ in Normal() }
  case "t": try ask(operation, all) { StudentT(degreesOfFreedom: $0.first) }
  case "chi2": try ask(operation, all) { ChiSquared(degreesOfFreedom: $0.first) }
  case "gamma": try ask(operation, all) { GammaDistribution(shape: $0.first, scale: 1) }
  case "beta": try ask(operation, all) { BetaDistribution(alpha: $0.first, beta: $0.second) }
  case "f": try ask(operation, all) { FDistribution(numerator: $0.first, denominator: $0.second) }
  case "kolmogorov": try ask(operation, all) { _ in Kolmogorov() }
  case "binomial":
    try ask(operation, all) { Binomial(trials: Int($0.first), probability: $0.second) }
  case "poisson": try ask(operation, all) { Poisson(mean: $0.first) }
  case "negbinomial":
    try ask(operation, all) { NegativeBinomial(size: $0.first, probability: $0.second) }
  case "hypergeometric":
    try ask(operation, all) {
      Hypergeometric(successes: Int($0.first), failures: Int($0.second), draws: Int($0.third))
    }
  case "ncchi2":
    try ask(operation, all) {
      NoncentralChiSquared(degreesOfFreedom: $0.first, noncentrality: $0.second)
    }
  case "ncf":
    try ask(operation, all) {
      NoncentralF(numerator: $0.first, denominator: $0.second, noncentrality: $0.third)
    }
  case "nct":
    try ask(operation, all) { NoncentralT(degreesOfFreedom: $0.first, noncentrality: $0.second) }
  case "tukey":
    try ask(operation, all) {
      StudentizedRange(means: Int($0.first), degreesOfFreedom: $0.second)
    }
  default: fatalError("unknown family \(family)")
  }
}

let words = CommandLine.arguments
guard words.count == 4, let blocks = Int(words[3]), blocks > 0 else {
  fatalError("speed FAMILY OPERATION BLOCKS < ROWS")
}
let questions = FileHandle.standardInput.readDataToEndOfFile().withUnsafeBytes {
  $0.bindMemory(to: Question.self).map { $0 }
}
var checksum = 0.0
let times = try (0..<blocks).map { _ in
  let start = clock()
  checksum += try answer(words[1], words[2], questions)
  return Double(clock() - start) / Double(CLOCKS_PER_SEC) / Double(questions.count) * 1e9
}
print(times.sorted()[blocks / 2], checksum)
