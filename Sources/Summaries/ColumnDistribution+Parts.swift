extension ColumnDistribution {
  /// Creates a distribution from its parts; `rows` is the sum of the four kinds.
  public init(
    column: String, missing: Int, numbers: Int, nonFinite: Int, texts: Int,
    histogram: ValueHistogram, moments: Moments, categories: CategoryCounts
  ) {
    self.init(ScanPlan.Distribution(column: column))
    rows = missing + numbers + nonFinite + texts
    (self.missing, self.numbers, self.nonFinite, self.texts) = (missing, numbers, nonFinite, texts)
    (self.histogram, self.moments, self.categories) = (histogram, moments, categories)
  }
}
