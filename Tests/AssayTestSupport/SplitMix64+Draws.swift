import Foundation
internal import Stats
public import Summaries

extension SplitMix64 {
  /// A binomial count: by waiting times (Devroye, 1986), or rounded from the normal where n p (1 − p) is
  /// in the thousands and the difference is far below what a simulation can see.
  public mutating func binomial(_ n: Int, _ p: Double) -> Int {
    guard n > 0, p > 0 else { return 0 }
    guard p < 1 else { return n }
    if p > 0.5 { return n - binomial(n, 1 - p) }
    let variance = Double(n) * p * (1 - p)
    if variance > 2_000 {
      let draw = (Double(n) * p + variance.squareRoot() * normal()).rounded()
      return min(max(Int(draw), 0), n)
    }
    var (count, position) = (0, 0.0)
    while true {
      position += (log(uniform()) / log1p(-p)).rounded(.up)
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
