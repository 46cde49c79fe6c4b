/// The count, the means and the central co-moments up to order four of a stream of pairs (x, y).
///
/// What a ratio metric x/y needs: second order for its delta-method variance, fourth order for the
/// effective sample size of its residual. Sums are of deviations from the first pair and carried in
/// twice the digits; they are moved to another center by the binomial theorem, as in Pébay (2008),
/// Sandia report SAND2008-6212, so that a merge loses nothing.
public struct BivariateMoments: Summary, Codable {
  /// The highest total order kept.
  public static let order = 4

  /// The number of pairs.
  public private(set) var count: Int
  /// What deviations of x are taken from.
  private var originX: Double
  /// What deviations of y are taken from.
  private var originY: Double
  /// Σ (x − originX)^p (y − originY)^q for p + q ≤ 4, at `Self.index(p, q)`.
  private var sums: [DoubleDouble]

  /// Creates a summary of no pairs.
  public init() {
    (count, originX, originY) = (0, 0, 0)
    sums = Array(repeating: DoubleDouble(0), count: 15)
  }

  /// Creates a summary from power sums Σ (x − shiftX)^p (y − shiftY)^q about a fixed shift.
  ///
  /// - Parameters:
  ///   - count: the number of pairs, equal to the power sum of orders (0, 0).
  ///   - shiftX: what was taken off x.
  ///   - shiftY: what was taken off y.
  ///   - powerSum: returns the power sum for orders p and q, 1 ≤ p + q ≤ 4.
  public init(
    count: Int, shiftX: Double, shiftY: Double, powerSum: (_ p: Int, _ q: Int) -> Double
  ) {
    self.init()
    guard count > 0 else { return }
    (self.count, originX, originY) = (count, shiftX, shiftY)
    sums[0] = DoubleDouble(Double(count))
    for total in 1...Self.order {
      for q in 0...total {
        sums[Self.index(total - q, q)] = DoubleDouble(powerSum(total - q, q))
      }
    }
  }

  /// Returns moments of no pairs.
  public func empty() -> BivariateMoments { BivariateMoments() }

  /// The mean of x; zero for no pairs.
  public var meanX: Double { momentsX.mean }
  /// The mean of y; zero for no pairs.
  public var meanY: Double { momentsY.mean }

  /// Σ (x − meanX)^p (y − meanY)^q; the count for p = q = 0.
  ///
  /// - Precondition: `p` and `q` are not negative and sum to at most four.
  public func centralSum(_ p: Int, _ q: Int) -> Double {
    guard p + q > 0, count > 0 else { return Double(count) }
    guard p + q > 1 else { return 0 }
    let n = Double(count)
    let centered = moved(
      dx: -sums[Self.index(1, 0)] / n, dy: -sums[Self.index(0, 1)] / n, through: p + q)
    let sum = centered[Self.index(p, q)].value
    let isOfSquares = p.isMultiple(of: 2) && q.isMultiple(of: 2)
    return isOfSquares && sum < 0 ? 0 : sum
  }

  /// The unbiased variance of x, or `nil` below two pairs.
  public var varianceX: Double? { momentsX.variance }
  /// The unbiased variance of y, or `nil` below two pairs.
  public var varianceY: Double? { momentsY.variance }
  /// The unbiased covariance of x and y, or `nil` below two pairs.
  public var covariance: Double? { count < 2 ? nil : centralSum(1, 1) / Double(count - 1) }

  /// The moments of x alone.
  public var momentsX: Moments {
    Moments(
      count: count, origin: originX, sum: sums[Self.index(1, 0)], squares: sums[Self.index(2, 0)])
  }

  /// The moments of y alone.
  public var momentsY: Moments {
    Moments(
      count: count, origin: originY, sum: sums[Self.index(0, 1)], squares: sums[Self.index(0, 2)])
  }

  /// The moments of the differences y − x.
  public var momentsOfDifference: Moments {
    Moments(
      count: count, origin: originY - originX,
      sum: sums[Self.index(0, 1)] - sums[Self.index(1, 0)],
      squares: sums[Self.index(2, 0)] - sums[Self.index(1, 1)] * 2 + sums[Self.index(0, 2)])
  }

  /// Folds in one pair.
  public mutating func add(_ pair: (x: Double, y: Double)) { add(pair, times: 1) }

  /// Folds in the same pair `times` times.
  public mutating func add(_ pair: (x: Double, y: Double), times: Int) {
    guard times > 0 else { return }
    if count == 0 { (originX, originY) = (pair.x, pair.y) }
    count += times
    let (u, v) = (DoubleDouble.sum(pair.x, -originX), DoubleDouble.sum(pair.y, -originY))
    var powerX = DoubleDouble(Double(times))
    for p in 0...Self.order {
      var product = powerX
      for q in 0...Self.order - p {
        sums[Self.index(p, q)].accumulate(product)
        product = product * v
      }
      powerX = powerX * u
    }
  }

  /// Folds in the moments of other pairs.
  public mutating func merge(_ other: BivariateMoments) {
    guard other.count > 0 else { return }
    guard count > 0 else { return self = other }
    let dx = DoubleDouble.sum(other.originX, -originX)
    let dy = DoubleDouble.sum(other.originY, -originY)
    count += other.count
    // Cells of one simulated rollout have one origin: nothing is moved, and nothing copied for it.
    guard dx.high != 0 || dy.high != 0 else {
      for i in sums.indices { sums[i] += other.sums[i] }
      return
    }
    for (i, sum) in other.moved(dx: dx, dy: dy, through: Self.order).enumerated() {
      sums[i] += sum
    }
  }

  /// Where orders (p, q) stand in `sums`: by total order, then by q.
  public static func index(_ p: Int, _ q: Int) -> Int {
    let total = p + q
    return total * (total + 1) / 2 + q
  }

  /// Σ (u + dx)^p (v + dy)^q over the deviations (u, v), for all orders up to a total.
  ///
  /// The binomial theorem by Pascal's triangle: one multiplication and one addition an entry.
  private func moved(dx: DoubleDouble, dy: DoubleDouble, through order: Int) -> [DoubleDouble] {
    var sums = sums
    // Where y is always one its deviations are zero, and there is nothing to move.
    for (step, index) in [(dx, { Self.index($0, $1) }), (dy, { Self.index($1, $0) })]
    where step.high != 0 {
      for other in 0..<order {
        for row in 0..<order - other {
          for power in stride(from: order - other, to: row, by: -1) {
            sums[index(power, other)] += sums[index(power - 1, other)] * step
          }
        }
      }
    }
    return sums
  }
}
