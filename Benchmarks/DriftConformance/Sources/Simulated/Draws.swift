import Foundation
import Stats
import Summaries

extension SplitMix64 {
  /// A binomial count: by waiting times (Devroye, 1986), or from the normal where its variance is above 400,
  /// beyond which the difference is far below what these simulations can see.
  public mutating func binomial(_ n: Int, _ p: Double) -> Int {
    guard n > 0, p > 0 else { return 0 }
    guard p < 1 else { return n }
    if p > 0.5 { return n - binomial(n, 1 - p) }
    let variance = Double(n) * p * (1 - p)
    if variance > 400 {
      let draw = (Double(n) * p + variance.squareRoot() * normal()).rounded()
      return min(max(Int(draw), 0), n)
    }
    var (count, position) = (0, 0.0)
    let scale = 1 / log1p(-p)
    while true {
      position += (log(uniform()) * scale).rounded(.up)
      if position > Double(n) { return count }
      count += 1
    }
  }

  /// Counts of n rows by category.
  public mutating func multinomial(_ n: Int, _ shares: [Double]) -> [Int] {
    var (rows, mass) = (n, 1.0)
    return shares.map { share in
      let count = binomial(rows, min(1, share / max(mass, 1e-300)))
      rows -= count
      mass -= share
      return count
    }
  }
}

/// Shares of categories.
public enum Shares {
  /// All alike.
  public static func even(_ count: Int) -> [Double] {
    Array(repeating: 1 / Double(count), count: count)
  }

  /// The second half as frequent as the first, the third a third, and so on.
  public static func zipf(_ count: Int) -> [Double] {
    let weights = (1...count).map { 1 / Double($0) }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  /// The population stability index of two sets of shares.
  public static func index(_ p: [Double], _ q: [Double]) -> Double {
    zip(p, q).reduce(0) { $0 + ($1.0 - $1.1) * log($1.0 / $1.1) }
  }

  /// Shares whose index against these is `index`: every second one grows, the others shrink.
  public static func tilted(_ shares: [Double], toIndex index: Double) -> [Double] {
    func tilt(_ a: Double) -> [Double] {
      let raw = shares.enumerated().map { $0.element * exp($0.offset % 2 == 0 ? a : -a) }
      let total = raw.reduce(0, +)
      return raw.map { $0 / total }
    }
    var (low, high) = (0.0, 5.0)
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if Self.index(shares, tilt(middle)) < index { low = middle } else { high = middle }
    }
    return tilt(low)
  }

  /// What a standard normal score's equally likely bins become when its mean moves by so many deviations.
  public static func moved(_ bins: Int, by shift: Double) throws -> [Double] {
    let normal = Normal()
    let inner = try (1..<bins).map { edge in
      try normal.lowerTail(normal.quantile(lowerTail: Double(edge) / Double(bins)) - shift)
    }
    return zip(inner + [1], [0] + inner).map { $0 - $1 }
  }
}
