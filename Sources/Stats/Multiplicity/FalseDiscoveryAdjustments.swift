/// Benjamini & Hochberg's step-up correction of the false discovery rate.
///
/// For independent or positively dependent tests.
/// Reference: Benjamini & Hochberg (1995), JRSS B 57, 289–300. Matches R's `p.adjust(p, "BH")`.
public enum BenjaminiHochberg {
  /// The adjusted p-values, in the order given.
  ///
  /// - Throws: `StatsError.invalidParameter` for a value that is no probability.
  public static func adjusted(_ pValues: [Double]) throws(StatsError) -> [Double] {
    try RankedPValues(pValues).steppedUp { rank, count in Double(count) / Double(rank + 1) }
  }
}

/// Benjamini & Yekutieli's correction of the false discovery rate, under any dependence.
///
/// Reference: Benjamini & Yekutieli (2001), Annals of Statistics 29, 1165–1188. Matches R's
/// `p.adjust(p, "BY")`.
public enum BenjaminiYekutieli {
  /// The adjusted p-values, in the order given.
  ///
  /// - Throws: `StatsError.invalidParameter` for a value that is no probability.
  public static func adjusted(_ pValues: [Double]) throws(StatsError) -> [Double] {
    let harmonic = pValues.indices.reduce(0.0) { $0 + 1 / Double($1 + 1) }
    return try RankedPValues(pValues).steppedUp { rank, count in
      harmonic * Double(count) / Double(rank + 1)
    }
  }
}
