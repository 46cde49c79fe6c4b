/// Least squares of an outcome on regressors within groups: common slopes, an intercept a group.
///
/// Computed from each group's second moments alone. A regressor that does not vary within groups, or that
/// the regressors before it determine, has no slope.
///
/// The analysis of covariance of Fisher (1932); with groups that are arms and regressors from before the
/// experiment, the θ of Deng, Xu, Kohavi & Walker (WSDM 2013). Matches R's `lm(y ~ group + x1 + x2)`.
public struct PooledRegression: Equatable, Sendable {
  /// The second moments of one group.
  public struct Group: Equatable, Sendable {
    /// The number of units.
    public var count: Int
    /// The unbiased covariances among the regressors: square and symmetric.
    public var covariances: [[Double]]
    /// The unbiased covariance of each regressor with the outcome.
    public var withOutcome: [Double]

    /// Creates a group from its moments.
    public init(count: Int, covariances: [[Double]], withOutcome: [Double]) {
      (self.count, self.covariances, self.withOutcome) = (count, covariances, withOutcome)
    }
  }

  /// Why a regressor has no slope.
  public enum Redundancy: Equatable, Sendable {
    /// It is the same for all units of a group.
    case constant
    /// It is a linear function of the regressors before it.
    case collinear
  }

  /// A regressor whose residual on those before it has less than this share of its sum of squares counts as
  /// determined by them: what rounding leaves of nothing is some 1e-16 for each of many units.
  static let tolerance = 1e-9

  /// One a regressor; zero where it has none.
  public let slopes: [Double]
  /// One a regressor; nil where it has a slope.
  public let redundancies: [Redundancy?]

  /// Fits the slopes; groups of fewer than two units say nothing of them.
  ///
  /// - Throws: `StatsError.invalidParameter` unless all groups have the same number of regressors and finite
  ///   moments.
  public init(_ groups: [Group]) throws(StatsError) {
    let size = groups.first?.withOutcome.count ?? 0
    var (products, sums) = (
      Array(repeating: Array(repeating: 0.0, count: size), count: size),
      Array(repeating: 0.0, count: size)
    )
    for group in groups where group.count > 1 {
      guard group.withOutcome.count == size, group.covariances.count == size,
        group.covariances.allSatisfy({ $0.count == size })
      else {
        throw .invalidParameter(
          name: "regressors", value: Double(group.withOutcome.count), expected: "\(size)")
      }
      let weight = Double(group.count - 1)
      for i in 0..<size {
        sums[i] += weight * group.withOutcome[i]
        for j in 0..<size { products[i][j] += weight * group.covariances[i][j] }
      }
    }
    if let bad = (sums + products.flatMap(\.self)).first(where: { !$0.isFinite }) {
      throw .invalidParameter(name: "moments", value: bad, expected: "finite")
    }
    (slopes, redundancies) = Self.solve(products, sums)
  }

  /// Cholesky's decomposition, row by row; rows without a pivot are left out.
  private static func solve(
    _ products: [[Double]], _ sums: [Double]
  ) -> (slopes: [Double], redundancies: [Redundancy?]) {
    let size = sums.count
    var factor = Array(repeating: Array(repeating: 0.0, count: size), count: size)
    var redundancies = [Redundancy?](repeating: nil, count: size)
    var reduced = Array(repeating: 0.0, count: size)
    for i in 0..<size {
      for j in 0..<i where redundancies[j] == nil {
        let known = (0..<j).reduce(0) { $0 + factor[i][$1] * factor[j][$1] }
        factor[i][j] = (products[i][j] - known) / factor[j][j]
      }
      let rest = (0..<i).reduce(products[i][i]) { $0 - factor[i][$1] * factor[i][$1] }
      guard rest > tolerance * products[i][i], rest > 0 else {
        redundancies[i] = products[i][i] > 0 ? .collinear : .constant
        for j in 0..<i { factor[i][j] = 0 }
        continue
      }
      factor[i][i] = rest.squareRoot()
      let known = (0..<i).reduce(0) { $0 + factor[i][$1] * reduced[$1] }
      reduced[i] = (sums[i] - known) / factor[i][i]
    }
    var slopes = Array(repeating: 0.0, count: size)
    for i in (0..<size).reversed() where redundancies[i] == nil {
      let known = ((i + 1)..<size).reduce(0) { $0 + factor[$1][i] * slopes[$1] }
      slopes[i] = (reduced[i] - known) / factor[i][i]
    }
    return (slopes, redundancies)
  }
}
