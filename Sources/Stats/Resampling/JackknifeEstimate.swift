/// The bias and the standard error of a statistic, from leaving out a row or a group at a time.
///
/// Right for smooth statistics; the delete-one standard error of a quantile is not consistent, while its
/// delete-a-group one is.
///
/// Reference: Quenouille (1956); Tukey (1958); groups of any size: Busing, Meijer & van der Leeden
/// (1999), Statistics and Computing 9, 3–8.
public struct JackknifeEstimate: Equatable, Codable, Sendable {
  /// The statistic of all rows.
  public let value: Double
  /// How much the statistic is expected to exceed what it estimates.
  public let bias: Double
  /// The standard error of the statistic.
  public let standardError: Double
  /// Σc³/(6 (Σc²)^{3/2}) over the rows' contributions c, which a BCa interval needs; zero when all
  /// are zero.
  ///
  /// Reference: Efron (1987). Matches scipy's `bootstrap`.
  public let acceleration: Double

  /// The value less its bias.
  public var corrected: Double { value - bias }

  /// Leaves out one row at a time.
  ///
  /// - Throws: `StatsError` below two rows, or when the statistic is not defined without one of them.
  public init(of sample: some SampleStatistic) throws(StatsError) {
    let changes = try sample.leaveOneOutChanges()
    self.init(value: try sample.value, [Self.deletions(changes)])
  }

  /// Leaves out one row of either independent sample at a time.
  ///
  /// - Throws: `StatsError` below two rows, or when the contrast is not defined without one of them.
  public init<Statistic: SampleStatistic>(
    control: Statistic, treatment: Statistic, _ contrast: Contrast = .difference
  ) throws(StatsError) {
    let (c, t) = (try control.value, try treatment.value)
    var (ofControl, ofTreatment): ([Double], [Double]) = ([], [])
    for change in try control.leaveOneOutChanges() {
      ofControl.append(try contrast.change(control: c, treatment: t, byControl: change))
    }
    for change in try treatment.leaveOneOutChanges() {
      ofTreatment.append(try contrast.change(control: c, treatment: t, byTreatment: change))
    }
    self.init(
      value: try contrast.value(control: c, treatment: t),
      [Self.deletions(ofControl), Self.deletions(ofTreatment)])
  }

  /// Leaves out one group of rows at a time, as where units repeat or rows follow one another in time.
  ///
  /// - Parameters:
  ///   - sample: the statistic.
  ///   - groups: the group of each row; at least two groups.
  /// - Throws: `StatsError` for unequal lengths, one group, or when the statistic is not defined
  ///   without one of them.
  public init<Group: Hashable>(
    of sample: some SampleStatistic, groups: [Group]
  ) throws(StatsError) {
    guard groups.count == sample.count else {
      throw .invalidParameter(
        name: "groups", value: Double(groups.count), expected: "\(sample.count), one a row")
    }
    // In the order of first appearance, so that two runs add in the same order.
    var places: [Group: Int] = [:]
    let labels = groups.map { group in
      let place = places[group, default: places.count]
      places[group] = place
      return place
    }
    guard places.count > 1 else {
      throw .tooFewObservations(arm: "groups", needed: 2, found: places.count)
    }
    let value = try sample.value
    var deletions: [Deletion] = []
    for left in 0..<places.count {
      let rows = labels.indices.filter { labels[$0] != left }
      deletions.append(
        Deletion(
          inverseShare: Double(labels.count) / Double(labels.count - rows.count),
          change: try sample.value(of: rows) - value))
    }
    self.init(value: value, [deletions])
  }

  /// What was left out: one over its share of the sample, and how the statistic changed.
  private struct Deletion {
    let inverseShare: Double
    let change: Double
  }

  private static func deletions(_ changes: [Double]) -> [Deletion] {
    changes.map { Deletion(inverseShare: Double(changes.count), change: $0) }
  }

  /// Adds up independent samples.
  private init(value: Double, _ samples: [[Deletion]]) {
    var (bias, variance, squares, cubes) = (0.0, 0.0, 0.0, 0.0)
    for sample in samples {
      // Pseudo-values less the statistic; weighted by share, they add up to minus the bias.
      let pseudo = sample.map { -($0.inverseShare - 1) * $0.change }
      let center = zip(sample, pseudo).reduce(0) { $0 + $1.1 / $1.0.inverseShare }
      bias -= center
      for (deletion, value) in zip(sample, pseudo) {
        let deviation = value - center
        let contribution = deviation / deletion.inverseShare
        variance +=
          deviation * deviation / (deletion.inverseShare - 1) / Double(sample.count)
        squares += contribution * contribution
        cubes += contribution * contribution * contribution
      }
    }
    (self.value, self.bias, standardError) = (value, bias, variance.squareRoot())
    acceleration = squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
  }
}
