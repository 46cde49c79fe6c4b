/// Bins that hold about equally many observations of a reference sample.
///
/// The outer bins are open, and edges that ties make equal are merged.
public struct QuantileBins: Equatable, Codable, Sendable {
  /// Which bin a value on an edge falls into.
  public enum Closure: String, Codable, Sendable, CaseIterable {
    /// The bin below the edge: (a, b], as R's `cut` has it.
    case right
    /// The bin above the edge: [a, b).
    case left
  }

  /// The inner edges, ascending, at least none: `edges.count + 1` bins.
  public let edges: [Double]
  /// Which bin a value on an edge falls into.
  public let closure: Closure

  /// Cuts a reference sample at its type-7 quantiles 1/bins, 2/bins, ….
  ///
  /// - Throws: `StatsError` without observations or for fewer than two bins.
  public init(
    _ reference: WeightedValues, bins: Int = 10, closure: Closure = .right
  ) throws(StatsError) {
    guard bins > 1 else {
      throw .invalidParameter(name: "bins", value: Double(bins), expected: "at least two")
    }
    let cuts = try reference.quantiles((1..<bins).map { Double($0) / Double(bins) })
    self.init(edges: cuts, closure: closure)
  }

  /// Creates bins from ascending edges; equal edges are merged.
  public init(edges: [Double], closure: Closure = .right) {
    var distinct: [Double] = []
    for edge in edges where distinct.last.map({ $0 < edge }) ?? true { distinct.append(edge) }
    (self.edges, self.closure) = (distinct, closure)
  }

  /// How many observations fall into each bin.
  public func counts(of sample: WeightedValues) -> [Int] {
    var (counts, bin) = ([Int](repeating: 0, count: edges.count + 1), 0)
    for (value, count) in zip(sample.values, sample.counts) {
      while bin < edges.count, closure == .right ? value > edges[bin] : value >= edges[bin] {
        bin += 1
      }
      counts[bin] += count
    }
    return counts
  }
}
