internal import Foundation

/// Distances between the two samples' shares p (reference) and q (current); zero when they agree.
extension CellCounts {
  /// The population stability index Σ (p − q) ln(p/q); infinite for an empty cell without smoothing.
  ///
  /// It is the symmetric form of `kullbackLeibler`, in nats. Reference: Kullback & Leibler (1951);
  /// the name is the credit industry's.
  public func populationStabilityIndex(_ smoothing: Smoothing = .addHalf) -> Double {
    stabilityContributions(smoothing).reduce(0, +)
  }

  /// What each cell adds to the population stability index: (p − q) ln(p/q), never negative.
  public func stabilityContributions(_ smoothing: Smoothing = .addHalf) -> [Double] {
    let (p, q) = shares(smoothing)
    return zip(p, q).map { p, q in (p - q) * (p == q ? 0 : log(p / q)) }
  }

  /// The Kullback–Leibler divergence of current from reference, Σ q ln(q/p), in nats.
  ///
  /// How badly the reference describes the current sample. Its bias is about c(k − 1)/2.
  public func kullbackLeibler(_ smoothing: Smoothing = .addHalf) -> Double {
    sum(smoothing) { p, q in Self.relativeEntropy(q, p) }
  }

  /// The Kullback–Leibler divergence of reference from current, Σ p ln(p/q), in nats.
  public func reverseKullbackLeibler(_ smoothing: Smoothing = .addHalf) -> Double {
    sum(smoothing) { p, q in Self.relativeEntropy(p, q) }
  }

  /// The Jensen–Shannon divergence in nats, at most ln 2; finite without smoothing.
  ///
  /// Reference: Lin (1991), IEEE Transactions on Information Theory 37, 145–151.
  public func jensenShannon(_ smoothing: Smoothing = .none) -> Double {
    sum(smoothing) { p, q in
      let middle = (p + q) / 2
      return (Self.relativeEntropy(p, middle) + Self.relativeEntropy(q, middle)) / 2
    }
  }

  /// The square root of the Jensen–Shannon divergence in bits, from 0 to 1, a metric.
  ///
  /// Reference: Endres & Schindelin (2003).
  public func jensenShannonDistance(_ smoothing: Smoothing = .none) -> Double {
    (max(0, jensenShannon(smoothing)) / log(2)).squareRoot()
  }

  /// The Hellinger distance √(½ Σ (√p − √q)²), from 0 to 1.
  ///
  /// Reference: Hellinger (1909).
  public func hellinger(_ smoothing: Smoothing = .none) -> Double {
    (sum(smoothing) { p, q in
      let difference = p.squareRoot() - q.squareRoot()
      return difference * difference
    } / 2).squareRoot()
  }

  /// The total variation distance ½ Σ |p − q|: the share of observations that would have to move.
  public func totalVariation(_ smoothing: Smoothing = .none) -> Double {
    sum(smoothing) { p, q in abs(p - q) } / 2
  }

  /// The largest difference of cumulative shares, with the cells in order.
  ///
  /// A lower bound of Kolmogorov & Smirnov's D of the raw data; exact when every cell is one value.
  public var kolmogorovSmirnov: Double {
    let (p, q) = shares(.none)
    var (gap, largest) = (0.0, 0.0)
    for (p, q) in zip(p, q) {
      gap += p - q
      largest = max(largest, abs(gap))
    }
    return largest
  }

  /// c = 1/n + 1/m, the scale of every divergence's noise.
  public var noiseScale: Double { 1 / Double(referenceTotal) + 1 / Double(currentTotal) }

  private func sum(
    _ smoothing: Smoothing, _ term: (_ reference: Double, _ current: Double) -> Double
  ) -> Double {
    let (p, q) = shares(smoothing)
    return zip(p, q).reduce(0) { $0 + term($1.0, $1.1) }
  }

  /// x ln(x/y), with its limit 0 at x = 0.
  private static func relativeEntropy(_ x: Double, _ y: Double) -> Double {
    x > 0 ? x * log(x / y) : 0
  }
}
