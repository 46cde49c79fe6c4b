/// Counts of numbers, keyed by the leading bits of their IEEE-754 doubles.
public struct ValueHistogram: Summary, Codable {
  /// How finely numbers are told apart.
  public enum Resolution: Hashable, Codable, Sendable {
    /// Exact until more than `cap` distinct cells exist, then as many mantissa bits fewer as needed:
    /// the final resolution depends on the data alone, never on their order.
    case adaptive(cap: Int)
    /// This many mantissa bits, whatever the data.
    case bits(Int)
  }

  public private(set) var count: Int
  public let resolution: Resolution

  /// Creates a histogram of no numbers.
  public init(_ resolution: Resolution) {
    (count, self.resolution) = (0, resolution)
  }

  public func empty() -> ValueHistogram { ValueHistogram(resolution) }
  public mutating func add(_ x: Double) { count += 1 }
  public mutating func merge(_ other: ValueHistogram) { count += other.count }

  /// One cell: numbers from `lower` to `upper`, both attainable, and how many there were.
  public struct Cell: Equatable, Sendable {
    public var lower: Double
    public var upper: Double
    public var count: Int
  }

  /// The cells that are not empty, in ascending order.
  public var cells: [Cell] { [] }
}
