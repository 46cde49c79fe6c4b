/// What a classical test takes.
public enum TestShape: Sendable, Equatable, CaseIterable {
  /// Numbers.
  case oneSample
  /// Numbers in two groups.
  case twoSamples
  /// Numbers in at least two groups.
  case severalSamples
  /// Two numbers a row or a pair: control's and treatment's.
  case pairs
  /// Two numbers a row, neither of them control.
  case association
  /// Numbers of rows that come in units, in two groups.
  case twoRatios
  /// Successes of trials.
  case oneCount
  /// Successes of trials in two groups.
  case twoCounts
  /// Successes of trials in two groups, within strata.
  case strata
  /// Two outcomes a row or a pair: control's and treatment's.
  case pairedCounts
  /// Counts by category.
  case frequencies
  /// Counts by group and category.
  case table

  /// How many groups the rows are split into; nil for as many as there are.
  public var groups: Int? {
    switch self {
    case .oneSample, .association, .oneCount, .frequencies: 1
    case .twoSamples, .pairs, .twoRatios, .twoCounts, .strata, .pairedCounts: 2
    case .severalSamples, .table: nil
    }
  }
}
