/// What the families of intervals share.
enum SimultaneousIntervals {
  /// Every result's interval at one error each, labelled with the level at which all of them hold.
  static func each(
    _ results: [TestResult], significance: Double, jointLevel: Double
  ) throws(StatsError) -> [ConfidenceInterval] {
    var intervals: [ConfidenceInterval] = []
    for result in results {
      var interval = try result.confidenceInterval(level: 1 - significance)
      interval.level = jointLevel
      intervals.append(interval)
    }
    return intervals
  }
}

extension Bonferroni {
  /// Intervals that all hold at once with probability `level`, in the order given.
  ///
  /// Valid under any dependence: each is at the level 1 − α/k.
  ///
  /// - Throws: as `TestResult.confidenceInterval`.
  public static func intervals(
    of results: [TestResult], level: Double = 0.95
  ) throws(StatsError) -> [ConfidenceInterval] {
    let significance = try ConfidenceInterval.significance(ofLevel: level)
    return try SimultaneousIntervals.each(
      results, significance: significance / Double(max(1, results.count)), jointLevel: level)
  }
}

extension Holm {
  /// One-sided bounds that all hold at once with probability `level` and never contradict Holm's test.
  ///
  /// Where every hypothesis falls these are Bonferroni's bounds, or the null value where that is
  /// farther. Otherwise those that stand share α among themselves, and those that fell are bounded by
  /// their null value alone, which they exclude: what is gained in rejections is paid for in bounds.
  ///
  /// Reference: Strassburger & Bretz (2008), Statistics in Medicine 27, 4914–4927; Guilbaud (2008),
  /// Biometrical Journal 50, 678–692.
  ///
  /// - Throws: `StatsError.invalidParameter` for a two-sided result, and as
  ///   `TestResult.confidenceInterval`.
  public static func intervals(
    of results: [TestResult], level: Double = 0.95
  ) throws(StatsError) -> [ConfidenceInterval] {
    let significance = try ConfidenceInterval.significance(ofLevel: level)
    for result in results where result.alternative == .twoSided {
      throw .invalidParameter(
        name: "alternative", value: result.estimate, expected: "one-sided in every result")
    }
    let fell = try adjusted(results.map(\.pValue)).map { $0 <= significance }
    let standing = fell.filter { !$0 }.count
    let sharing = standing == 0 ? results.count : standing
    let bounds = try SimultaneousIntervals.each(
      results, significance: significance / Double(max(1, sharing)), jointLevel: level)
    return results.indices.map { i in
      guard fell[i] else { return bounds[i] }
      let null = results[i].nullValue
      var interval = bounds[i]
      if results[i].alternative == .greater {
        interval.lower = standing == 0 ? max(null, interval.lower) : null
      } else {
        interval.upper = standing == 0 ? min(null, interval.upper) : null
      }
      return interval
    }
  }
}
