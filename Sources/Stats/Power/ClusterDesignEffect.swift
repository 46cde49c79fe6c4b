/// By how much correlation within clusters multiplies the sample that a test needs.
public enum ClusterDesignEffect {
  /// 1 + ((1 + cv²)·m − 1)·ρ for clusters of mean size m, whose sizes vary with coefficient cv.
  ///
  /// Reference: Kish (1965); for unequal sizes Eldridge, Ashby & Kerry (2006), International
  /// Journal of Epidemiology 35, 1292–1300.
  ///
  /// - Throws: `StatsError.invalidParameter` for a size below 1, a correlation outside [0, 1], or a
  ///   negative coefficient.
  public static func value(
    meanSize: Double, intraclassCorrelation: Double, sizeVariation: Double = 0
  ) throws(StatsError) -> Double {
    guard meanSize >= 1, meanSize.isFinite else {
      throw .invalidParameter(name: "meanSize", value: meanSize, expected: "at least 1")
    }
    guard intraclassCorrelation >= 0, intraclassCorrelation <= 1 else {
      throw .invalidParameter(
        name: "intraclassCorrelation", value: intraclassCorrelation, expected: "within [0, 1]")
    }
    guard sizeVariation >= 0, sizeVariation.isFinite else {
      throw .invalidParameter(
        name: "sizeVariation", value: sizeVariation, expected: "not negative, and finite")
    }
    return 1
      + ((1 + sizeVariation * sizeVariation) * meanSize - 1) * intraclassCorrelation
  }
}
