/// Judges a metric group by group, with intervals that hold for all groups together.
///
/// Groups below the minimum size are not estimated, and say so: they neither pass nor fail. The
/// others share the error probability evenly (Bonferroni), so with probability `level` every
/// interval covers its group's truth, under any dependence between groups.
///
/// Reference: Dunn (1961), JASA 56, 52–64.
public struct GroupEvaluation: Sendable {
  /// The fewest rows that a group is judged by.
  public var minimumSize: Int
  /// The probability that all intervals cover.
  public var level: Double

  /// Creates an evaluation.
  public init(minimumSize: Int, level: Double = 0.95) {
    (self.minimumSize, self.level) = (minimumSize, level)
  }

  /// A metric of some rows.
  public struct Reading: Equatable, Sendable {
    /// The estimated value.
    public let value: Double
    /// Its interval at the level that was asked for.
    public let interval: ConfidenceInterval

    /// Creates a reading.
    public init(_ value: Double, interval: ConfidenceInterval) {
      (self.value, self.interval) = (value, interval)
    }
  }

  /// What is known of one group.
  public enum Outcome: Equatable, Sendable {
    /// The group has fewer rows than the minimum.
    case tooFew
    /// The metric does not exist for the group's rows, or comes without any uncertainty.
    case notComputable(StatsError)
    /// The metric with its simultaneous interval.
    case estimated(Reading)
  }

  /// One group's answer.
  public struct Finding<Group: Hashable & Sendable>: Equatable, Sendable {
    /// The group.
    public let group: Group
    /// Its number of rows.
    public let count: Int
    /// What is known of it.
    public let outcome: Outcome

    /// Where the group's truth stands against a value that it must reach.
    public func standing(against minimum: Double) -> Standing {
      guard case .estimated(let reading) = outcome else { return .unknown }
      if reading.interval.lower >= minimum { return .reached }
      return reading.interval.upper < minimum ? .missed : .undecided
    }
  }

  /// Whether a group's truth reaches a value.
  public enum Standing: String, Codable, Sendable, CaseIterable {
    /// The whole interval lies at or above the value.
    case reached
    /// The whole interval lies below the value.
    case missed
    /// The interval holds values on both sides.
    case undecided
    /// There are too few rows, or no metric.
    case unknown
  }

  /// Evaluates a metric on the rows of each group, in the order of the groups.
  ///
  /// - Parameters:
  ///   - groups: the group of each row.
  ///   - metric: the value and its interval at the given level, from positions of rows. Give
  ///     shares Wilson's interval: one of zero width is refused, as it would pass for certainty.
  /// - Returns: one finding a group.
  /// - Throws: `StatsError.invalidParameter` for a level not between 0 and 1.
  public func evaluate<Group: Hashable & Comparable & Sendable>(
    _ groups: [Group],
    metric: (_ rows: [Int], _ level: Double) throws(StatsError) -> Reading
  ) throws(StatsError) -> [Finding<Group>] {
    let significance = try ConfidenceInterval.significance(ofLevel: level)
    var members: [Group: [Int]] = [:]
    for (row, group) in groups.enumerated() { members[group, default: []].append(row) }
    let judged = members.values.count { $0.count >= minimumSize }
    let share = 1 - significance / Double(max(1, judged))
    return members.sorted { $0.key < $1.key }.map { group, rows in
      Finding(group: group, count: rows.count, outcome: outcome(rows, share, metric))
    }
  }

  private func outcome(
    _ rows: [Int], _ level: Double,
    _ metric: ([Int], Double) throws(StatsError) -> Reading
  ) -> Outcome {
    guard rows.count >= minimumSize else { return .tooFew }
    do throws(StatsError) {
      let reading = try metric(rows, level)
      return reading.interval.width > 0 ? .estimated(reading) : .notComputable(.zeroVariance)
    } catch {
      return .notComputable(error)
    }
  }
}
