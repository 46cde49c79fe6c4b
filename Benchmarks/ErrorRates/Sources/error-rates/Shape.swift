import Foundation
import Stats
import Summaries

/// What a population looks like.
enum Shape: CaseIterable, Sendable {
  case normal, logNormal, tied

  var name: String {
    switch self {
    case .normal: "normal"
    case .logNormal: "log-normal"
    case .tied: "0–5"
    }
  }

  /// The probabilities of 0, 1, … 5.
  static let tiedShares = [0.35, 0.25, 0.18, 0.12, 0.07, 0.03]

  var mean: Double {
    switch self {
    case .normal: 0
    case .logNormal: exp(0.5)
    case .tied: Self.mean(of: Self.tiedShares)
    }
  }

  var standardDeviation: Double {
    switch self {
    case .normal: 1
    case .logNormal: (expm1(1) * exp(1)).squareRoot()
    case .tied:
      Self.tiedShares.enumerated().reduce(0) { sum, share in
        sum + share.element * pow(Double(share.offset) - mean, 2)
      }.squareRoot()
    }
  }

  func draw(_ random: inout SplitMix64) -> Double {
    switch self {
    case .normal: random.normal()
    case .logNormal: exp(random.normal())
    case .tied: Double(random.category(Self.tiedShares))
    }
  }

  func sample(_ count: Int, _ random: inout SplitMix64) -> [Double] {
    (0..<count).map { _ in draw(&random) }
  }

  static func mean(of shares: [Double]) -> Double {
    shares.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
  }
}

extension SplitMix64 {
  /// A category, by its probability.
  mutating func category(_ shares: [Double]) -> Int {
    var rest = uniform()
    for (index, share) in shares.enumerated() {
      rest -= share
      if rest < 0 { return index }
    }
    return shares.count - 1
  }

  /// The successes of independent trials, by inverting the binomial distribution.
  mutating func successes(_ trials: Int, _ probability: Double) throws -> BinomialCount {
    let drawn = try Binomial(trials: trials, probability: probability)
      .quantile(lowerTail: uniform())
    return try BinomialCount(successes: drawn, trials: trials)
  }

  /// The counts of independent draws, one a category.
  mutating func counts(_ draws: Int, _ shares: [Double]) -> [Int] {
    var counts = [Int](repeating: 0, count: shares.count)
    for _ in 0..<draws { counts[category(shares)] += 1 }
    return counts
  }
}
