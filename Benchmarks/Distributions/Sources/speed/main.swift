import Foundation
import Stats

// Reads "family operation parameter parameter x" lines of one family and operation, and prints the
// processor time of a call in nanoseconds; see speed_table.py.

struct Question {
  let first: Double
  let second: Double
  let x: Double
}

func answer(_ family: String, _ operation: String, _ q: Question) throws -> Double {
  switch family {
  case "normal": try ask(Normal(), operation, q.x)
  case "t": try ask(StudentT(degreesOfFreedom: q.first), operation, q.x)
  case "gamma": try ask(GammaDistribution(shape: q.first, scale: 1), operation, q.x)
  case "beta": try ask(BetaDistribution(alpha: q.first, beta: q.second), operation, q.x)
  default: try ask(FDistribution(numerator: q.first, denominator: q.second), operation, q.x)
  }
}

func ask<D: ContinuousDistribution>(
  _ distribution: D, _ operation: String, _ x: Double
) throws -> Double {
  operation == "lower" ? try distribution.lowerTail(x) : try distribution.quantile(lowerTail: x)
}

var questions: [Question] = []
var family = ""
var operation = ""
while let line = readLine() {
  let words = line.split(separator: " ")
  let numbers = words.dropFirst(2).compactMap { Double($0) }
  guard numbers.count == 3 else { continue }
  family = String(words[0])
  operation = String(words[1])
  questions.append(Question(first: numbers[0], second: numbers[1], x: numbers[2]))
}
var sum = 0.0
let start = clock()
for question in questions { sum += (try? answer(family, operation, question)) ?? 0 }
let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
print(seconds / Double(questions.count) * 1e9, sum)
