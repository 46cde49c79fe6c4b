internal import Stats
internal import Summaries

/// How a test is computed from what it takes.
enum Evaluation: Sendable {
  typealias Numbers = ClassicalTest.Numbers

  case mean(@Sendable (Moments, TestSettings) throws(StatsError) -> Numbers)
  case sample(@Sendable (WeightedValues, TestSettings) throws(StatsError) -> Numbers)
  case twoMeans(@Sendable (Moments, Moments, TestSettings) throws(StatsError) -> Numbers)
  case twoSamples(
    @Sendable (WeightedValues, WeightedValues, TestSettings) throws(StatsError) -> Numbers)
  case severalMeans(@Sendable ([Moments], TestSettings) throws(StatsError) -> Numbers)
  case severalSamples(@Sendable ([WeightedValues], TestSettings) throws(StatsError) -> Numbers)
  case pairs(@Sendable ([Double], [Double], TestSettings) throws(StatsError) -> Numbers)
  /// Ascending samples, so that random numbers do not depend on the order of rows.
  case resampledSamples(
    @Sendable (_ control: [Double], _ treatment: [Double], TestSettings) throws(StatsError) ->
      Numbers)
  /// Ascending differences treatment − control.
  case resampledPairs(
    @Sendable (_ differences: [Double], TestSettings) throws(StatsError) -> Numbers)
  /// A row a block, a column a group.
  case blocks(@Sendable ([[Double]], TestSettings) throws(StatsError) -> Numbers)
  case twoScores(
    @Sendable (AreaUnderCurve, AreaUnderCurve, TestSettings) throws(StatsError) -> Numbers)
  case pairedScores(@Sendable (PairedAreas, TestSettings) throws(StatsError) -> Numbers)
  case association(@Sendable ([Double], [Double], TestSettings) throws(StatsError) -> Numbers)
  case twoRatios(
    @Sendable (RatioEstimate, RatioEstimate, TestSettings) throws(StatsError) -> Numbers)
  case count(@Sendable (BinomialCount, TestSettings) throws(StatsError) -> Numbers)
  case twoCounts(
    @Sendable (BinomialCount, BinomialCount, TestSettings) throws(StatsError) -> Numbers)
  case strata(@Sendable (StratifiedTables, TestSettings) throws(StatsError) -> Numbers)
  case pairedCounts(
    @Sendable (_ controlOnly: Int, _ treatmentOnly: Int, TestSettings) throws(StatsError) ->
      Numbers)
  case frequencies(@Sendable ([Int], TestSettings) throws(StatsError) -> Numbers)
  case table(@Sendable ([[Int]], TestSettings) throws(StatsError) -> Numbers)

  var shape: TestShape {
    switch self {
    case .mean, .sample: .oneSample
    case .twoMeans, .twoSamples, .resampledSamples: .twoSamples
    case .severalMeans, .severalSamples: .severalSamples
    case .pairs, .resampledPairs: .pairs
    case .blocks: .blocks
    case .twoScores: .twoScores
    case .pairedScores: .pairedScores
    case .association: .association
    case .twoRatios: .twoRatios
    case .count: .oneCount
    case .twoCounts: .twoCounts
    case .strata: .strata
    case .pairedCounts: .pairedCounts
    case .frequencies: .frequencies
    case .table: .table
    }
  }

  /// Whether it draws random numbers.
  var isResampled: Bool {
    switch self {
    case .resampledSamples, .resampledPairs: true
    default: false
    }
  }
}
