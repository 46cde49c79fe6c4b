/// The contrast of two statistics of the same rows, for resampling pairs.
///
/// A pair is drawn, or left out, as a whole. For a difference of means, `SampleMean` of the differences
/// is the same and has a standard error.
public struct PairedContrast<Statistic: SampleStatistic>: SampleStatistic {
  private let control: Statistic
  private let treatment: Statistic
  private let contrast: Contrast

  /// Binds a contrast to two statistics of paired rows.
  ///
  /// - Throws: `StatsError.invalidParameter` for unequal numbers of rows.
  public init(
    control: Statistic, treatment: Statistic, _ contrast: Contrast = .difference
  ) throws(StatsError) {
    guard control.count == treatment.count else {
      throw .invalidParameter(
        name: "treatment", value: Double(treatment.count),
        expected: "\(control.count) observations, one for each of control")
    }
    (self.control, self.treatment, self.contrast) = (control, treatment, contrast)
  }

  /// The number of pairs.
  public var count: Int { control.count }

  /// The contrast over the given pairs.
  public func value(of rows: [Int]) throws(StatsError) -> Double {
    try contrast.value(control: control.value(of: rows), treatment: treatment.value(of: rows))
  }
}
