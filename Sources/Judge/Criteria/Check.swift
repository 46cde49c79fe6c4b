/// One named question of a plan and what is known of its answer.
///
/// Every check starts as not judged: nothing passes by the absence of evidence.
public struct Check: Equatable, Codable, Sendable {
  /// The answer.
  public enum State: String, Codable, Sendable, CaseIterable {
    case passed, failed, notJudged, overridden
  }

  public var name: String
  public private(set) var state = State.notJudged
  public private(set) var finding = Finding.notEvaluated
  /// Who set the check aside and why; its own finding stays.
  public private(set) var override: Override?

  /// Creates a check that nothing is known of.
  public init(_ name: String) { self.name = name }

  /// Creates a check with what was found.
  public init(_ name: String, _ finding: Finding) {
    (self.name, self.finding, state) = (name, finding, finding.state)
  }

  /// A person's decision that a check shall not hold the model back.
  public struct Override: Equatable, Codable, Sendable {
    /// The check.
    public var check: String
    /// Who decided.
    public var name: String
    public var reason: String

    /// Creates an override.
    public init(check: String, name: String, reason: String) {
      (self.check, self.name, self.reason) = (check, name, reason)
    }
  }

  /// Sets the check aside, unless it passed anyway.
  mutating func apply(_ override: Override) {
    guard state != .passed else { return }
    (self.override, state) = (override, .overridden)
  }
}

/// A measured value held against a threshold.
public struct ThresholdComparison: Equatable, Codable, Sendable {
  /// How numbers of it are written.
  public enum Scale: Equatable, Codable, Sendable {
    /// As per cent.
    case share
    /// A difference of shares, in points.
    case points
    /// In the metric's own unit.
    case number
    /// A time in the unit of its column.
    case time(Threshold.TimeUnit)
  }

  public var measured: MeasuredValue
  public var limit: Criterion.Limit
  public var threshold: Double
  public var rule: Criterion.Rule
  public var scale: Scale

  /// Creates a comparison.
  public init(
    _ measured: MeasuredValue, _ limit: Criterion.Limit, _ threshold: Double,
    rule: Criterion.Rule, scale: Scale
  ) {
    (self.measured, self.limit, self.threshold) = (measured, limit, threshold)
    (self.rule, self.scale) = (rule, scale)
  }

  /// The bound that has to keep to the threshold.
  public var provingBound: Double { limit == .atLeast ? measured.lower : measured.upper }

  /// The bound that shows a failure when it is beyond the threshold.
  public var failingBound: Double { limit == .atLeast ? measured.upper : measured.lower }

  /// What the comparison says: under the rule of the bound there are truths that neither side shows.
  public var state: Check.State {
    switch rule {
    case .estimate: limit.admits(measured.value, threshold) ? .passed : .failed
    case .bound:
      if limit.admits(provingBound, threshold) {
        .passed
      } else if limit.admits(failingBound, threshold) {
        .notJudged
      } else {
        .failed
      }
    }
  }
}
