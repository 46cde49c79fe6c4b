/// Tests whether two columns rise and fall together, by the correlation of their ranks.
///
/// H0: independence. The estimate is ρ; the statistic is Student's t, or ρ where it is exact. By
/// itself it is exact up to 9 rows, by all orders of one column, ties kept.
///
/// Reference: Spearman (1904). Matches R's `cor.test(x, y, method = "spearman")` without ties up to
/// 9 rows, and with `exact = FALSE` at any length.
public struct SpearmanTest: Sendable {
  /// Which departures from independence count.
  public var alternative: Alternative
  /// How the p-value is found.
  public var method: PValueMethod

  /// Creates a test.
  public init(alternative: Alternative = .twoSided, method: PValueMethod = .automatic) {
    (self.alternative, self.method) = (alternative, method)
  }

  /// Tests two columns of equal length, at least three rows, paired by position.
  ///
  /// - Throws: `StatsError.zeroVariance` for a constant column, or a perfect correlation that is
  ///   judged by Student's t.
  public func evaluate(_ x: [Double], _ y: [Double]) throws(StatsError) -> TestResult {
    let correlation = try Correlation.spearman(x, y)
    let orders = (2...max(2, min(x.count, 20))).reduce(1.0) { $0 * Double($1) }
    let isExact = try method.isExact(automatically: x.count <= 9, steps: orders)
    let title = PValueMethod.title("Spearman's rank correlation test", isExact: isExact)
    guard isExact else {
      var result = try correlation.test(alternative)
      result.method = title
      return result
    }
    return TestResult(
      method: title, estimate: correlation.coefficient, standardError: nil, nullValue: 0,
      statistic: correlation.coefficient, reference: .exact, alternative: alternative,
      pValue: exactPValue(try Correlation.midranks(x), try Correlation.midranks(y)))
  }

  /// The share of the orders of `y` whose product with `x` is as extreme.
  ///
  /// Heap's algorithm (1963) goes from each order to the next by one exchange.
  private func exactPValue(_ x: [Double], _ y: [Double]) -> Double {
    let (x, start) = (x.map { Int(2 * $0) }, y.map { Int(2 * $0) })
    let observed = zip(x, start).reduce(0) { $0 + $1.0 * $1.1 }
    var (y, product) = (start, observed)
    var (lower, upper, total) = (1, 1, 1)
    var turns = [Int](repeating: 0, count: x.count)
    var i = 1
    while i < x.count {
      guard turns[i] < i else {
        turns[i] = 0
        i += 1
        continue
      }
      let j = i.isMultiple(of: 2) ? 0 : turns[i]
      product += (x[i] - x[j]) * (y[j] - y[i])
      y.swapAt(i, j)
      total += 1
      lower += product <= observed ? 1 : 0
      upper += product >= observed ? 1 : 0
      turns[i] += 1
      i = 1
    }
    return switch alternative {
    case .less: Double(lower) / Double(total)
    case .greater: Double(upper) / Double(total)
    case .twoSided: min(1, 2 * Double(min(lower, upper)) / Double(total))
    }
  }
}
