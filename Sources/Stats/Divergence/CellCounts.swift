/// How many observations of a reference and of a current sample fell into each of k cells.
///
/// Cells are bins of a number, or categories; what is missing or unseen is a cell of its own.
public struct CellCounts: Equatable, Codable, Sendable {
  /// How shares are made from counts, so that an empty cell does not make a divergence infinite.
  public enum Smoothing: Equatable, Codable, Sendable {
    /// Counts over their total. A divergence with an empty cell is infinite.
    case none
    /// As `none`, but no share below this; shares then sum to more than one, as textbooks have it.
    case floor(Double)
    /// Half an observation more in every cell of both samples.
    case addHalf
  }

  /// The counts of the reference sample.
  public let reference: [Int]
  /// The counts of the current sample, in the same cells.
  public let current: [Int]
  /// The size of the reference sample.
  public let referenceTotal: Int
  /// The size of the current sample.
  public let currentTotal: Int

  /// Creates counts.
  ///
  /// - Throws: `StatsError` for unequal lengths, negative counts, or a sample without observations.
  public init(reference: [Int], current: [Int]) throws(StatsError) {
    guard reference.count == current.count else {
      throw .invalidParameter(
        name: "current", value: Double(current.count), expected: "\(reference.count) cells")
    }
    if let negative = (reference + current).first(where: { $0 < 0 }) {
      throw .invalidParameter(name: "count", value: Double(negative), expected: "not negative")
    }
    (referenceTotal, currentTotal) = (reference.reduce(0, +), current.reduce(0, +))
    for (arm, total) in [("reference", referenceTotal), ("current", currentTotal)] {
      guard total > 0 else { throw .tooFewObservations(arm: arm, needed: 1, found: 0) }
    }
    (self.reference, self.current) = (reference, current)
  }

  /// The counts of the cells that hold an observation of either sample.
  ///
  /// The other cells say nothing; degrees of freedom must not count them.
  public var occupied: CellCounts {
    let kept = reference.indices.filter { reference[$0] + current[$0] > 0 }
    return CellCounts(
      kept.map { reference[$0] }, kept.map { current[$0] }, totals: (referenceTotal, currentTotal))
  }

  /// How many independent observations each sample counts as.
  ///
  /// A design effect above one says that observations come in clusters: how many observations count
  /// as much as one independent one (Rao & Scott 1981).
  func effectiveTotals(
    _ referenceDesignEffect: Double, _ currentDesignEffect: Double
  ) throws(StatsError) -> (reference: Double, current: Double) {
    for effect in [referenceDesignEffect, currentDesignEffect] {
      guard effect > 0, effect.isFinite else {
        throw .invalidParameter(
          name: "design effect", value: effect, expected: "positive and finite")
      }
    }
    return (
      Double(referenceTotal) / referenceDesignEffect, Double(currentTotal) / currentDesignEffect
    )
  }

  private init(_ reference: [Int], _ current: [Int], totals: (reference: Int, current: Int)) {
    (self.reference, self.current) = (reference, current)
    (referenceTotal, currentTotal) = totals
  }

  /// The shares of both samples.
  public func shares(_ smoothing: Smoothing) -> (reference: [Double], current: [Double]) {
    (
      Self.shares(reference, total: referenceTotal, smoothing),
      Self.shares(current, total: currentTotal, smoothing)
    )
  }

  private static func shares(_ counts: [Int], total: Int, _ smoothing: Smoothing) -> [Double] {
    switch smoothing {
    case .none: counts.map { Double($0) / Double(total) }
    case .floor(let least): counts.map { max(least, Double($0) / Double(total)) }
    case .addHalf: counts.map { (Double($0) + 0.5) / (Double(total) + 0.5 * Double(counts.count)) }
    }
  }
}
