/// How long an experiment takes at the traffic it gets.
public struct DailyTraffic: Equatable, Codable, Sendable {
  /// What enters the experiment each day, over all arms: of what sample sizes count.
  public let unitsPerDay: Double

  /// Creates traffic of so many units a day.
  ///
  /// - Throws: `StatsError.invalidParameter` unless positive and finite.
  public init(unitsPerDay: Double) throws(StatsError) {
    try Domain.positive("unitsPerDay", unitsPerDay)
    self.unitsPerDay = unitsPerDay
  }

  /// Treatment's size over control's when treatment gets this share of the traffic.
  ///
  /// - Throws: `StatsError.invalidParameter` for a share not between 0 and 1.
  public static func ratio(treatmentShare share: Double) throws(StatsError) -> Double {
    try Domain.openProbability("treatmentShare", share)
    return share / (1 - share)
  }

  /// The days until a sample size is reached; round up.
  public func days(
    for calculation: some PowerCalculation, sampleSize: Double
  ) -> Double {
    sampleSize * calculation.totalPerSampleSize / unitsPerDay
  }

  /// The days until an effect is found with a given power; round up.
  ///
  /// - Throws: as `PowerCalculation.sampleSize(effect:power:)`.
  public func days(
    for calculation: some PowerCalculation, effect: Double, power: Double = 0.8
  ) throws(StatsError) -> Double {
    days(
      for: calculation, sampleSize: try calculation.sampleSize(effect: effect, power: power))
  }

  /// The sample size that is reached after some days.
  public func sampleSize(for calculation: some PowerCalculation, days: Double) -> Double {
    unitsPerDay * days / calculation.totalPerSampleSize
  }

  /// The smallest effect that is found within some days.
  ///
  /// - Throws: as `PowerCalculation.detectableEffect(sampleSize:power:)`.
  public func detectableEffect(
    for calculation: some PowerCalculation, days: Double, power: Double = 0.8
  ) throws(StatsError) -> Double {
    try calculation.detectableEffect(
      sampleSize: sampleSize(for: calculation, days: days), power: power)
  }
}
