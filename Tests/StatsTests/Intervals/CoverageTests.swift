import Foundation
import Stats
import Testing

/// Coverage and size by adding up every possible table: no simulation error, no oracle needed.
@Suite struct CoverageTests {
  /// The probability of each number of successes.
  private func probabilities(_ n: Int, _ p: Double) -> [Double] {
    (0...n).map { x in
      let (x, n) = (Double(x), Double(n))
      let choose = lgamma(n + 1) - lgamma(x + 1) - lgamma(n - x + 1)
      return exp(choose + x * log(p) + (n - x) * log1p(-p))
    }
  }

  private func coverages(
    _ n: Int, _ interval: (BinomialCount) throws -> ConfidenceInterval
  ) throws -> [Double] {
    let intervals = try (0...n).map { try interval(BinomialCount(successes: $0, trials: n)) }
    return (1..<200).map { step in
      let p = Double(step) / 200
      return zip(probabilities(n, p), intervals).reduce(0) { $0 + ($1.1.contains(p) ? $1.0 : 0) }
    }
  }

  @Test(arguments: [5, 20, 81])
  func clopperPearsonNeverFallsShort(n: Int) throws {
    let found = try coverages(n) { try ClopperPearsonInterval(level: 0.9).interval($0) }
    #expect((found.min() ?? 0) >= 0.9 - 1e-9)
  }

  /// Brown, Cai & DasGupta (2001): Wilson's coverage swings about its level and is right on average.
  @Test(arguments: [20, 81])
  func wilsonIsRightOnAverage(n: Int) throws {
    let found = try coverages(n) { try WilsonInterval().interval($0) }
    let mean = found.reduce(0, +) / Double(found.count)
    #expect(abs(mean - 0.95) < 0.01)
    #expect((found.min() ?? 0) > 0.83)
    let corrected = try coverages(n) { try WilsonInterval(continuity: .yates).interval($0) }
    #expect(zip(corrected, found).allSatisfy { $0 >= $1 - 1e-12 })
  }

  /// Newcombe (1998): mean coverage near .95 for the hybrid and the score interval, less for Wald's.
  @Test func differencesCoverAsPublished() throws {
    let (n, m) = (12, 17)
    var means: [String: Double] = [:]
    let shares = stride(from: 0.05, through: 0.95, by: 0.1)
    for (name, interval) in [
      ("Newcombe", { try NewcombeInterval().interval(control: $0, treatment: $1) }),
      ("score", { try MiettinenNurminenInterval().interval(control: $0, treatment: $1) }),
      ("Wald", { try WaldDifferenceInterval().interval(control: $0, treatment: $1) }),
    ] as [(String, (BinomialCount, BinomialCount) throws -> ConfidenceInterval)] {
      let table = try (0...n).map { x in
        try (0...m).map { y in
          try interval(
            BinomialCount(successes: x, trials: n), BinomialCount(successes: y, trials: m))
        }
      }
      var (sum, cells) = (0.0, 0)
      for p in shares {
        for q in shares {
          let (px, py) = (probabilities(n, p), probabilities(m, q))
          cells += 1
          for x in 0...n {
            for y in 0...m where table[x][y].contains(q - p) { sum += px[x] * py[y] }
          }
        }
      }
      means[name] = sum / Double(cells)
    }
    #expect(abs((means["Newcombe"] ?? 0) - 0.955) < 0.012)
    #expect(abs((means["score"] ?? 0) - 0.955) < 0.012)
    #expect((means["Wald"] ?? 1) < 0.935)
  }

  /// Fisher's test never exceeds its level, nor does the exact binomial; the z-test may by little.
  @Test func exactTestsKeepTheirLevel() throws {
    let (n, m) = (14, 11)
    func size(_ p: Double, _ test: (BinomialCount, BinomialCount) throws -> Double) throws -> Double
    {
      let (px, py) = (probabilities(n, p), probabilities(m, p))
      var sum = 0.0
      for x in 0...n {
        for y in 0...m where x + y > 0 && x + y < n + m {
          let rejected =
            try test(
              BinomialCount(successes: x, trials: n), BinomialCount(successes: y, trials: m))
            <= 0.05
          sum += rejected ? px[x] * py[y] : 0
        }
      }
      return sum
    }
    for p in [0.05, 0.2, 0.5, 0.7] {
      for alternative in Alternative.allCases {
        let fisher = try size(p) {
          try FisherExactTest(alternative: alternative).evaluate(control: $0, treatment: $1).pValue
        }
        #expect(fisher <= 0.05)
        let z = try size(p) {
          try TwoProportionZTest(alternative: alternative)
            .evaluate(control: $0, treatment: $1).pValue
        }
        #expect(z <= 0.09)
        #expect(z >= fisher)
      }
      let binomial = try probabilities(30, p).enumerated().reduce(0.0) { sum, outcome in
        let count = try BinomialCount(successes: outcome.offset, trials: 30)
        let pValue = try BinomialTest(nullProportion: p).evaluate(count).pValue
        return sum + (pValue <= 0.05 ? outcome.element : 0)
      }
      #expect(binomial <= 0.05 && binomial > 0.005)
    }
  }
}
