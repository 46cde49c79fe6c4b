/// The count, mean, and centered sum of squares of a stream of numbers.
///
/// Updated with the recurrence of Welford (1962) and merged with that of Chan, Golub & LeVeque (1983).
public struct Moments: Summary, Codable {
  /// The number of observations.
  public private(set) var count: Int
  /// Their mean; zero for none.
  public private(set) var mean: Double
  /// The sum of squared deviations from the mean.
  public private(set) var centeredSquares: Double

  /// Creates a summary of no observations.
  public init() { self.init(count: 0, mean: 0, centeredSquares: 0) }

  /// Creates a summary from its parts, as a published table gives them.
  public init(count: Int, mean: Double, centeredSquares: Double) {
    (self.count, self.mean, self.centeredSquares) = (count, mean, centeredSquares)
  }

  /// Creates a summary of a sample.
  public init(_ sample: some Sequence<Double>) {
    self.init()
    add(contentsOf: sample)
  }

  /// Returns moments of no observations.
  public func empty() -> Moments { Moments() }

  /// The unbiased sample variance, or `nil` below two observations.
  public var variance: Double? {
    count < 2 ? nil : centeredSquares / Double(count - 1)
  }

  /// Folds in one observation.
  public mutating func add(_ x: Double) {
    count += 1
    let delta = x - mean
    mean += delta / Double(count)
    centeredSquares += delta * (x - mean)
  }

  /// Folds in the moments of other observations.
  public mutating func merge(_ other: Moments) {
    guard other.count > 0 else { return }
    guard count > 0 else { return self = other }
    let (n, m) = (Double(count), Double(other.count))
    let delta = other.mean - mean
    mean += delta * (m / (n + m))
    centeredSquares += other.centeredSquares + delta * delta * (n * m / (n + m))
    count += other.count
  }
}
