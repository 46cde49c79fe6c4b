/// Tests whether two columns rise and fall together, by the order of all pairs of rows.
///
/// H0: independence. The estimate is τ_b, from −1 to 1; the statistic is z, or the number of
/// concordant pairs where it is exact. By itself it is exact below 50 rows without ties.
///
/// Reference: Kendall (1938), Biometrika 30, 81–93; counting: Knight (1966), JASA 61, 436–439.
/// Matches R's `cor.test(x, y, method = "kendall")`.
public struct KendallTest: Sendable {
  /// Which departures from independence count.
  public var alternative: Alternative
  /// How the p-value is found.
  public var method: PValueMethod

  /// Creates a test.
  public init(alternative: Alternative = .twoSided, method: PValueMethod = .automatic) {
    (self.alternative, self.method) = (alternative, method)
  }

  /// Tests two columns of equal length, paired by position.
  ///
  /// - Throws: `StatsError.zeroVariance` for a constant column; `exact` with ties is an error.
  public func evaluate(_ x: [Double], _ y: [Double]) throws(StatsError) -> TestResult {
    let order = try PairOrder(x, y)
    let n = Double(x.count)
    let pairs = n * (n - 1) / 2
    let hasTies = order.tiesX.pairs > 0 || order.tiesY.pairs > 0
    let isExact = try method.isExact(automatically: !hasTies && n < 50, steps: n * n * n)
    guard !(isExact && hasTies) else {
      throw .invalidParameter(
        name: "ties", value: max(order.tiesX.pairs, order.tiesY.pairs),
        expected: "none for an exact p-value")
    }
    let scale =
      (pairs - order.tiesX.pairs).squareRoot() * (pairs - order.tiesY.pairs).squareRoot()
    var result = TestResult(
      method: PValueMethod.title("Kendall's rank correlation test", isExact: isExact),
      estimate: min(1, max(-1, order.score / scale)), standardError: nil, nullValue: 0,
      statistic: (pairs + order.score) / 2, reference: .exact, alternative: alternative, pValue: 1)
    if isExact {
      result.pValue = RankSumDistribution.pValue(
        RankSumDistribution.inversions(x.count), Int(result.statistic), alternative)
      return result
    }
    let (u, v) = (order.tiesX, order.tiesY)
    var variance = (n * (n - 1) * (2 * n + 5) - u.variance - v.variance) / 18
    variance += u.pairs * v.pairs / pairs
    if n > 2 { variance += u.triples * v.triples / (9 * n * (n - 1) * (n - 2)) }
    result.statistic = order.score / variance.squareRoot()
    result.reference = .normal
    result.pValue = try result.reference.pValue(of: result.statistic, alternative)
    return result
  }
}

/// How the pairs of rows of two columns are ordered.
private struct PairOrder {
  /// What equal values of a column take from the number of pairs and from the variance.
  struct Ties {
    /// Σ t(t − 1)/2.
    var pairs = 0.0
    /// Σ t(t − 1)(t − 2).
    var triples = 0.0
    /// Σ t(t − 1)(2t + 5).
    var variance = 0.0

    init(_ sizes: [Int]) {
      for size in sizes {
        let t = Double(size)
        pairs += t * (t - 1) / 2
        triples += t * (t - 1) * (t - 2)
        variance += t * (t - 1) * (2 * t + 5)
      }
    }
  }

  let tiesX: Ties
  let tiesY: Ties
  /// Concordant less discordant pairs.
  let score: Double

  init(_ x: [Double], _ y: [Double]) throws(StatsError) {
    guard x.count == y.count else {
      throw .invalidParameter(
        name: "y", value: Double(y.count), expected: "\(x.count) values, one for each of x")
    }
    guard x.count > 1 else { throw .tooFewObservations(arm: "pairs", needed: 2, found: x.count) }
    let (xs, ys) = (try WeightedValues(x), try WeightedValues(y))
    guard xs.values.count > 1, ys.values.count > 1 else { throw .zeroVariance }
    (tiesX, tiesY) = (Ties(xs.counts), Ties(ys.counts))
    let order = x.indices.sorted { (x[$0], y[$0]) < (x[$1], y[$1]) }
    var (both, run) = ([Int](), 1)
    for (previous, index) in zip(order, order.dropFirst()) {
      if x[previous] == x[index], y[previous] == y[index] {
        run += 1
      } else {
        both.append(run)
        run = 1
      }
    }
    both.append(run)
    var column = order.map { y[$0] }
    let discordant = Self.sortCountingInversions(&column)
    let n = Double(x.count)
    let untied = n * (n - 1) / 2 - tiesX.pairs - tiesY.pairs + Ties(both).pairs
    score = untied - 2 * discordant
  }

  /// Sorts by merging, and returns the number of pairs that were out of order.
  private static func sortCountingInversions(_ column: inout [Double]) -> Double {
    var (inversions, width) = (0.0, 1)
    while width < column.count {
      var merged: [Double] = []
      for start in stride(from: 0, to: column.count, by: 2 * width) {
        let middle = min(start + width, column.count)
        let end = min(start + 2 * width, column.count)
        var (i, j) = (start, middle)
        while i < middle || j < end {
          if j == end || (i < middle && column[i] <= column[j]) {
            merged.append(column[i])
            i += 1
          } else {
            inversions += Double(middle - i)
            merged.append(column[j])
            j += 1
          }
        }
      }
      column = merged
      width *= 2
    }
    return inversions
  }
}
