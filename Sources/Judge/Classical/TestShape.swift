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
  /// A number a block in each of at least two groups.
  case blocks
  /// Scores with labels, in two groups.
  case twoScores
  /// Two scores a row with its label: control's and treatment's.
  case pairedScores
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
    case .twoSamples, .pairs, .twoScores, .pairedScores, .twoRatios, .twoCounts, .strata,
      .pairedCounts:
      2
    case .severalSamples, .blocks, .table: nil
    }
  }

  /// Whether the rows of a unit become one value, rather than rows that may depend on each other.
  public var joinsUnits: Bool {
    switch self {
    case .oneSample, .twoSamples, .severalSamples: true
    default: false
    }
  }
}
