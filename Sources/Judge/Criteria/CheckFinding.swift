extension Check {
  /// What was found, in numbers; the state follows from it.
  public enum Finding: Equatable, Codable, Sendable {
    /// Nothing was looked at yet.
    case notEvaluated
    /// A value was measured and held against a threshold.
    case compared(ThresholdComparison)
    /// The value could not be measured, or not well enough.
    case unmeasurable(Unmeasurable)
  }
}

extension Check.Finding {
  /// What the finding says by itself.
  public var state: Check.State {
    switch self {
    case .notEvaluated, .unmeasurable: .notJudged
    case .compared(let comparison): comparison.state
    }
  }
}
