/// Bonferroni's correction: each p-value times their number.
///
/// Controls the probability of any false rejection, under any dependence.
/// Matches R's `p.adjust(p, "bonferroni")`.
public enum Bonferroni {
  /// The adjusted p-values, in the order given.
  ///
  /// - Throws: `StatsError.invalidParameter` for a value that is no probability.
  public static func adjusted(_ pValues: [Double]) throws(StatsError) -> [Double] {
    try RankedPValues(pValues).values.map { min(1, $0 * Double(pValues.count)) }
  }
}

/// Holm's step-down correction, never less powerful than Bonferroni's.
///
/// Controls the probability of any false rejection, under any dependence.
/// Reference: Holm (1979), Scandinavian Journal of Statistics 6, 65–70. Matches R's
/// `p.adjust(p, "holm")`.
public enum Holm {
  /// The adjusted p-values, in the order given.
  ///
  /// - Throws: `StatsError.invalidParameter` for a value that is no probability.
  public static func adjusted(_ pValues: [Double]) throws(StatsError) -> [Double] {
    try RankedPValues(pValues).steppedDown { rank, count in Double(count - rank) }
  }
}

/// Hochberg's step-up correction, for independent or positively dependent tests.
///
/// Reference: Hochberg (1988), Biometrika 75, 800–802. Matches R's `p.adjust(p, "hochberg")`.
public enum Hochberg {
  /// The adjusted p-values, in the order given.
  ///
  /// - Throws: `StatsError.invalidParameter` for a value that is no probability.
  public static func adjusted(_ pValues: [Double]) throws(StatsError) -> [Double] {
    try RankedPValues(pValues).steppedUp { rank, count in Double(count - rank) }
  }
}

/// Hommel's correction, a little more powerful than Hochberg's under the same dependence.
///
/// Reference: Hommel (1988), Biometrika 75, 383–386, in the form of Wright (1992), Biometrics 48,
/// 1005–1013. Matches R's `p.adjust(p, "hommel")`.
public enum Hommel {
  /// The adjusted p-values, in the order given.
  ///
  /// - Throws: `StatsError.invalidParameter` for a value that is no probability.
  public static func adjusted(_ pValues: [Double]) throws(StatsError) -> [Double] {
    let ranked = try RankedPValues(pValues)
    let (p, n) = (ranked.ascending, pValues.count)
    guard n > 1 else { return pValues }
    // Simes' p-value of all n hypotheses, then the largest over intersections of every size.
    let all = simes(p[...])
    var adjusted = p.map { max($0, all) }
    for size in stride(from: n - 1, through: 2, by: -1) {
      let last = n - size
      let others = Double(size) / Double(size - 1) * simes(p[(last + 1)...], firstRank: 2)
      for i in 0..<n {
        adjusted[i] = max(adjusted[i], min(Double(size) * p[min(i, last)], others))
      }
    }
    return ranked.unsorted(adjusted.map { min(1, $0) })
  }

  /// The least of count·p_k/k over ascending p-values whose ranks start at `firstRank`.
  private static func simes(_ p: ArraySlice<Double>, firstRank: Int = 1) -> Double {
    var (least, rank) = (Double.infinity, Double(firstRank))
    for value in p {
      least = min(least, Double(p.count) * value / rank)
      rank += 1
    }
    return least
  }
}
