/// The count, mean, and centered sum of squares of a stream of numbers.
///
/// Both are as exact as doubles can say them: the sums are of deviations from the first number, which
/// loses nothing to an offset such as 1e9, and are carried in twice the digits, through every merge.
public struct Moments: Summary, Codable {
  /// The number of observations.
  public private(set) var count: Int
  /// What deviations are taken from: the first observation.
  private var origin: Double
  /// Σ (x − origin).
  private var sum: DoubleDouble
  /// Σ (x − origin)².
  private var squares: DoubleDouble

  /// Creates a summary of no observations.
  public init() { self.init(count: 0, mean: 0, centeredSquares: 0) }

  /// Creates a summary from its parts, as a published table gives them.
  public init(count: Int, mean: Double, centeredSquares: Double) {
    self.init(count: count, shift: mean, sum: 0, squares: centeredSquares)
  }

  /// Creates a summary from sums of deviations from a shift.
  ///
  /// - Parameters:
  ///   - count: the number of observations.
  ///   - shift: what was taken off each, best one of them.
  ///   - sum: Σ (x − shift).
  ///   - squares: Σ (x − shift)².
  public init(count: Int, shift: Double, sum: Double, squares: Double) {
    self.init(
      count: count, origin: shift, sum: DoubleDouble(sum), squares: DoubleDouble(squares))
  }

  init(count: Int, origin: Double, sum: DoubleDouble, squares: DoubleDouble) {
    (self.count, self.origin, self.sum, self.squares) = (count, origin, sum, squares)
  }

  /// Creates a summary of a sample.
  public init(_ sample: some Sequence<Double>) {
    self.init()
    add(contentsOf: sample)
  }

  /// Returns moments of no observations.
  public func empty() -> Moments { Moments() }

  /// The mean of the observations; zero for none.
  public var mean: Double { exactMean.value }

  /// The sum of squared deviations from the mean; infinite where it overflows.
  public var centeredSquares: Double {
    guard count > 0, squares.high.isFinite else { return squares.high }
    let centered = (squares - sum * (sum / Double(count))).value
    return centered < 0 ? 0 : centered
  }

  /// The unbiased sample variance, or `nil` below two observations.
  public var variance: Double? {
    count < 2 ? nil : centeredSquares / Double(count - 1)
  }

  /// This mean − another, rounded once: at an offset of 1e9 the means themselves have seven decimals.
  public func meanDifference(from other: Moments) -> Double {
    (exactMean - other.exactMean).value
  }

  /// As many observations, all of them equal to the mean.
  public var withoutSpread: Moments {
    guard count > 0 else { return self }
    return Moments(
      count: count, origin: origin, sum: sum, squares: sum * (sum / Double(count)))
  }

  private var exactMean: DoubleDouble {
    count == 0 ? DoubleDouble(0) : sum / Double(count) + origin
  }

  /// Folds in one observation.
  public mutating func add(_ x: Double) {
    if count == 0 { origin = x }
    count += 1
    let deviation = DoubleDouble.sum(x, -origin)
    sum.accumulate(deviation)
    squares.accumulate(deviation * deviation)
  }

  /// Folds in the same observation `times` times.
  public mutating func add(_ x: Double, times: Int) {
    guard times > 0 else { return }
    if count == 0 { origin = x }
    count += times
    let deviation = DoubleDouble.sum(x, -origin)
    let total = deviation * Double(times)
    sum.accumulate(total)
    squares.accumulate(deviation * total)
  }

  /// Folds in the moments of other observations.
  public mutating func merge(_ other: Moments) {
    guard other.count > 0 else { return }
    guard count > 0 else { return self = other }
    let n = Double(other.count)
    let step = DoubleDouble.sum(other.origin, -origin)
    let moved = step * n
    squares += other.squares + step * (other.sum + other.sum + moved)
    sum += other.sum + moved
    count += other.count
  }
}
