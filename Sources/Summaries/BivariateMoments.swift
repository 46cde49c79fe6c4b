/// The count, the means and the central co-moments up to order four of a stream of pairs (x, y).
///
/// What a ratio metric x/y needs: second order for its delta-method variance, fourth order for the
/// effective sample size of its residual. Merging follows Pébay (2008), Sandia report SAND2008-6212.
public struct BivariateMoments: Summary, Codable {
  /// The highest total order kept.
  public static let order = 4

  /// The number of pairs.
  public private(set) var count: Int
  /// The mean of x; zero for no pairs.
  public private(set) var meanX: Double
  /// The mean of y; zero for no pairs.
  public private(set) var meanY: Double
  /// Σ (x − meanX)^p (y − meanY)^q for p + q ≤ 4, at `Self.index(p, q)`.
  private var sums: [Double]

  /// Creates a summary of no pairs.
  public init() {
    (count, meanX, meanY) = (0, 0, 0)
    sums = Array(repeating: 0, count: 15)
  }

  /// Creates a summary from power sums Σ (x − shiftX)^p (y − shiftY)^q about a fixed shift.
  ///
  /// - Parameters:
  ///   - count: the number of pairs, equal to the power sum of orders (0, 0).
  ///   - shiftX: what was taken off x.
  ///   - shiftY: what was taken off y.
  ///   - powerSum: returns the power sum for orders p and q, 1 ≤ p + q ≤ 4.
  @inlinable
  public init(
    count: Int, shiftX: Double, shiftY: Double, powerSum: (_ p: Int, _ q: Int) -> Double
  ) {
    self.init()
    guard count > 0 else { return }
    var raw: [Double] = []
    for total in 0...Self.order {
      for q in 0...total {
        raw.append(total == 0 ? Double(count) : powerSum(total - q, q))
      }
    }
    self.assign(count: count, shiftX: shiftX, shiftY: shiftY, powerSums: raw)
  }

  @usableFromInline
  mutating func assign(count: Int, shiftX: Double, shiftY: Double, powerSums: [Double]) {
    let n = Double(count)
    let (dx, dy) = (powerSums[Self.index(1, 0)] / n, powerSums[Self.index(0, 1)] / n)
    self.count = count
    (meanX, meanY) = (shiftX + dx, shiftY + dy)
    sums = Self.recentered(powerSums, dx: -dx, dy: -dy)
    (sums[1], sums[2]) = (0, 0)
  }

  /// Returns moments of no pairs.
  public func empty() -> BivariateMoments { BivariateMoments() }

  /// Σ (x − meanX)^p (y − meanY)^q; the count for p = q = 0.
  ///
  /// - Precondition: `p` and `q` are not negative and sum to at most four.
  public func centralSum(_ p: Int, _ q: Int) -> Double {
    p + q == 0 ? Double(count) : sums[Self.index(p, q)]
  }

  /// The unbiased variance of x, or `nil` below two pairs.
  public var varianceX: Double? { count < 2 ? nil : centralSum(2, 0) / Double(count - 1) }
  /// The unbiased variance of y, or `nil` below two pairs.
  public var varianceY: Double? { count < 2 ? nil : centralSum(0, 2) / Double(count - 1) }
  /// The unbiased covariance of x and y, or `nil` below two pairs.
  public var covariance: Double? { count < 2 ? nil : centralSum(1, 1) / Double(count - 1) }

  /// The moments of x alone.
  public var momentsX: Moments {
    Moments(count: count, mean: meanX, centeredSquares: centralSum(2, 0))
  }

  /// Folds in one pair.
  public mutating func add(_ pair: (x: Double, y: Double)) {
    guard count > 0 else {
      (count, meanX, meanY) = (1, pair.x, pair.y)
      sums[0] = 1
      return
    }
    merge(pointCount: 1, x: pair.x, y: pair.y)
  }

  /// Folds in the same pair `times` times.
  public mutating func add(_ pair: (x: Double, y: Double), times: Int) {
    guard times > 0 else { return }
    merge(pointCount: times, x: pair.x, y: pair.y)
  }

  /// Folds in the moments of other pairs.
  public mutating func merge(_ other: BivariateMoments) {
    guard other.count > 0 else { return }
    guard count > 0 else { return self = other }
    merge(count: other.count, meanX: other.meanX, meanY: other.meanY, sums: other.sums)
  }

  private mutating func merge(pointCount: Int, x: Double, y: Double) {
    var point = [Double](repeating: 0, count: 15)
    point[0] = Double(pointCount)
    guard count > 0 else {
      (count, meanX, meanY, sums) = (pointCount, x, y, point)
      return
    }
    merge(count: pointCount, meanX: x, meanY: y, sums: point)
  }

  private mutating func merge(
    count otherCount: Int, meanX otherX: Double, meanY otherY: Double, sums otherSums: [Double]
  ) {
    let total = Double(count + otherCount)
    let share = Double(otherCount) / total
    let (dx, dy) = ((otherX - meanX) * share, (otherY - meanY) * share)
    let newX = meanX + dx
    let newY = meanY + dy
    let mine = Self.recentered(sums, dx: meanX - newX, dy: meanY - newY)
    let theirs = Self.recentered(otherSums, dx: otherX - newX, dy: otherY - newY)
    sums = zip(mine, theirs).map(+)
    (sums[1], sums[2]) = (0, 0)
    (count, meanX, meanY) = (count + otherCount, newX, newY)
  }

  /// Where orders (p, q) stand in `sums`: by total order, then by q.
  public static func index(_ p: Int, _ q: Int) -> Int {
    let total = p + q
    return total * (total + 1) / 2 + q
  }

  /// Moves the center: Σ (u + dx)^p (v + dy)^q from Σ u^i v^j, by the binomial theorem.
  private static func recentered(_ sums: [Double], dx: Double, dy: Double) -> [Double] {
    var result = [Double](repeating: 0, count: sums.count)
    for total in 0...order {
      for q in 0...total {
        let p = total - q
        var sum = 0.0
        var powerX = 1.0
        for i in 0...p {
          var powerY = powerX
          for j in 0...q {
            sum += binomial[p][i] * binomial[q][j] * powerY * sums[index(p - i, q - j)]
            powerY *= dy
          }
          powerX *= dx
        }
        result[index(p, q)] = sum
      }
    }
    return result
  }

  private static let binomial: [[Double]] = [
    [1], [1, 1], [1, 2, 1], [1, 3, 3, 1], [1, 4, 6, 4, 1],
  ]
}
